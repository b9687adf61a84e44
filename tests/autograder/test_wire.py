"""The wire carries plain data exactly, and refuses everything else with WireError."""

import contextlib
import math
import socket
import threading
import time
import tracemalloc
from collections.abc import Iterator
from typing import Any

import msgpack
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder import wire

arrays = hnp.arrays(
    dtype=st.sampled_from(["<f8", "<f4", "<i8", "|u1", "|b1", "<c16", ">f8"]),
    shape=hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)
leaves = (
    st.none()
    | st.booleans()
    | st.integers(-(2**4000), 2**4000)
    | st.floats()
    | st.complex_numbers()
    | st.text()
    | st.binary()
    | arrays
)
small = st.integers(-(2**60) + 1, 2**60 - 1)
keys = st.none() | st.booleans() | small | st.text() | st.tuples(small, st.text())
plain = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner, max_size=4)
    ),
    max_leaves=12,
)


def same(a: Any, b: Any) -> bool:
    """Equal, of the same types, NaN equal to NaN, -0.0 unlike 0.0."""
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return (a.dtype, a.shape, a.tobytes()) == (b.dtype, b.shape, b.tobytes())
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return same(list(a.items()), list(b.items()))
    if isinstance(a, complex):
        return same(a.real, b.real) and same(a.imag, b.imag)
    if isinstance(a, float):
        return (math.isnan(a) and math.isnan(b)) or (
            a == b and math.copysign(1, a) == math.copysign(1, b)
        )
    return bool(a == b)


@given(plain)
def test_plain_data_arrives_as_it_was_sent(value: Any) -> None:
    assert same(wire.unpack(wire.pack(value)), value)


@pytest.mark.parametrize("dtype", ["<f4", "<i8", "|b1"])
def test_a_numpy_scalar_arrives_as_one(dtype: str) -> None:
    sent = np.ones(1, dtype)[0]
    arrived = wire.unpack(wire.pack(sent))
    assert type(arrived) is type(sent) and arrived == sent


def test_an_array_arrives_as_a_writable_copy() -> None:
    sent = np.arange(6.0).reshape(2, 3).T
    arrived = wire.unpack(wire.pack(sent))
    arrived[0, 0] = 7
    assert sent[0, 0] == 0


class Sneaky(np.ndarray[Any, Any]):
    pass


@pytest.mark.parametrize(
    "value",
    [
        object(),
        print,
        Sneaky((2, 2)),
        np.ma.masked_array([1.0], [True]),
        np.array([object()]),
        np.array(["text"]),
        type("Dict", (dict,), {})(),
        type("Float", (float,), {})(1),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_not_plain_data_goes_to_the_register(value: Any) -> None:
    registered: list[Any] = []

    def register(item: Any) -> tuple[int, str, str]:
        registered.append(item)
        return 5, "instance", "X"

    body = wire.pack([value], register)
    assert registered[0] is value
    assert wire.unpack(body, lambda number, kind, name: (number, kind, name)) == [
        (5, "instance", "X")
    ]


@pytest.mark.parametrize(
    "described",
    [
        wire.Source("f", "def f(x):\n    return a * x", {"a": 2.0, "b": (1, "two")}),
        wire.RandomState(np.random.default_rng(3).bit_generator.state),
    ],
    ids=lambda described: type(described).__name__,
)
def test_what_the_judge_describes_arrives_at_the_worker_and_never_the_other_way(
    described: Any,
) -> None:
    body = wire.pack([object()], lambda _: described)
    arrived = wire.unpack(body, make=lambda it: ("made", it))
    assert arrived == [("made", described)]
    with pytest.raises(wire.WireError, match="the judge makes nothing"):
        wire.unpack(body)


def test_only_the_worker_gets_a_view_with_gaps() -> None:
    view = np.arange(6.0)[::2]
    body = wire.pack(view, gaps=True)
    (made,) = [wire.unpack(body, make=lambda it: it)]
    np.testing.assert_array_equal(made.array, view)
    with pytest.raises(wire.WireError, match="the judge makes nothing"):
        wire.unpack(body)
    np.testing.assert_array_equal(wire.unpack(wire.pack(view)), view)


def test_without_a_register_it_is_refused() -> None:
    with pytest.raises(wire.WireError, match="only plain data"):
        wire.pack(object())


def test_endless_nesting_is_refused() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(wire.WireError, match="nested"):
        wire.pack(loop)


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_but_WireError(body: bytes) -> None:
    with contextlib.suppress(wire.WireError):
        wire.unpack(body, lambda *_: None)


json_like = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.binary(max_size=9)
    | st.sampled_from(
        ["list", "tuple", "dict", "array", "scalar", "int", "complex", "handle", "<f8", "O", "|V8"]
    ),
    lambda inner: st.lists(inner, max_size=5),
    max_leaves=15,
)


@given(json_like)
def test_no_message_of_the_right_form_raises_anything_but_WireError(raw: Any) -> None:
    with contextlib.suppress(wire.WireError):
        wire.unpack(msgpack.packb(raw), lambda *_: None)


@pytest.mark.parametrize(
    "raw",
    [
        ["array", "O", [1], b"12345678"],
        ["array", "<U1", [1], b"1234"],
        ["array", ",", [1], b"12345678"],
        ["array", "<f99", [1], b"12345678"],
        ["array", "f8,f8", [1], b"1234567812345678"],
        ["int", b"x" * 2000],
        ["dict", ["int", b"\x7f" * 9], 1],
        ["array", "<f8", [2], b"12345678"],
        ["array", "<f8", [-1], b""],
        ["array", "<f8", [2**62, 2**62], b""],
        ["array", "<f8", [True], b"12345678"],
        ["scalar", "<f8", b"1"],
        ["dict", "a"],
        ["dict", ["list"], 1],
        ["complex", 1, 2],
        ["handle", -1, "function", "f"],
        ["handle", 1, "module", "os"],
        ["unknown"],
        [],
        [1, 2],
        {"a": 1},
    ],
)
def test_a_malformed_message_is_refused(raw: Any) -> None:
    with pytest.raises(wire.WireError):
        wire.unpack(msgpack.packb(raw), lambda *_: None)


@pytest.mark.parametrize(
    "bomb",
    [
        b"\xdd\x03\xff\xff\xff" + b"\x90" * 0x3FFFFFF,
        b"\xdd\x00\x0f\xff\xff" + b"\xdc\x00\x3f" * 0xFFFFF,
        b"\xdd\xff\xff\xff\xff",
        b"\xc6\xff\xff\xff\xff",
        b"\xdb\xff\xff\xff\xff",
        b"\x91" * 1_000_000,
    ],
    ids=["lists", "lists of lists", "claimed list", "claimed bytes", "claimed text", "deep"],
)
def test_a_bomb_is_refused_before_it_fills_the_memory(bomb: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(wire.WireError):
            wire.unpack(bomb, lambda *_: None)
        assert tracemalloc.get_traced_memory()[1] < 100 * 2**20
    finally:
        tracemalloc.stop()


@given(plain, st.data())
def test_real_traffic_that_was_tampered_with_raises_nothing_but_WireError(
    value: Any, data: st.DataObject
) -> None:
    body = bytearray(wire.pack((value, np.ones((2, 3)))))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(body) - 1))
        body[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(body)))
    with contextlib.suppress(wire.WireError):
        wire.unpack(bytes(body[:cut] if data.draw(st.booleans()) else body), lambda *_: None)


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    a, b = socket.socketpair()
    with a, b:
        yield a, b


def test_a_message_crosses_a_socket(pair: tuple[socket.socket, socket.socket]) -> None:
    body = wire.pack(np.zeros(300_000))
    sender = threading.Thread(target=wire.send, args=(pair[0], body))
    sender.start()
    assert wire.receive(pair[1]) == body
    sender.join()


def test_a_claimed_length_beyond_the_limit_is_refused(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    pair[0].sendall(b"\xff\xff\xff\xff")
    with pytest.raises(wire.WireError, match="too large"):
        wire.receive(pair[1])


def test_a_closed_connection_is_told(pair: tuple[socket.socket, socket.socket]) -> None:
    pair[0].sendall(b"\x00\x00\x00\x05ab")
    pair[0].close()
    with pytest.raises(wire.Disconnected):
        wire.receive(pair[1])


def test_a_silent_other_side_runs_into_the_deadline(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    with pytest.raises(TimeoutError):
        wire.receive(pair[1], time.monotonic() + 0.05)


def test_a_slow_trickle_does_not_move_the_deadline(
    pair: tuple[socket.socket, socket.socket],
) -> None:
    def trickle() -> None:
        for _ in range(20):
            try:
                pair[0].sendall(b"\x00")
            except OSError:
                return
            time.sleep(0.02)

    pair[0].sendall(b"\x00\x00\x10\x00")
    sender = threading.Thread(target=trickle)
    sender.start()
    with pytest.raises(TimeoutError):
        wire.receive(pair[1], time.monotonic() + 0.1)
    sender.join()
