"""Check assignments, and give each local its type: that of its first assignment, or of its annotation.

A local, or a result, that begins as a machine value which MicroPython keeps as an object, and gets an object later, is
an object from its beginning. So the types of a function's locals are a fixed point: a round over the body notes which
are too narrow (`widened`, `ignored`), and another round follows until none is.

    x = 0.5             first round: a float
    x = obj             an object: `x` is widened;      second round: `x` is an object from its beginning
"""

import ast

from nativecomp.frontend.infer.annotations import IGNORED_ON_LOCALS, AnnotationError, parse_annotation, type_name
from nativecomp.frontend.infer.conversions import accepts, assignable
from nativecomp.frontend.infer.losses import warn_of_loss, warn_of_lost_bits
from nativecomp.frontend.infer.operators import binary_type
from nativecomp.frontend.infer.rules import FunctionTyping, rule
from nativecomp.frontend.infer.typed import ERROR, deleted_targets, held_type
from nativecomp.language.diagnostics import Located
from nativecomp.language.syntax import walk
from nativecomp.language.types import (
    OBJECT,
    OBJECTS,
    BufferType,
    CellType,
    FloatType,
    LiteralType,
    PointerType,
    TupleType,
    Type,
    is_integer,
    is_number,
)

SMALL = 1 << 30
"""One more than the largest small integer of a board with 32 bits."""


def is_item_by_item(target: ast.expr, value: ast.expr) -> bool:
    """Whether each target of an unpacking gets one item of a display."""
    if not isinstance(target, ast.Tuple | ast.List) or not isinstance(value, ast.Tuple | ast.List):
        return False
    plain = not any(isinstance(item, ast.Starred | ast.Tuple | ast.List) for item in target.elts)
    return plain and len(value.elts) == len(target.elts) and not any(isinstance(i, ast.Starred) for i in value.elts)


@rule(ast.Assign)
def _assign(t: FunctionTyping, node: ast.Assign) -> None:
    value, targets = node.value, node.targets
    if t.function.is_compile_time(node):
        t.type_of(value)
    elif len(targets) == 1 and is_item_by_item(targets[0], value):
        assert isinstance(targets[0], ast.Tuple | ast.List)
        assert isinstance(value, ast.Tuple | ast.List)
        if isinstance(value, ast.Tuple):
            t.type_of(value)
        types = [t.type_of(item) for item in value.elts]
        for target, item, type_ in zip(targets[0].elts, value.elts, types, strict=True):
            store(t, target, item, type_)
    else:
        for target in targets:
            store(t, target, value, t.type_of(value))


def store(t: FunctionTyping, target: ast.expr, value: Located, given: Type) -> None:
    """Check one target, and give a local its type if this is its first assignment."""
    if isinstance(target, ast.Tuple | ast.List):
        _unpack(t, target, value, given)
    elif isinstance(target, ast.Attribute):
        t.object(target.value)
        t.wanted(target, given)
    elif isinstance(target, ast.Subscript):
        _store_element(t, target, value, given)
    elif isinstance(target, ast.Name) and t.is_global(target.id):
        _store_global(t, target, value, given)
    elif isinstance(target, ast.Name):
        _store_name(t, target, value, given)
    else:
        # Where Python refuses another statement of the function, it has not told this one.
        t.error(target, "a starred target must be in a list or tuple", "write `*a, = ...`")


def bind(t: FunctionTyping, name: str, node: ast.stmt | ast.ExceptHandler) -> None:
    """Check a statement that stores an object in a name."""
    store(t, ast.copy_location(ast.Name(name, ast.Store()), node), node, OBJECT)


def _unpack(t: FunctionTyping, target: ast.Tuple | ast.List, value: Located, given: Type) -> None:
    """Unpack a tuple of machine values into as many plain targets, or an object."""
    starred = [item for item in target.elts if isinstance(item, ast.Starred)]
    nested = any(isinstance(item, ast.Tuple | ast.List) for item in target.elts)
    if isinstance(given, TupleType) and not starred and not nested:
        values = value.elts if isinstance(value, ast.Tuple) else [value] * len(given.items)
        types = [t.type_of(item) for item in value.elts] if isinstance(value, ast.Tuple) else given.items
        if len(types) == len(target.elts):
            for item, item_value, type_ in zip(target.elts, values, types, strict=True):
                store(t, item, item_value, type_)
            return
        given = t.error(target, f"{len(types)} values for {len(target.elts)} targets")
    elif is_number(given) or isinstance(given, PointerType):
        hint = "give each name a value: `a, b = 1, 2`"
        given = t.error(target, f"a value of type `{given}` cannot be unpacked", hint)
    t.wanted(target, given)
    if len(starred) > 1:
        t.error(starred[1], "one target can be starred")
    for item in target.elts:
        place = item.value if isinstance(item, ast.Starred) else item
        store(t, place, place, ERROR if given == ERROR else OBJECT)


def _store_element(t: FunctionTyping, target: ast.Subscript, value: Located, given: Type) -> None:
    type_, base = t.type_of(target), t.type_of(target.value)
    if base in OBJECTS:
        t.wanted(target, given)
    elif isinstance(base, TupleType):
        t.error(target, "a tuple cannot be changed", "assign to single locals")
    elif isinstance(base, BufferType):
        static = t.find_static(target.value.id) if isinstance(target.value, ast.Name) else None
        if static is not None and static.is_constant:
            hint = "make it a `bytearray` or an `array`, which are in RAM"
            t.error(target, f"`{static.name}` is a constant table, which stays in flash", hint)
        assignable(t, value, given, base.element, "the element")
    elif isinstance(base, PointerType) and type_ != ERROR:
        warn_of_lost_bits(t, value, given, base)
        assignable(t, value, given, t.context.int, "the element")  # whose low bits are stored


def _store_global(t: FunctionTyping, target: ast.Name, value: Located, given: Type) -> None:
    static = t.find_static(target.id)
    if static is None:
        t.wanted(target, given)
    elif isinstance(static.type, BufferType):
        hint = "store into its elements; or hold an address in a local, which may change"
        t.error(target, f"`{target.id}` is a place in memory here, which stays the same", hint)
    else:
        warn_of_loss(t, target.id, value, given, static.type)
        assignable(t, value, given, static.type, f"global `{target.id}`")


def _store_name(t: FunctionTyping, target: ast.Name, value: Located, given: Type) -> None:
    name, local = target.id, t.find_local(target.id)
    if local is None:
        _begin(t, target, given)
        return
    held = held_type(local)
    if held == ERROR and given != ERROR:
        return
    if isinstance(local.type, CellType) and isinstance(given, PointerType | BufferType):
        hint = "keep the object, and cast it where it is used: `ptr8(x)`"
        t.error(target, f"`{name}` is used by an inner function, and cannot hold a `{given}`", hint)
    elif given == OBJECT and name in t.loose:
        t.function.widened.add(name)
    elif t.unassigned.pop(name, None) is not None and not accepts(given, held):
        t.function.ignored.add(name)
    else:
        warn_of_loss(t, name, value, given, held)
        assignable(t, value, given, held, f"local `{name}`")


def _begin(t: FunctionTyping, target: ast.Name, given: Type) -> None:
    """The first assignment of a local."""
    name = target.id
    if not t.program.is_own_local(t.function.source, name):
        hint = "assign it in the enclosing function first, or pass it as a parameter"
        t.error(target, f"`{name}` is not a local of this function", hint)
        return
    is_object = given in OBJECTS or t.context.is_wide(given) or name in t.function.deleted | t.function.widened
    if is_object or (isinstance(given, TupleType) and _is_assigned_again(t, name)):
        given = OBJECT
    local = t.new_local(name, t.context.default(given))
    if isinstance(given, LiteralType):
        t.guessed.add(name)
    # A literal that is no small integer on 32-bit boards is an object in MicroPython, as a float is.
    is_long = isinstance(given, LiteralType) and not -SMALL <= given.value < SMALL
    if isinstance(local.type, FloatType) or is_long:
        t.loose.add(name)


def _is_assigned_again(t: FunctionTyping, name: str) -> bool:
    """Whether a name is assigned more than once: then a tuple in it may give way to anything."""
    nodes = walk(t.function.source.node)
    return sum(isinstance(n, ast.Name) and n.id == name and isinstance(n.ctx, ast.Store) for n in nodes) > 1


# Annotations


@rule(ast.AnnAssign)
def _annotated_assign(t: FunctionTyping, node: ast.AnnAssign) -> None:
    given = t.type_of(node.value) if node.value is not None else None
    if not t.function.source.is_class and isinstance(node.target, ast.Name):
        if t.function.is_compile_time(node):
            return
        _annotate(t, node, node.target.id, given)
    if node.value is not None and given is not None:
        store(t, node.target, node.value, given)


def _annotate(t: FunctionTyping, node: ast.AnnAssign, name: str, given: Type | None) -> None:
    declared, known = _annotation(t, node.annotation), t.function.locals.get(name)
    if declared is None:
        return
    if known is None:
        _declare(t, node, name, declared, given)
    elif held_type(known) not in (declared, ERROR):
        message = f"this annotation says nothing: `{name}` is `{held_type(known)}` already"
        t.warning(node.annotation, message, "annotate its first assignment, or leave it out")


def _declare(t: FunctionTyping, node: ast.AnnAssign, name: str, declared: Type, given: Type | None) -> None:
    """Give a local the type of its annotation, if its first value can have that type; else warn.

    MicroPython ignores annotations of locals. So one that its compiler takes must not be refused here, and one that
    changes what is computed is told where nothing says that the file is written for nativecomp.
    """
    if name in t.function.ignored or (given is not None and not accepts(given, declared)):
        message = f"this annotation says nothing: the value of `{name}` is no `{declared}`"
        hint = f"write `{name} = {declared}(...)`, or leave the annotation out"
        if isinstance(given, LiteralType) and is_integer(given) and is_integer(declared):
            message = f"this annotation says nothing: {given.value} does not fit `{declared}`"
            hint = f"declare a wider type, or write `{declared}({given.value})` for its low bits"
        t.warning(node.annotation, message, hint)
        return
    own = t.context.default(given) if given is not None else declared
    if own not in (declared, ERROR) and not t.program.imports_types:
        message = f"`{name}` is `{declared}` here; MicroPython ignores the annotation and makes it `{own}`"
        hint = f"write `{name} = {declared}(...)`, or `from nativecomp import {declared}` to say that it is meant"
        t.warning(node.annotation, message, hint)
    t.new_local(name, declared)
    if node.value is None:
        t.unassigned[name] = node.annotation


def _annotation(t: FunctionTyping, node: ast.expr) -> Type | None:
    """The type, or None for an annotation that describes Python objects, which is no matter of ours."""
    named = node.value if isinstance(node, ast.Subscript) else node
    if type_name(named) in IGNORED_ON_LOCALS or (isinstance(node, ast.Constant) and node.value is None):
        return None
    try:
        return parse_annotation(node, t.context)
    except AnnotationError as error:
        t.warning(error.node, f"this annotation says nothing: {error}", error.hint or "leave it out")
        return None


# Other statements and expressions that store


@rule(ast.AugAssign)
def _augmented_assign(t: FunctionTyping, node: ast.AugAssign) -> None:
    # The target is read first: its type is that of the same expression as a value.
    target = node.target
    if not isinstance(target, ast.Name):
        left = t.type_of(target)
    elif t.is_global(target.id):
        static = t.find_static(target.id)
        left = static.type if static is not None else OBJECT
    elif (local := t.find_local(target.id)) is not None:
        left = held_type(local)
    else:
        t.error(target, f"local `{target.id}` is used before its type is known", f"assign `{target.id}` first")
        return
    store(t, target, node, binary_type(t, node, node.op, left, t.value_type(node.value)))


@rule(ast.NamedExpr)
def _named(t: FunctionTyping, node: ast.NamedExpr) -> Type:
    store(t, node.target, node.value, t.type_of(node.value))
    local = t.find_local(node.target.id)
    if local is not None:
        return held_type(local)
    if not t.is_global(node.target.id):
        return ERROR
    static = t.find_static(node.target.id)
    return static.type if static is not None else OBJECT


@rule(ast.Delete)
def _delete(t: FunctionTyping, node: ast.Delete) -> None:
    for target in deleted_targets(node.targets):
        if isinstance(target, ast.Name):
            local = t.find_local(target.id)
            if local is not None and not (isinstance(local.type, CellType) or local.type in (OBJECT, ERROR)):
                hint = "leave it out: machine values need no freeing"
                t.error(target, f"`{target.id}` is `{local.type}`, which is always there", hint)
            elif local is None and not t.is_global(target.id):
                t.error(target, f"`{target.id}` is no local that has been assigned")
        elif isinstance(target, ast.Attribute):
            t.object(target.value)
        elif isinstance(target, ast.Subscript):
            if t.type_of(target.value) not in (*OBJECTS, ERROR):
                t.error(target, "an element of machine memory cannot be deleted")
            t.type_of(target)
