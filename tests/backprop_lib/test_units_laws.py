"""The laws that every unit, loss and matrix unit keeps, and what independent oracles say of it."""

import gc
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from autograd import make_vjp
from hypothesis import given, settings
from hypothesis import strategies as st

from backprop_lib import losses, matrix_units, units
from backprop_lib.gradcheck import numerical_gradient
from tests.backprop_lib.unit_cases import CASES, Rng, Setup, as_tuple, upstream_like

every_unit = pytest.mark.parametrize("name", CASES)
# The case of `eigenvalues` computes with its argument before the unit sees it.
every_direct_unit = pytest.mark.parametrize("name", [n for n in CASES if n != "eigenvalues"])
few = settings(max_examples=20)


@st.composite
def shapes_and_rng(draw: st.DrawFn) -> tuple[tuple[int, int, int], Rng]:
    sizes = (draw(st.integers(1, 5)), draw(st.integers(1, 5)), draw(st.integers(1, 5)))
    return sizes, np.random.default_rng(draw(st.integers(0, 2**32 - 1)))


def setup_of(name: str, drawn: tuple[tuple[int, int, int], Rng], dtype: Any = float) -> Setup:
    sizes, rng = drawn
    return CASES[name](rng, *sizes, np.dtype(dtype))


def test_no_unit_is_left_out() -> None:
    public = {*units.__all__}
    for module in (losses, matrix_units):
        functions = inspect.getmembers(module, inspect.isfunction)
        public |= {n for n, f in functions if f.__module__ == module.__name__ and n[0] != "_"}
    assert {name.split(" ")[0] for name in CASES} == public


@every_unit
@few
@given(drawn=shapes_and_rng())
def test_gradients_equal_numerical_gradients(
    name: str, drawn: tuple[tuple[int, int, int], Rng]
) -> None:
    setup = setup_of(name, drawn)
    value, back = setup.call(*setup.arrays)
    d = upstream_like(drawn[1], value)
    for i, gradient in enumerate(as_tuple(back(d))):

        def f(x: Any, i: int = i) -> float:
            arrays = [*setup.arrays[:i], x, *setup.arrays[i + 1 :]]
            return float((d * setup.call(*arrays)[0]).sum())

        numerical = numerical_gradient(f, setup.arrays[i])
        np.testing.assert_allclose(gradient, numerical, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", [n for n in CASES if n != "gelu"])  # autograd's erf wants scipy
@few
@given(drawn=shapes_and_rng())
def test_values_and_gradients_equal_those_of_HIPS_autograd(
    name: str, drawn: tuple[tuple[int, int, int], Rng]
) -> None:
    setup = setup_of(name, drawn)
    value, back = setup.call(*setup.arrays)
    d = upstream_like(drawn[1], value)
    assert setup.oracle is not None
    for i, gradient in enumerate(as_tuple(back(d))):
        vjp, theirs = make_vjp(setup.oracle, i)(*setup.arrays)
        np.testing.assert_allclose(value, theirs, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(gradient, vjp(d), rtol=1e-9, atol=1e-11)


@every_unit
@few
@given(drawn=shapes_and_rng(), c=st.floats(-3, 3))
def test_back_is_linear_in_the_upstream_gradient(
    name: str, drawn: tuple[tuple[int, int, int], Rng], c: float
) -> None:
    setup = setup_of(name, drawn)
    value, back = setup.call(*setup.arrays)
    d1, d2 = upstream_like(drawn[1], value), upstream_like(drawn[1], value)
    parts = zip(as_tuple(back(d1)), as_tuple(back(d2)), as_tuple(back(d1 + c * d2)), strict=True)
    for g1, g2, both in parts:
        np.testing.assert_allclose(both, g1 + c * g2, rtol=1e-9, atol=1e-9)


@every_unit
@few
@given(drawn=shapes_and_rng())
def test_back_called_twice_gives_the_same_and_changes_nothing(
    name: str, drawn: tuple[tuple[int, int, int], Rng]
) -> None:
    setup = setup_of(name, drawn)
    before = [array.copy() for array in setup.arrays]
    value, back = setup.call(*setup.arrays)
    value_before = np.copy(value)
    d = upstream_like(drawn[1], value)
    d_before = d.copy()
    first = [np.copy(g) for g in as_tuple(back(d))]
    for g in as_tuple(back(d)):
        g *= 2  # a caller may do this to a gradient; it must reach nothing else
    for again, once in zip(as_tuple(back(d)), first, strict=True):
        np.testing.assert_array_equal(again, once)
    for array, was in zip(
        [*setup.arrays, value, d], [*before, value_before, d_before], strict=True
    ):
        np.testing.assert_array_equal(array, was)


@every_unit
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@few
@given(drawn=shapes_and_rng())
def test_values_and_gradients_keep_shape_and_dtype(
    name: str, dtype: Any, drawn: tuple[tuple[int, int, int], Rng]
) -> None:
    setup = setup_of(name, drawn, dtype)
    value, back = setup.call(*setup.arrays)
    assert value.dtype == dtype
    gradients = as_tuple(back(upstream_like(drawn[1], value)))
    assert [g.shape for g in gradients] == [a.shape for a in setup.arrays]
    assert {g.dtype for g in gradients} == {np.dtype(dtype)}
    if value.shape == ():
        assert {g.dtype for g in as_tuple(back(1.0))} == {np.dtype(dtype)}


@every_unit
def test_arguments_need_not_be_contiguous(name: str) -> None:
    setup = setup_of(name, ((4, 3, 5), np.random.default_rng(0)))
    value, back = setup.call(*setup.arrays)
    spread = []
    for array in setup.arrays:
        wide = np.zeros((*array.shape[:-1], 2 * array.shape[-1]))
        wide[..., ::2] = array
        spread.append(wide[..., ::2])
    same, back_spread = setup.call(*spread)
    d = upstream_like(np.random.default_rng(1), value)
    np.testing.assert_allclose(same, value, rtol=1e-12)
    for g, h in zip(as_tuple(back_spread(d)), as_tuple(back(d)), strict=True):
        np.testing.assert_allclose(g, h, rtol=1e-12, atol=1e-14)


@every_unit
def test_units_leave_no_reference_cycles(name: str) -> None:
    setup = setup_of(name, ((4, 3, 5), np.random.default_rng(0)))
    d = upstream_like(np.random.default_rng(1), setup.call(*setup.arrays)[0])
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            _, back = setup.call(*setup.arrays)
            back(d)
        del back
        assert gc.collect() == 0
    finally:
        gc.enable()


@every_direct_unit
@pytest.mark.parametrize("of", [int, object, bool, complex])
def test_arrays_that_are_no_floats_are_refused_by_name(name: str, of: Any) -> None:
    setup = setup_of(name, ((3, 2, 4), np.random.default_rng(0)))
    for i, array in enumerate(setup.arrays):
        arrays = [*setup.arrays[:i], array.astype(of), *setup.arrays[i + 1 :]]
        with pytest.raises(
            TypeError, match=r": gradients need floating point, for example .*float"
        ):
            setup.call(*arrays)


@every_direct_unit
def test_lists_are_refused_by_name(name: str) -> None:
    setup = setup_of(name, ((3, 2, 4), np.random.default_rng(0)))
    with pytest.raises(TypeError, match="is a list: pass an array"):
        setup.call(*(array.tolist() for array in setup.arrays))


@every_unit
def test_an_upstream_gradient_that_would_have_to_be_broadcast_is_refused(name: str) -> None:
    setup = setup_of(name, ((3, 2, 4), np.random.default_rng(0)))
    value, back = setup.call(*setup.arrays)
    wrong = np.ones((*value.shape, 1))
    with pytest.raises(ValueError, match="the upstream gradient must have the shape of the value"):
        back(wrong)
    with pytest.raises(TypeError, match="gradients need floating point"):
        back(np.ones(value.shape, int))


SKIPPING: dict[str, Callable[..., Any]] = {
    "affine": units.affine,
    "matmul": units.matmul,
    "sub": units.sub,
    "mul": units.mul,
    "dot": units.dot,
    "quadratic_form": matrix_units.quadratic_form,
    "axb": matrix_units.axb,
}


@pytest.mark.parametrize("name", SKIPPING)
def test_a_skipped_gradient_is_None_and_leaves_the_others_as_they_are(name: str) -> None:
    unit = SKIPPING[name]
    setup = setup_of(name, ((3, 2, 4), np.random.default_rng(0)))
    names = list(inspect.signature(unit).parameters)[:-1]
    value, back = unit(*setup.arrays)
    d = upstream_like(np.random.default_rng(1), value)
    for skip in [names[:1], names[1:], names]:
        same, back_some = unit(*setup.arrays, skip=skip)
        np.testing.assert_array_equal(same, value)
        for which, some, whole in zip(names, back_some(d), back(d), strict=True):
            if which in skip:
                assert some is None
            else:
                np.testing.assert_array_equal(some, whole)
    with pytest.raises(ValueError, match=f"{name}: skip names 'Q': the arguments with a gradient"):
        unit(*setup.arrays, skip=("Q",))
