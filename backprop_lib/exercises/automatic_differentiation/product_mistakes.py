"""Known mistakes of lesson 09 in count_products, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from backprop_lib.exercises.findings import Mistake


def _direct(L: int) -> int:
    return sum(i + 1 for i in range(1, L + 1))


def factors_for_products(L: int, memo: bool) -> int:
    return 2 * L if memo else sum(i + 2 for i in range(1, L + 1))


def last_jacobian_forgotten(L: int, memo: bool) -> int:
    return 2 * L if memo else sum(range(1, L + 1))


def one_layer_too_few(L: int, memo: bool) -> int:
    return 2 * L if memo else _direct(L - 1)


def one_layer_too_many(L: int, memo: bool) -> int:
    return 2 * L if memo else _direct(L + 1)


def longest_for_all(L: int, memo: bool) -> int:
    return 2 * L if memo else L * (L + 1)


def longest_alone(L: int, memo: bool) -> int:
    return 2 * L if memo else L + 1


def order_for_count(L: int, memo: bool) -> int:
    return 2 * L if memo else L**2


def between_layers_alone(L: int, memo: bool) -> int:
    return 2 * L if memo else L * (L - 1) // 2


def one_each(L: int, memo: bool) -> int:
    return 2 * L if memo else L


def deltas_alone(L: int, memo: bool) -> int:
    return L if memo else _direct(L)


def weights_free_but_once(L: int, memo: bool) -> int:
    return L + 1 if memo else _direct(L)


def first_delta_free(L: int, memo: bool) -> int:
    return 2 * L - 1 if memo else _direct(L)


def with_u(L: int, memo: bool) -> int:
    return 2 * L + 1 if memo else _direct(L) + 1


def memo_ignored(L: int, memo: bool) -> int:
    return _direct(L)


def the_wrong_way_round(L: int, memo: bool) -> int:
    return _direct(L) if memo else 2 * L


COUNT_PRODUCTS = (
    Mistake(
        "factors counted",
        factors_for_products,
        "Without reuse these are the factors, not the products: a chain of n factors is multiplied "
        "out with n - 1 products.",
    ),
    Mistake(
        "last Jacobian forgotten",
        last_jacobian_forgotten,
        "Without reuse one product is missing in every chain: each ends with the Jacobian with "
        "respect to the weights. The gradient of W_(L-1) alone takes 2.",
    ),
    Mistake(
        "one chain too few",
        one_layer_too_few,
        "Without reuse one chain is missing, the longest: the gradients are those of W_0 to "
        "W_(L-1), L of them.",
    ),
    Mistake(
        "one chain too many",
        one_layer_too_many,
        "Without reuse there is a chain too many: the gradients are those of W_0 to W_(L-1), L "
        "of them.",
    ),
    Mistake(
        "all as long as the longest",
        longest_for_all,
        "Without reuse every chain is counted as long as that of W_0, L + 1 products: the one of "
        "W_(L-1) needs 2, the next 3, and so on.",
    ),
    Mistake(
        "the longest chain alone",
        longest_alone,
        "Without reuse only the chain of W_0 is counted: each of the L gradients has a chain of "
        "its own, and they are added up.",
    ),
    Mistake(
        "L squared",
        order_for_count,
        "O(L^2) says how the count grows without reuse; here the count itself is asked for. Add up "
        "2 + 3 + ... for the L chains.",
    ),
    Mistake(
        "only from layer to layer",
        between_layers_alone,
        "Without reuse only the Jacobians from layer to layer are counted: each chain also has two "
        "at its beginning, of the loss and of y, and one at its end, of the weights.",
    ),
    Mistake(
        "one product per gradient",
        one_each,
        "Without reuse one product is counted per gradient: nothing is kept, so each chain is "
        "multiplied out from its beginning. That of W_(L-1) takes 2.",
    ),
    Mistake(
        "only what comes down",
        deltas_alone,
        "With reuse half of the products are missing: one makes the delta of a layer, and one more "
        "turns it into the gradient of that layer's weights.",
    ),
    Mistake(
        "one for the weights of all layers",
        weights_free_but_once,
        "With reuse the last Jacobian costs one product in every layer, not one for all layers "
        "together.",
    ),
    Mistake(
        "delta_L counted as free",
        first_delta_free,
        "With reuse one product is missing: delta_L, too, is a product, of the Jacobian of the "
        "loss and that of y.",
    ),
    Mistake(
        "u counted",
        with_u,
        "Both counts are 1 too large: the gradient of u takes a product of its own, but only W_0 "
        "to W_(L-1) are asked for.",
    ),
    Mistake(
        "memo not looked at",
        memo_ignored,
        "The count is the same with and without reuse: when memo is true, each layer takes only "
        "the product with its delta, and one for its weights.",
    ),
    Mistake(
        "the wrong way round",
        the_wrong_way_round,
        "The two counts have changed places: memo is true where products are kept and used again, "
        "which needs fewer.",
    ),
)
