"""Stand-in for MicroPython's `uctypes`: addresses of buffers, and structures in memory as their fields are described.

at = uctypes.addressof(data)                 compiled functions find the bytes of `data` there
gpio = uctypes.struct(0x40020000, {"odr": uctypes.UINT32 | 0x14})
gpio.odr = 1 << 5                            what has no buffer is a device: `machine.log` holds the store
"""

import struct as _struct
from typing import Any

from nativecomp.emulator.buffers import address_of, bytes_of, object_at

LITTLE_ENDIAN, BIG_ENDIAN, NATIVE = 0, 1, 2

# The kind of a field stands above its offset; those of bits have their place and their length between.
_KIND, BF_LEN, BF_POS = 27, 22, 17
_SCALARS = "BbHhIiQqfd"
VOID = UINT8 = 0 << _KIND
INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64 = (n << _KIND for n in range(1, 10))
BFUINT8, BFINT8, BFUINT16, BFINT16, BFUINT32, BFINT32 = (n << _KIND for n in range(16, 22))
PTR, ARRAY = 24 << _KIND, 25 << _KIND
SHORT, USHORT, INT, UINT, LONG, ULONG, LONGLONG, ULONGLONG = (
    INT16, UINT16, INT32, UINT32, INT32, UINT32, INT64, UINT64
)  # fmt: skip

_POINTER = 4  # bytes, on every board


def _kind(code: int) -> int:
    return code >> _KIND


def _scalar(code: int) -> str:
    """The `struct` code of a field of one number, of bits that of what holds them.

    Raises:
        TypeError: it is of no such kind.
    """
    kind = _kind(code) - (16 if 16 <= _kind(code) < 22 else 0)
    if not 0 <= kind < len(_SCALARS):
        raise TypeError("the description of a field is not right")
    return _SCALARS[kind]


def _order(layout: int) -> str:
    return ">" if layout == BIG_ENDIAN else "<"


def _read(address: int, size: int) -> bytes:
    """Bytes of a buffer, or of the memory of devices."""
    found = object_at(address)
    if found is None:
        from nativecomp.standins import machine

        words = {1: machine.mem8, 2: machine.mem16, 4: machine.mem32}
        if size in words:
            return words[size][address].to_bytes(size, "little")
        return bytes(machine.mem8[address + n] for n in range(size))
    data = bytes(bytes_of(found, size))
    if len(data) < size:
        raise ValueError(f"{size} bytes at 0x{address:08x} reach out of the buffer there")
    return data


def _write(address: int, data: bytes) -> None:
    found = object_at(address)
    if found is None:
        from nativecomp.standins import machine

        words = {1: machine.mem8, 2: machine.mem16, 4: machine.mem32}
        if len(data) in words:
            words[len(data)][address] = int.from_bytes(data, "little")
        else:
            for n, byte in enumerate(data):
                machine.mem8[address + n] = byte
        return
    view = bytes_of(found, len(data))
    if len(view) < len(data):
        raise ValueError(f"{len(data)} bytes at 0x{address:08x} reach out of the buffer there")
    view[:] = data


def addressof(obj: Any) -> int:
    """The address of a buffer's bytes. It stays the same, and the object alive; in a call it is that of the call."""
    if isinstance(obj, struct):
        return obj._nc_address
    return address_of(obj)


def bytes_at(addr: int, size: int) -> bytes:
    """A copy of some memory (a board gives the memory itself)."""
    return _read(addr, size)


def bytearray_at(addr: int, size: int) -> Any:
    """A part of the buffer at an address, without a copy.

    Raises:
        ValueError: there is no buffer of so many bytes.
    """
    found = object_at(addr)
    view = None if found is None else bytes_of(found, size)
    if view is None or len(view) < size:
        raise ValueError(
            f"no buffer has {size} bytes at 0x{addr:08x}; devices are `machine.mem32` and `uctypes.struct`"
        )
    return view


def sizeof(descriptor: Any, layout: int = NATIVE) -> int:
    """Bytes that a structure or its description takes.

    Raises:
        TypeError: it is neither.
    """
    if isinstance(descriptor, struct):
        descriptor, layout = descriptor._nc_descriptor, descriptor._nc_layout
    if isinstance(descriptor, _Array):
        return descriptor.size
    if isinstance(descriptor, int):
        raise TypeError("a number has no size: describe a structure")
    return _size_of(descriptor, layout)[0]


def _size_of(descriptor: Any, layout: int) -> tuple[int, int]:
    """Bytes and alignment of what a dict, or a field, describes."""
    if isinstance(descriptor, dict):
        end, most = 0, 1
        for field in descriptor.values():
            size, alignment = _size_of(field, layout)
            end, most = max(end, _offset(field) + size), max(most, alignment)
        # A native structure is followed by another one in an array, aligned.
        return (-(-end // most) * most if layout == NATIVE else end), most
    if isinstance(descriptor, int):
        size = _struct.calcsize("<" + _scalar(descriptor))
        return size, size
    offset, *rest = descriptor
    if _kind(offset) == _kind(PTR):
        return _POINTER, _POINTER
    if _kind(offset) == _kind(ARRAY):
        count, element = _array(rest)
        size, alignment = _size_of(element, layout)
        return count * size, alignment
    return _size_of(rest[0], layout)


def _array(rest: list[Any]) -> tuple[int, Any]:
    """Number and description of an array's elements: `size | kind`, or `size, {...}`."""
    if len(rest) == 1:
        return rest[0] & (1 << _KIND) - 1, rest[0] >> _KIND << _KIND
    return rest[0], rest[1]


def _offset(field: Any) -> int:
    code: int = field if isinstance(field, int) else field[0]
    return code & (1 << (BF_POS if 16 <= _kind(code) < 22 else _KIND)) - 1


class _Array:
    """Elements one after the other."""

    def __init__(self, address: int, count: int, element: Any, layout: int) -> None:
        self.address, self.count, self.element, self.layout = address, count, element, layout
        self.step = _size_of(element, layout)[0]

    @property
    def size(self) -> int:
        return self.count * self.step

    def _at(self, index: int) -> int:
        if not 0 <= index < self.count:
            raise IndexError("struct: index out of range")
        return self.address + index * self.step

    def __getitem__(self, index: int) -> Any:
        return _load(self._at(index), self.element, self.layout)

    def __setitem__(self, index: int, value: Any) -> None:
        _store(self._at(index), self.element, self.layout, value)


class _Pointer:
    """What the word at an address points to."""

    def __init__(self, address: int, target: Any, layout: int) -> None:
        self.address, self.target, self.layout = address, target, layout
        self.step = _size_of(target, layout)[0]

    def __int__(self) -> int:
        return int.from_bytes(_read(self.address, _POINTER), "big" if self.layout == BIG_ENDIAN else "little")

    def __getitem__(self, index: int) -> Any:
        return _load(int(self) + index * self.step, self.target, self.layout)

    def __setitem__(self, index: int, value: Any) -> None:
        _store(int(self) + index * self.step, self.target, self.layout, value)


def _load(address: int, code: Any, layout: int) -> Any:
    if isinstance(code, dict):
        return struct(address, code, layout)
    letter = _order(layout) + _scalar(code)
    (value,) = _struct.unpack(letter, _read(address, _struct.calcsize(letter)))
    return value


def _store(address: int, code: Any, layout: int, value: Any) -> None:
    letter = _order(layout) + _scalar(code)
    size = _struct.calcsize(letter)
    if letter[1] in "fd":
        _write(address, _struct.pack(letter, value))
    else:
        _write(address, (int(value) & (1 << 8 * size) - 1).to_bytes(size, "big" if layout == BIG_ENDIAN else "little"))


class struct:
    """Memory at an address as fields: attributes read it and write it."""

    def __init__(self, addr: int, descriptor: Any, layout_type: int = NATIVE) -> None:
        if isinstance(addr, struct):
            addr = addr._nc_address
        vars(self).update(_nc_address=addr, _nc_descriptor=descriptor, _nc_layout=layout_type)

    _nc_address: int
    _nc_descriptor: Any
    _nc_layout: int

    def _nc_field(self, name: str) -> tuple[int, Any]:
        if not isinstance(self._nc_descriptor, dict):
            raise TypeError("struct: no fields")
        if name not in self._nc_descriptor:
            raise KeyError(name)
        field = self._nc_descriptor[name]
        return self._nc_address + _offset(field), field

    def __getattr__(self, name: str) -> Any:
        address, field = self._nc_field(name)
        layout = self._nc_layout
        if isinstance(field, int):
            value = _load(address, field, layout)
            return _bits_of(field, value) if 16 <= _kind(field) < 22 else value
        head, *rest = field
        if _kind(head) == _kind(PTR):
            return _Pointer(address, rest[0], layout)
        if _kind(head) == _kind(ARRAY):
            count, element = _array(rest)
            if element == UINT8 and (found := object_at(address)) is not None:
                return bytes_of(found, count)
            return _Array(address, count, element, layout)
        return struct(address, rest[0], layout)

    def __setattr__(self, name: str, value: Any) -> None:
        address, field = self._nc_field(name)
        if not isinstance(field, int):
            raise TypeError("struct: only numbers can be set; set the fields inside")
        if 16 <= _kind(field) < 22:
            position, length = _bits(field)
            mask = (1 << length) - 1
            before = _load(address, field, self._nc_layout)
            value = before & ~(mask << position) | (int(value) & mask) << position
        _store(address, field, self._nc_layout, value)

    def __getitem__(self, index: int) -> Any:
        return self._nc_whole()[index]

    def __setitem__(self, index: int, value: Any) -> None:
        self._nc_whole()[index] = value

    def _nc_whole(self) -> Any:
        """What is described as an array or a pointer, not as fields."""
        if isinstance(self._nc_descriptor, dict):
            raise TypeError("struct: no elements")
        head, *rest = self._nc_descriptor
        if _kind(head) == _kind(PTR):
            return _Pointer(self._nc_address, rest[0], self._nc_layout)
        return _Array(self._nc_address, *_array(rest), self._nc_layout)

    def __bytes__(self) -> bytes:
        return _read(self._nc_address, sizeof(self))


def _bits(field: int) -> tuple[int, int]:
    return field >> BF_POS & 31, field >> BF_LEN & 31


def _bits_of(field: int, value: int) -> int:
    """Bits are a number without a sign, also of signed kinds, as MicroPython has them."""
    position, length = _bits(field)
    return value >> position & (1 << length) - 1
