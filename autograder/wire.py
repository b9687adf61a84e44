"""The data-only protocol between judge and worker.

A message is a four-byte length and a msgpack body. Only plain data crosses: None, bool, int, float,
complex, str, bytes, numpy arrays and scalars of kind `biufc`, and lists, tuples and dicts of these.
Anything else crosses as a *handle*: a number that means something to the worker alone. Nothing is
ever unpickled, and every byte that comes from the worker is checked before it is used: what does
not fit raises `WireError` and nothing else.

The judge may also send a function of its own, as source, a generator of random numbers, as its
state, and an array that is a view with gaps. The worker makes them; in the other direction there is
no such thing.

Containers are tagged, so that a message decodes to exactly the types that were sent:

    [1, 2]              ->  ["list", 1, 2]
    (1, 2)              ->  ["tuple", 1, 2]
    {"a": 1}            ->  ["dict", "a", 1]
    2 ** 80             ->  ["int", bytes]
    1 + 2j              ->  ["complex", 1.0, 2.0]
    np.zeros((2, 3))    ->  ["array", "<f8", [2, 3], bytes]
    np.float32(1)       ->  ["scalar", "<f4", bytes]
    any other object    ->  ["handle", number, kind, type name]
    a function to make  ->  ["function", name, source, ["dict", constants ...]]
    np.random.Generator ->  ["generator", ["dict", state ...]]
    np.zeros(4)[::2]    ->  ["gaps", "<f8", [2], bytes]
"""

from __future__ import annotations

import math
import re
import socket
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import msgpack
import numpy as np

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 32
MAX_INT = 1024  # bytes
MAX_ITEMS = 500_000
KINDS = "biufc"
HANDLE_KINDS = ("function", "class", "instance")

_DTYPE = re.compile(rf"[<>|][{KINDS}]\d{{1,2}}", re.ASCII)
_LENGTH = struct.Struct(">I")
_CONTAINERS: dict[str, type] = {"list": list, "tuple": tuple}

Handle = Callable[[int, str, str], Any]
"""Makes what a handle decodes to from its number, its kind and the name of its type."""


@dataclass(frozen=True)
class Source:
    """A function to be made by the worker: its name, its source, and the constants that it uses."""

    name: str
    source: str
    constants: Mapping[str, Any]


@dataclass(frozen=True)
class RandomState:
    """A generator of random numbers to be made by the worker: numpy's own description of it."""

    state: Mapping[str, Any]


@dataclass(frozen=True)
class Gaps:
    """An array that the worker is to have as a view with gaps."""

    array: np.ndarray[Any, Any]


Register: TypeAlias = Callable[[Any], tuple[int, str, str] | Source | RandomState]
"""Gives an object that is not plain data a number, a kind and the name of its type; on the judge's
side, it may also say how the worker makes the object."""
Make: TypeAlias = Callable[[Source | RandomState | Gaps], Any]
"""Makes, in the worker, what the judge has described."""


class WireError(Exception):
    """What arrived, or was to be sent, is not a message of this protocol."""


class Disconnected(WireError):
    """The other side has closed the connection."""


def _no_handles(*_: Any) -> Any:
    raise WireError("only plain data can be sent here")


def _make_nothing(_: Any) -> Any:
    raise WireError("the judge makes nothing")


def pack(value: Any, register: Register = _no_handles, gaps: bool = False) -> bytes:
    """Encode `value`; objects that are not plain data are given to `register`.

    With `gaps`, an array that is a view with gaps is such a view on the other side, too.

    Raises WireError when the value is nested too deeply or its message would be longer than
    `MAX_BYTES`.
    """
    try:
        body: bytes = msgpack.packb(_Encoder(register, gaps).encode(value, 0), use_bin_type=True)
    except (ValueError, OverflowError, UnicodeError, RecursionError) as error:
        raise WireError(f"cannot be sent: {error}") from None
    if len(body) > MAX_BYTES:
        raise WireError(f"too large: {len(body)} bytes, at most {MAX_BYTES} can be sent")
    return body


def unpack(body: bytes, handle: Handle = _no_handles, make: Make = _make_nothing) -> Any:
    """Decode one message; `handle` makes what stands for an object of the other side, and `make`
    what the other side has described: the worker alone has one.

    Raises WireError for anything that `pack` could not have written.
    """
    _count(body)
    try:
        raw = msgpack.unpackb(body, raw=False, use_list=True, max_map_len=0, max_ext_len=0)
    except Exception as error:  # msgpack raises many kinds, all of them mean the same here
        raise WireError(f"not a message: {type(error).__name__}") from None
    return _Decoder(handle, make).decode(raw, 0)


# How many bytes follow the first byte of a msgpack item: fixed, or told by that many bytes.
_FIXED = {0xC0: 0, 0xC2: 0, 0xC3: 0, 0xCA: 4, 0xCB: 8, 0xCC: 1, 0xCD: 2, 0xCE: 4, 0xCF: 8}
_FIXED |= {0xD0: 1, 0xD1: 2, 0xD2: 4, 0xD3: 8}
_TOLD = {0xC4: 1, 0xC5: 2, 0xC6: 4, 0xD9: 1, 0xDA: 2, 0xDB: 4}
_ARRAYS = {0xDC: 2, 0xDD: 4}


def _count(body: bytes) -> None:
    """Refuse a message of too many items before any of them is made.

    A byte of a message can stand for a list of fifty bytes, so its length alone bounds nothing.
    """
    at = items = 0
    while at < len(body):
        first = body[at]
        at += 1
        items += 1
        if first in _FIXED:
            at += _FIXED[first]
        elif 0xA0 <= first <= 0xBF:  # a short string
            at += first & 0x1F
        elif first in _TOLD:
            at += _TOLD[first] + int.from_bytes(body[at : at + _TOLD[first]], "big")
        elif first in _ARRAYS:
            at += _ARRAYS[first]
        # What is left is a small number, a short array, or a kind that msgpack itself refuses.
        if items > MAX_ITEMS:
            raise WireError(f"more than {MAX_ITEMS} items in one message")


@dataclass(frozen=True)
class _Encoder:
    register: Register
    gaps: bool

    def encode(self, value: Any, depth: int) -> Any:
        # Exact types only: a subclass may carry behaviour of its own, so it crosses as a handle.
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        kind = type(value)
        if value is None or kind in (bool, float, str, bytes):
            return value
        if kind is int:
            if -(2**63) <= value < 2**63:
                return value
            return ["int", value.to_bytes(value.bit_length() // 8 + 1, "big", signed=True)]
        if kind is complex:
            return ["complex", value.real, value.imag]
        if kind is list or kind is tuple:
            return [kind.__name__, *(self.encode(item, depth + 1) for item in value)]
        if kind is dict:
            parts = [part for pair in value.items() for part in pair]
            return ["dict", *(self.encode(part, depth + 1) for part in parts)]
        if kind is np.ndarray and value.dtype.kind in KINDS:
            tag = "gaps" if self.gaps and not value.flags.forc else "array"
            return [tag, value.dtype.str, list(value.shape), value.tobytes()]
        if isinstance(value, np.generic) and _is_numpys_own(kind) and value.dtype.kind in KINDS:
            return ["scalar", value.dtype.str, value.tobytes()]
        return self._described(self.register(value), depth)

    def _described(self, found: tuple[int, str, str] | Source | RandomState, depth: int) -> Any:
        if isinstance(found, Source):
            constants = self.encode(dict(found.constants), depth + 1)
            return ["function", found.name, found.source, constants]
        if isinstance(found, RandomState):
            return ["generator", self.encode(dict(found.state), depth + 1)]
        return ["handle", *found]


def _is_numpys_own(kind: type) -> bool:
    return kind.__module__ == "numpy"


@dataclass(frozen=True)
class _Decoder:
    handle: Handle
    make: Make

    def decode(self, raw: Any, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise WireError(f"nested more than {MAX_DEPTH} levels deep")
        if raw is None or isinstance(raw, bool | int | float | str | bytes):
            return raw
        if not isinstance(raw, list) or not raw or not isinstance(raw[0], str):
            raise WireError("untagged data")
        tag, *rest = raw
        if tag in _CONTAINERS:
            return _CONTAINERS[tag](self.decode(item, depth + 1) for item in rest)
        if tag == "dict":
            return self._dict(rest, depth)
        if tag == "array" and len(rest) == 3:
            return _decode_array(*rest)
        if tag == "scalar" and len(rest) == 2:
            return _decode_array(rest[0], [], rest[1])[()]
        if tag == "int" and len(rest) == 1 and isinstance(rest[0], bytes):
            return _decode_int(rest[0])
        if tag == "complex" and len(rest) == 2 and all(type(part) is float for part in rest):
            return complex(*rest)
        if tag == "handle" and len(rest) == 3:
            return self._handle(*rest)
        if tag == "gaps" and len(rest) == 3:
            return self.make(Gaps(_decode_array(*rest)))
        if tag == "function" and len(rest) == 3:
            return self._function(rest, depth)
        if tag == "generator" and len(rest) == 1:
            return self.make(RandomState(self.decode(rest[0], depth + 1)))
        raise WireError(f"bad {tag[:20]!r}")

    def _dict(self, flat: list[Any], depth: int) -> dict[Any, Any]:
        if len(flat) % 2:
            raise WireError("a key without a value")
        parts = [self.decode(part, depth + 1) for part in flat]
        # Keys of one hash, which large integers can be made to have, would take quadratic time.
        if any(isinstance(key, int) and not -(2**60) < key < 2**60 for key in parts[::2]):
            raise WireError("a key that is too large a number")
        try:
            return dict(zip(parts[::2], parts[1::2], strict=True))
        except TypeError:
            raise WireError("a key that cannot be one") from None

    def _handle(self, number: Any, kind: Any, name: Any) -> Any:
        if type(number) is int and number >= 0 and kind in HANDLE_KINDS and isinstance(name, str):
            return self.handle(number, kind, name[:100])
        raise WireError("bad 'handle'")

    def _function(self, parts: list[Any], depth: int) -> Any:
        name, source, constants = (self.decode(part, depth + 1) for part in parts)
        if not (isinstance(name, str) and isinstance(source, str) and isinstance(constants, dict)):
            raise WireError("bad 'function'")
        return self.make(Source(name, source, constants))


def _decode_int(data: bytes) -> int:
    if len(data) > MAX_INT:
        raise WireError("bad 'int'")
    return int.from_bytes(data, "big", signed=True)


def _decode_array(dtype: Any, shape: Any, data: Any) -> np.ndarray[Any, Any]:
    if not isinstance(data, bytes):
        raise WireError("bad array")
    if not isinstance(dtype, str) or not _DTYPE.fullmatch(dtype):
        raise WireError("bad dtype")
    try:
        kind = np.dtype(dtype)
    except (TypeError, ValueError):
        raise WireError("bad dtype") from None
    if not isinstance(shape, list) or len(shape) > 32:
        raise WireError("bad shape")
    if not all(type(size) is int and 0 <= size <= MAX_BYTES for size in shape):
        raise WireError("bad shape")
    if math.prod(shape) * kind.itemsize != len(data):
        raise WireError("an array whose bytes do not fill its shape")
    return np.frombuffer(data, dtype=kind).reshape(shape).copy()


def send(sock: socket.socket, body: bytes, deadline: float | None = None) -> None:
    """Send one packed message; raises Disconnected, or TimeoutError past `deadline`
    (`time.monotonic`).
    """
    try:
        sock.settimeout(_remaining(deadline))
        sock.sendall(_LENGTH.pack(len(body)) + body)
    except TimeoutError:
        raise
    except OSError as error:
        raise Disconnected(str(error)) from None


def receive(sock: socket.socket, deadline: float | None = None) -> bytes:
    """Receive one message's body.

    Raises WireError when it claims to be too long, Disconnected, or TimeoutError past `deadline`.
    """
    (length,) = _LENGTH.unpack(_receive_exactly(sock, _LENGTH.size, deadline))
    if length > MAX_BYTES:
        raise WireError(f"too large: {length} bytes, at most {MAX_BYTES} are read")
    return _receive_exactly(sock, length, deadline)


def _receive_exactly(sock: socket.socket, count: int, deadline: float | None) -> bytes:
    # Grows with what really arrives: a length that was only claimed allocates nothing.
    received = bytearray()
    while len(received) < count:
        try:
            sock.settimeout(_remaining(deadline))
            part = sock.recv(min(count - len(received), 1 << 20))
        except TimeoutError:
            raise
        except OSError as error:
            raise Disconnected(str(error)) from None
        if not part:
            raise Disconnected("the connection was closed")
        received += part
    return bytes(received)


def _remaining(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    remaining = deadline - time.monotonic()
    if remaining <= 0:
        raise TimeoutError
    return remaining
