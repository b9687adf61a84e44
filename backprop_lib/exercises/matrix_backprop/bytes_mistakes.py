"""Known mistakes of lesson 04 in jacobian_bytes, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

from backprop_lib.exercises.explain import Mistake


def _counts(
    n: int, d: int, m: int, itemsize: int, *, full: int | None = None, needed: int | None = None
) -> Any:
    """The right counts, but for entries that are given."""
    full = n * m * n * d + n * m * d * m if full is None else full
    needed = n * d + d * m + n * m if needed is None else needed
    return full * itemsize, needed * itemsize


def dx_alone(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, full=n * m * n * d)


def dw_alone(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, full=n * m * d * m)


def entries_that_are_not_0(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, full=2 * n * d * m)


def products_counted(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, full=n * d * m)


def shapes_added(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, full=(n * m + n * d) + (n * m + d * m))


def jacobians_multiplied(n: int, d: int, m: int, itemsize: int) -> Any:
    return float(n * m * n * d) * (n * m * d * m) * itemsize, _counts(n, d, m, itemsize)[1]


def one_sample(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, full=m * d + m * d * m)


def weights_alone(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, needed=d * m)


def upstream_forgotten(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, needed=n * d + d * m)


def samples_forgotten(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, needed=d * m + n * m)


def with_the_results(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, itemsize, needed=2 * (n * d + d * m) + n * m)


def entries_for_bytes(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, 1)


def bits_for_bytes(n: int, d: int, m: int, itemsize: int) -> Any:
    return _counts(n, d, m, 8 * itemsize)


def in_gib(n: int, d: int, m: int, itemsize: int) -> Any:
    full, needed = _counts(n, d, m, itemsize)
    return full / 2**30, needed / 2**30


def full_in_gib(n: int, d: int, m: int, itemsize: int) -> Any:
    full, needed = _counts(n, d, m, itemsize)
    return full / 2**30, needed


def needed_in_mib(n: int, d: int, m: int, itemsize: int) -> Any:
    full, needed = _counts(n, d, m, itemsize)
    return full, needed / 2**20


def in_gb(n: int, d: int, m: int, itemsize: int) -> Any:
    full, needed = _counts(n, d, m, itemsize)
    return full / 1e9, needed / 1e9


def order_swapped(n: int, d: int, m: int, itemsize: int) -> Any:
    full, needed = _counts(n, d, m, itemsize)
    return needed, full


JACOBIAN_BYTES = (
    Mistake(
        "dY/dX alone",
        dx_alone,
        "full counts dY/dX alone, as the slide does: add dY/dW, which has (n m) x (d m) entries.",
    ),
    Mistake(
        "dY/dW alone",
        dw_alone,
        "full counts dY/dW alone: add dY/dX, which has (n m) x (n d) entries.",
    ),
    Mistake(
        "entries that are not 0",
        entries_that_are_not_0,
        "full counts only the entries that are not 0: here every entry is stored, zeros too, "
        "(n m)(n d) of them and (n m)(d m).",
    ),
    Mistake(
        "n d m",
        products_counted,
        "full is made of n d m, the entries of one Jacobian that are not 0: stored with its zeros "
        "dY/dX has (n m)(n d) entries and dY/dW has (n m)(d m).",
    ),
    Mistake(
        "shapes added",
        shapes_added,
        "full adds rows and columns: a Jacobian has a row for each entry of Y and a column for "
        "each entry of the argument, so multiply the two.",
    ),
    Mistake(
        "Jacobians multiplied",
        jacobians_multiplied,
        "full multiplies the two Jacobians: both have to be stored, so add their entries.",
    ),
    Mistake(
        "one sample",
        one_sample,
        "full is for one sample: Y has n m entries, a row of the Jacobian for each, and X has n d.",
    ),
    Mistake(
        "W alone",
        weights_alone,
        "needed counts W alone: the two products also read X, n d entries, and dY, n m entries.",
    ),
    Mistake(
        "dY forgotten",
        upstream_forgotten,
        "needed lacks dY: both products read it, n m entries.",
    ),
    Mistake(
        "X forgotten",
        samples_forgotten,
        "needed lacks X: dW = X.T @ dY reads it, n d entries.",
    ),
    Mistake(
        "results counted",
        with_the_results,
        "needed also counts the results dX and dW: here it is only what the two products read, "
        "X, W and dY.",
    ),
    Mistake(
        "itemsize forgotten",
        entries_for_bytes,
        "These are entries, not bytes: multiply both by itemsize.",
    ),
    Mistake(
        "bits", bits_for_bytes, "These are bits: itemsize is in bytes already, so leave the 8."
    ),
    Mistake("GiB", in_gib, "These are GiB: return bytes, without dividing by 2**30."),
    Mistake("full in GiB", full_in_gib, "full is in GiB: return bytes, without dividing by 2**30."),
    Mistake(
        "needed in MiB", needed_in_mib, "needed is in MiB: return bytes, without dividing by 2**20."
    ),
    Mistake("GB", in_gb, "These are GB: return bytes, without dividing by 1e9."),
    Mistake("order swapped", order_swapped, "The two have changed places: return full, needed."),
)
