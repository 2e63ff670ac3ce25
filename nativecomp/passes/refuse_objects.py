"""Refuse operations on Python objects, for targets that have none, each where it stands and with what to write instead.

    def f(a: object, n: int) -> int:
      %0: object = local.load local=a
      %1: object = object.attribute %0, name='size'     refused: attribute `size` of a Python object
      %2: int = object.unbox %1                         told already: its operand comes from what was refused
      return %2

An object may come in as a parameter and be passed on, which takes no operation on it. What follows from an operation
that was refused is not refused again. What only makes an object, or names one, is refused where the object is used,
since there the text says what was meant; a function of which nothing else is told is told that.
"""

from collections.abc import Iterable

from nativecomp.ir import EXCEPTIONS, Function, Local, Module, Op
from nativecomp.language.diagnostics import Diagnostics, Span
from nativecomp.language.types import OBJECT

_FAMILIES = ("object.", "cell.", "iterator.", "try.", "raise.object")
_MAKERS = (
    "object.box", "object.const", "object.none", "object.is_end", "object.global", "object.tuple", "try.end",
)  # fmt: skip
"""What makes an object, names one, or tells one from nothing, without saying what for."""

_NO_OBJECTS = "pass what the function needs as numbers, pointers or buffers: this target has no Python objects"
_CALLS = "what is compiled calls decorated functions, of this file and of imported ones, and built-in ones"
_CATCH = "exceptions can be raised here, but not caught: check for the case before"
_GLOBAL = "pass it as a parameter and return its new value"
_ELEMENTS = "only pointers and typed buffers have elements here"
_DELETE = "leave it out: machine values need no freeing"
_IMPORT = "import it at the top of the file, and pass what the function needs"

_BUILTINS = {
    "bytearray": "pass a buffer as a parameter",
    "bytes": "pass a buffer as a parameter",
    "list": "pass a typed buffer",
    "sum": "write the loop",
    "sorted": "sort a typed buffer in place",
    "enumerate": "loop over `range(len(b))`",
    "zip": "loop over `range(len(b))`",
    "reversed": "loop over `range(len(b) - 1, -1, -1)`",
    "round": "write `int(x + 0.5)` for what is not negative",
    "divmod": "write `a // b, a % b`",
    "str": "`print` takes machine values as they are",
    "range": "`range` is for `for` loops over machine integers",
    "isinstance": "the types are known here",
    "open": "open the file outside and pass a buffer",
    "len": "pass the length as an integer, or declare a typed buffer such as `uint8[:]`",
    "print": "it takes numbers and constant strings here: `print(a, b)`",
    "ord": "it takes a constant string of one character here",
}
"""What to write instead of a call of a built-in function."""

_REASONS: dict[str, tuple[str, str]] = {
    "object.list": ("a list is a Python object", "pass a typed buffer such as `int32[:]`, and fill it in a loop"),
    "object.dict": ("a dict is a Python object", _NO_OBJECTS),
    "object.set": ("a set is a Python object", _NO_OBJECTS),
    "object.slice": ("a slice makes a Python object", "pass start and length as integers"),
    "object.subscript": ("this takes an element of a Python object", _ELEMENTS),
    "object.set_subscript": ("this stores into a Python object", _ELEMENTS),
    "object.delete_subscript": ("`del` works on Python objects", _DELETE),
    "object.delete_attribute": ("`del` works on Python objects", _DELETE),
    "object.delete_global": ("a global variable is a Python object", _GLOBAL),
    "object.set_global": ("a global variable is a Python object", _GLOBAL),
    "object.set_attribute": ("this stores an attribute of a Python object", "return the value and store it outside"),
    "object.function": ("a function that is not only called is a Python object", "write a nested `def`, and call it"),
    "object.build_class": ("a class is a Python object", "define it outside of the function"),
    "object.call": ("this calls a Python object", _CALLS),
    "object.call_star": ("a call with stars makes Python objects", "list the arguments"),
    "object.unpack": ("this unpacks a Python object", "return several machine values from a compiled function"),
    "object.unpack_star": ("a starred target makes a Python list", "unpack a fixed number of values"),
    "object.import": ("an import in a function makes a Python object", _IMPORT),
    "object.is": ("`is` compares Python objects", "compare with `==`"),
    "iterator.begin": ("this loops over a Python object", "loop over `range(n)` or a typed buffer"),
    "raise.object": ("the exception is a Python object", "raise a built-in one with a constant string or an integer"),
    "try.begin": ("an exception that is caught is a Python object", _CATCH),
    "cell.load": ("this variable belongs to a function around, which keeps it as an object", "pass it as a parameter"),
    "cell.store": ("this variable belongs to a function around, which keeps it as an object", "return its new value"),
}
"""What to say of an operation whatever it works on."""

_TYPE_OF_PARAMETER = {
    "object.address": "ptr8",
    "object.buffer": "uint8[:]",
    "object.subscript": "uint8[:]",
    "object.set_subscript": "uint8[:]",
    "iterator.begin": "uint8[:]",
    "object.call": "uint8[:]",
}
"""The type that a parameter should be given where an operation takes it; `int` elsewhere."""


def refuse_objects(module: Module, functions: Iterable[Function], diagnostics: Diagnostics) -> None:
    """Report what needs objects in these functions; each that needs some is told at least once."""
    for function in functions:
        _Refusals(function, module, diagnostics).run()


def _is_object(op: Op) -> bool:
    return op.name.startswith(_FAMILIES)


class _Refusals:
    """Those of one function."""

    def __init__(self, function: Function, module: Module, diagnostics: Diagnostics) -> None:
        self.function = function
        self.module = module
        self.diagnostics = diagnostics
        self.told: set[Op | Local] = set()
        """What was refused, and what follows from it."""
        self.places: set[Span | None] = set()

    def run(self) -> None:
        if self.function.collects:
            message = "a parameter such as `*args` collects Python objects"
            self.diagnostics.error(self.function.span, message, "list the parameters")
            return
        ops = self.function.ops
        for op in ops:
            self._visit(op)
        made = [op for op in ops if _is_object(op)]
        if not self.places and self.function.result == OBJECT:
            what = "a value of another type, or `None` where control reaches its end"
            message = f"the result of `{self.function.name}` is a Python object: a `return` or the end gives {what}"
            self.diagnostics.error(self.function.span, message, "declare it, for instance `-> int`")
        elif not self.places and made:
            self._report(made[0], *(self._source(made[0]) or ("this makes a Python object", _NO_OBJECTS)))

    def _visit(self, op: Op) -> None:
        local = op.attributes.get("local")
        is_told = op.name == "try.exception" or any(one in self.told for one in (*op.operands, local))
        if not is_told and op.name not in _MAKERS and (_is_object(op) or self._names_object(op)):
            if self.function.makes_functions and op.name.startswith("cell."):
                return  # the function that it makes is told
            is_told = self._refuse(op)
        elif is_told:
            self._refuse_names(op)
        if is_told:
            self.told |= {op, *([local] if local is not None else [])}

    @staticmethod
    def _names_object(op: Op) -> bool:
        """Whether it moves a global object, or an object out of the function."""
        gives = op.name == "return" and any(operand.type == OBJECT for operand in op.operands)
        return gives or any(operand.name == "object.global" for operand in op.operands)

    def _report(self, op: Op, message: str, hint: str) -> None:
        if op.span not in self.places:
            self.places.add(op.span)
            self.diagnostics.error(op.span or self.function.span, message, hint)

    def _refuse(self, op: Op) -> bool:
        """Tell why an operation cannot be, of itself or of what it works on; whether that was told."""
        if op.name == "object.call" and self._refuse_names(op):
            return True
        reason = self._reason(op)
        if reason is not None:
            self._report(op, *reason)
            return True
        for operand in op.operands:
            reason = self._source(operand, op)
            if reason is not None:
                self._report(operand, *reason)
                return True
        if op.name == "return":
            return False  # that of the function's result is told where nothing else is
        if op.name == "object.binary" and all(operand.name in _MAKERS[:2] for operand in op.operands):
            sign = op.attributes["operator"]
            hint = "write the multiplication" if sign.startswith("**") else "convert the operands to types that have it"
            types = " and ".join(f"`{(operand.operands or [operand])[0].type}`" for operand in op.operands)
            self._report(op, f"`{sign}` of {types} works on Python objects", hint)
            return True
        self._report(op, *_REASONS.get(op.name, ("this works on a Python object", _NO_OBJECTS)))
        return True

    def _refuse_names(self, op: Op) -> bool:
        """Tell of the global names that an operation takes, but for what it calls; whether there are some."""
        given = op.operands[1:] if op.name == "object.call" else op.operands
        notes = self.module.notes
        names = [one for one in given if one.name == "object.global" and one.attributes["name"] in notes]
        for name in names:
            self._report(name, *notes[name.attributes["name"]])
        return bool(names)

    def _reason(self, op: Op) -> tuple[str, str] | None:
        """What is said of an operation itself."""
        name = op.attributes.get("name", "")
        base = op.operands[0] if op.operands else op
        if op.name == "object.method" and name == "__exit__":
            return "`with` works on Python objects", "leave it outside of the function"
        if op.name in ("object.attribute", "object.method") and base.name == "object.box":
            return f"a value of type `{base.operands[0].type}` has no attribute `{name}`", ""
        if op.name == "object.attribute":
            path = f"{base.attributes['name']}.{name}" if base.name == "object.global" else ""
            return self.module.notes.get(path, (f"attribute `{name}` of a Python object", _NO_OBJECTS))
        if op.name == "object.method":
            if name == "format" and base.name == "object.const":
                return (
                    "a text that is put together is a Python object",
                    "`print` takes several machine values: `print(a, b)`",
                )
            path = f"{base.attributes['name']}.{name}" if base.name == "object.global" else ""
            return self.module.notes.get(path, (f"`.{name}(...)` calls a method of a Python object", _CALLS))
        if op.name == "object.call" and base.name == "object.global":
            return self._callee(base.attributes["name"])
        if op.name == "object.binary" and op.attributes["operator"] == "in":
            return "`in` compares Python objects", "compare with `==`, joined by `or`"
        if op.name in _TYPE_OF_PARAMETER or op.name == "object.unpack":
            return None
        return _REASONS.get(op.name)

    def _callee(self, name: str) -> tuple[str, str]:
        """What is said of the call of a global name."""
        if name not in self.module.bound and name in _BUILTINS:
            return f"`{name}(...)` makes or takes Python objects", _BUILTINS[name]
        if name not in self.module.bound and name in EXCEPTIONS:
            message = "the argument of an exception is a constant string or an integer here"
            return message, f"raise it where it is made: `raise {name}(...)`"
        notes = self.module.notes
        return notes.get(f"{name}()") or notes.get(name) or (f"`{name}(...)` calls a Python object", _CALLS)

    def _source(self, op: Op, user: Op | None = None) -> tuple[str, str] | None:
        """What is said of an object by where it comes from; None where its use tells more."""
        if op.name == "object.global":
            name = op.attributes["name"]
            return self.module.notes.get(name, (f"the global variable `{name}` is a Python object", _GLOBAL))
        if op.name == "local.load" and op.attributes["local"] in self.function.params and op.type == OBJECT:
            name = op.attributes["local"].name
            type_ = _TYPE_OF_PARAMETER.get(user.name if user else "", "int")
            return f"`{name}` is a Python object here", f"give the parameter a type: `{name}: {type_}`"
        value = op.attributes["value"] if op.name == "object.const" else None
        if isinstance(value, str):
            return "a string is a Python object", "only `print`, `raise` and `ord` take strings here"
        if isinstance(value, int) and not isinstance(value, bool) and not -(1 << 31) <= value < 1 << 32:
            wide = "int64" if -(1 << 63) <= value < 1 << 63 else "uint64"
            hint = f"compute in 64 bits: `{wide}(...)`" if value < 1 << 64 else "no type is that wide"
            return f"{value} does not fit `int`", hint
        if op.name == "object.box" and user is None:
            return f"a `{op.operands[0].type}` is made a Python object here", "keep to values of one type"
        return None
