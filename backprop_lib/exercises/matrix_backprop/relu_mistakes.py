"""Known mistakes of lesson 04 with relu, and what to say to who made one."""

# ruff: noqa: D103 - what each function does wrong is said in its Mistake below

from typing import Any

import numpy as np

from backprop_lib.arrays import Array
from backprop_lib.exercises.explain import Mistake


def mask_alone(x: Array) -> Any:
    return (x > 0).astype(float)


def relu_on_the_diagonal(x: Array) -> Any:
    return np.diag(np.maximum(0, x))


def all_ones_on_the_diagonal(x: Array) -> Any:
    return np.eye(len(x))


def rows_repeated(x: Array) -> Any:
    return np.ones((len(x), 1)) * (x > 0)


def columns_repeated(x: Array) -> Any:
    return rows_repeated(x).T


def outer_of_masks(x: Array) -> Any:
    mask = (x > 0).astype(float)
    return np.outer(mask, mask)


def sign_on_the_diagonal(x: Array) -> Any:
    return np.diag(np.sign(x))


def negative_passes(x: Array) -> Any:
    return np.diag((x < 0).astype(float))


RELU_JACOBIAN = (
    Mistake(
        "diagonal alone",
        mask_alone,
        "These are the n entries of the diagonal: put them into an (n, n) matrix of zeros, for "
        "example with np.diag.",
    ),
    Mistake(
        "relu for its slope",
        relu_on_the_diagonal,
        "The diagonal holds relu(x) itself: it must hold the slope of relu, 1 where x > 0 and 0 "
        "elsewhere.",
    ),
    Mistake(
        "identity",
        all_ones_on_the_diagonal,
        "The diagonal is 1 throughout: where x is negative z stays 0 however x moves a little, so "
        "there the slope is 0.",
    ),
    Mistake(
        "row repeated",
        rows_repeated,
        "Each row holds the whole mask: z_i depends on x_i alone, so off the diagonal all is 0.",
    ),
    Mistake(
        "column repeated",
        columns_repeated,
        "Each column holds the whole mask: x_j reaches z_j alone, so off the diagonal all is 0.",
    ),
    Mistake(
        "outer product",
        outer_of_masks,
        "There are ones off the diagonal, wherever x_i and x_j are both positive: but z_i does not "
        "depend on x_j, so all of them are 0.",
    ),
    Mistake(
        "sign for slope",
        sign_on_the_diagonal,
        "The diagonal holds the sign of x, with -1 where x < 0: relu is flat there, so its slope "
        "is 0.",
    ),
    Mistake(
        "negative entries pass",
        negative_passes,
        "The ones are where x < 0: relu lets the positive entries through, so compare x > 0.",
    ),
)


def relu_jacobian(x: Array) -> Array:
    return np.diag((x > 0).astype(float))


def through_the_jacobian(x: Array, dz: Array) -> Any:
    return dz @ relu_jacobian(x)


def no_mask(x: Array, dz: Array) -> Any:
    return dz.copy()


def mask_of_the_gradient(x: Array, dz: Array) -> Any:
    return dz * (dz > 0)


def relu_of_x_times_dz(x: Array, dz: Array) -> Any:
    return dz * np.maximum(0, x)


def roles_swapped(x: Array, dz: Array) -> Any:
    return x * (dz > 0)


def slope_alone(x: Array, dz: Array) -> Any:
    return (x > 0).astype(float)


def negative_entries_pass(x: Array, dz: Array) -> Any:
    return dz * (x < 0)


def product_summed(x: Array, dz: Array) -> Any:
    return dz @ (x > 0)


def matrix_of_products(x: Array, dz: Array) -> Any:
    return np.outer(dz, x > 0)


def diagonal_matrix_of_products(x: Array, dz: Array) -> Any:
    made = np.zeros((len(x), len(x)))
    made[range(len(x)), range(len(x))] = dz * (x > 0)
    return made


def set_in_place(x: Array, dz: Array) -> Any:
    dz[x <= 0] = 0
    return dz


RELU_VJP = (
    Mistake(
        "Jacobian formed",
        through_the_jacobian,
        "The Jacobian is formed on the way. That gives the right dx, but in one case here "
        "relu_jacobian, np.diag and np.eye give zeros, to find it out: multiply dz by the mask "
        "x > 0, entry by entry.",
    ),
    Mistake(
        "mask forgotten",
        no_mask,
        "dx is dz as it came: where x <= 0 relu is flat, and nothing comes through.",
    ),
    Mistake(
        "mask of dz",
        mask_of_the_gradient,
        "The relu is applied to the gradient: what passes is decided by the sign of x, and a "
        "negative dz passes where x > 0.",
    ),
    Mistake(
        "relu for its slope",
        relu_of_x_times_dz,
        "dz is multiplied by relu(x): it must be multiplied by the slope of relu, which is 1 where "
        "x > 0.",
    ),
    Mistake(
        "x and dz swapped",
        roles_swapped,
        "x and dz have changed places: x decides what passes, and what passes is dz.",
    ),
    Mistake(
        "dz forgotten",
        slope_alone,
        "This is the slope alone: multiply it by the upstream gradient dz.",
    ),
    Mistake(
        "negative entries pass",
        negative_entries_pass,
        "dz passes where x < 0: relu lets through what belongs to a positive x.",
    ),
    Mistake(
        "summed up",
        product_summed,
        "This is one number, the sum of what should be n of them: multiply entry by entry, with *, "
        "and do not add up.",
    ),
    Mistake(
        "matrix of products",
        matrix_of_products,
        "This is an (n, n) matrix: dx has the shape of x, dx_i = dz_i times the slope at x_i.",
    ),
    Mistake(
        "not summed",
        diagonal_matrix_of_products,
        "This is an (n, n) matrix with dx on its diagonal: multiplied with *, dz and the Jacobian "
        "are not added up. Return the n numbers, dz times the mask x > 0.",
    ),
    Mistake(
        "dz changed",
        set_in_place,
        "dx is right, but dz itself is changed, and it belongs to the caller: make a new array, "
        "for example dz * (x > 0).",
    ),
)
