"""Slots, pointers and typed buffers: addresses, bounds, and which accesses are a device's."""

from typing import TYPE_CHECKING, Any

from nativecomp.codegen.lower.conversions import convert, resize
from nativecomp.codegen.registry import Value, lowers
from nativecomp.ir import Op
from nativecomp.language.types import BufferType, IntType, PointerType, Type

if TYPE_CHECKING:
    from nativecomp.codegen.function import FunctionLowering


@lowers("local.load")
def local_load(fn: "FunctionLowering", op: Op) -> Value:
    return fn.load_local(op.attributes["local"])


@lowers("local.store")
def local_store(fn: "FunctionLowering", op: Op) -> None:
    fn.store_local(op.attributes["local"], fn.operand(op.operands[0]))


def _word_index(fn: "FunctionLowering", index: Op) -> str:
    assert isinstance(index.type, IntType)
    return resize(fn, fn.single(index), index.type, fn.layout.target.word_bits)


# Pointers


def element_type(element: Any) -> IntType:
    """The integer in memory that an `element` attribute names: a width in bits, a pointer type or an integer type."""
    if isinstance(element, IntType):
        return element
    bits = element.element_bits if isinstance(element, PointerType) else int(element)
    return IntType(f"uint{bits}", bits, False)


def _pointer_access(fn: "FunctionLowering", op: Op) -> tuple[IntType, str, str, str]:
    """The element's type, its address, the `volatile ` that a device asks for, and its alignment.

    A device access is never dropped, merged or moved: that is what LLVM calls volatile. Where nothing is known about
    the pointer it is taken for a device.
    """
    pointer, index = op.operands[:2]
    element = element_type(op.attributes["element"])
    word, size = fn.layout.word, element.bits // 8
    address = fn.single(pointer)
    if fn.constant(index) != 0:
        address = fn.body.value(f"getelementptr i{element.bits}, ptr {address}, {word} {_word_index(fn, index)}")
    device = op.attributes.get("device", "yes")
    is_device = device == "yes" or (device == "parameter" and (fn.device or not fn.function.two_versions))
    align = 1 if fn.layout.target.unaligned else size
    return element, address, "volatile " * is_device, f"align {align}"


@lowers("pointer.load")
def pointer_load(fn: "FunctionLowering", op: Op) -> Value:
    element, address, volatile, align = _pointer_access(fn, op)
    value = fn.body.value(f"load {volatile}i{element.bits}, ptr {address}, {align}")
    if op.attributes.get("device", "yes") == "yes":
        memory_barrier(fn, op)
    return convert(fn, value, element, op.type)


@lowers("pointer.store")
def pointer_store(fn: "FunctionLowering", op: Op) -> None:
    # Python evaluates the value first; the address is only computed here.
    element, address, volatile, align = _pointer_access(fn, op)
    value = convert(fn, fn.operand(op.operands[2]), op.operands[2].type, element)
    if op.attributes.get("device", "yes") == "yes":
        memory_barrier(fn, op)
    fn.body.line(f"store {volatile}i{element.bits} {value}, ptr {address}, {align}")


_COMPARE = {"<": "ult", "<=": "ule", ">": "ugt", ">=": "uge", "==": "eq", "!=": "ne"}


@lowers("pointer.compare")
def pointer_compare(fn: "FunctionLowering", op: Op) -> str:
    left, right = map(fn.single, op.operands)
    return fn.body.value(f"icmp {_COMPARE[op.attributes['predicate']]} ptr {left}, {right}")


@lowers("memory.barrier")
def memory_barrier(fn: "FunctionLowering", op: Op) -> None:
    """What LLVM neither removes nor moves an access to memory across.

    So what was stored before a device is written (the start of a DMA) is in memory by then, and what is loaded behind
    the read of a device (the end of one) is loaded then. There is no instruction: one core sees its own order.
    """
    fn.body.line('call void asm sideeffect "", "~{memory}"()')


# Typed buffers

OUT_OF_RANGE = ("IndexError", "index out of range")


@lowers("buffer.length")
def buffer_length(fn: "FunctionLowering", op: Op) -> Value:
    return convert(fn, fn.operand(op.operands[0])[1], fn.layout.word_type, op.type)


def _checked_index(fn: "FunctionLowering", access: Op, length: str) -> str:
    """The index of an access as a word, after the bounds check: a negative one counts from the end, once."""
    index = access.operands[1]
    assert isinstance(index.type, IntType)
    bits = max(index.type.bits, fn.layout.target.word_bits)
    value = resize(fn, fn.single(index), index.type, bits)
    length = resize(fn, length, fn.layout.word_type, bits)
    known = fn.constant(index)
    if index.type.signed and (known is None or index.type.wrap(int(known)) < 0):
        # What goes aside asks for registers, which a loop that seldom runs leaves to the others.
        small = fn.opt == "size" or (fn.opt == "speed" and bool(access.attributes.get("rare")))
        value = _counted_from_end(fn, f"i{bits}", value, length, small=small)
    else:
        fn.raise_if(fn.body.value(f"icmp uge i{bits} {value}, {length}"), *OUT_OF_RANGE)
    return resize(fn, value, IntType("", bits, False), fn.layout.target.word_bits)


def _counted_from_end(fn: "FunctionLowering", text: str, index: str, length: str, *, small: bool) -> str:
    """The index of an access that is inside, after the check.

    An index from 0 up costs one comparison; another goes aside, is counted from the end and checked there. As no length
    is negative, the sum of index and length carries where the index is from minus the length up, and nowhere else that
    is aside. The `small` form has no way aside.
    """
    body = fn.body
    if small:
        negative = body.value(f"icmp slt {text} {index}, 0")
        from_end = body.value(f"add {text} {index}, {length}")
        index = body.value(f"select i1 {negative}, {text} {from_end}, {text} {index}")
        fn.raise_if(body.value(f"icmp uge {text} {index}, {length}"), *OUT_OF_RANGE)
        return index
    aside, join = body.fresh("aside"), body.fresh("join")
    outside = body.value(f"icmp uge {text} {index}, {length}")
    common_from = body.current
    with body.cold():
        body.label(aside)
        carrying = fn.module.declare(f"llvm.uadd.with.overflow.{text}", f"{{{{ {text}, i1 }}}} {{}}({text}, {text})")
        pair = body.value(f"call {{ {text}, i1 }} {carrying}({text} {index}, {text} {length})")
        from_end = body.value(f"extractvalue {{ {text}, i1 }} {pair}, 0")
        carries = body.value(f"extractvalue {{ {text}, i1 }} {pair}, 1")
        fn.raise_if(body.value(f"xor i1 {carries}, true"), *OUT_OF_RANGE)
        body.line(f"br label %{join}")
        aside_from = body.current
    fn.branch_unlikely(outside, aside, join)
    return body.value(f"phi {text} [ {index}, %{common_from} ], [ {from_end}, %{aside_from} ]")


@lowers("buffer.index")
def buffer_index(fn: "FunctionLowering", op: Op) -> Value:
    return _checked_index(fn, op, str(fn.operand(op.operands[0])[1]))


def _element_address(fn: "FunctionLowering", op: Op, *, checked: bool) -> tuple[Type, str]:
    """The type and the address of a buffer's element. `inbounds` is said only where the index is known to be."""
    buffer, index = op.operands[:2]
    assert isinstance(buffer.type, BufferType)
    parts = fn.operand(buffer)
    element, word = buffer.type.element, fn.layout.word
    if not checked or not op.attributes.get("checked", True):
        offset, flags = _word_index(fn, index), "inbounds nuw "
    elif fn.function.options.bounds:
        offset, flags = _checked_index(fn, op, str(parts[1])), "inbounds nuw "
    else:
        offset, flags = _word_index(fn, index), ""
    element_text = fn.layout.value(element)
    return element, fn.body.value(f"getelementptr {flags}{element_text}, ptr {parts[0]}, {word} {offset}")


def _align(fn: "FunctionLowering", element: Type) -> str:
    """Buffers are checked to be aligned on entry. No core asks for more than its word."""
    assert isinstance(element, IntType) or hasattr(element, "bits")
    return f"align {min(element.bits, fn.layout.target.word_bits) // 8}"


def _load(fn: "FunctionLowering", op: Op, *, checked: bool) -> Value:
    element, address = _element_address(fn, op, checked=checked)
    value = fn.body.value(f"load {fn.layout.value(element)}, ptr {address}, {_align(fn, element)}")
    return convert(fn, value, element, op.type)


@lowers("buffer.load")
def buffer_load(fn: "FunctionLowering", op: Op) -> Value:
    return _load(fn, op, checked=True)


@lowers("buffer.element")
def buffer_element(fn: "FunctionLowering", op: Op) -> Value:
    return _load(fn, op, checked=False)


@lowers("buffer.store")
def buffer_store(fn: "FunctionLowering", op: Op) -> None:
    element, address = _element_address(fn, op, checked=True)
    value = convert(fn, fn.operand(op.operands[2]), op.operands[2].type, element)
    fn.body.line(f"store {fn.layout.value(element)} {value}, ptr {address}, {_align(fn, element)}")
