"""Write what must hold before a loop as operations that compute it there.

    len(a) - 1 - limit >= 0  ->         %0: int = buffer.length ...
                                        %1: int = local.load local=limit
                                        %2: bool = int.compare %0, %1, predicate='>'

Two values are compared as they are; longer forms are computed in 32 bits where they fit, else in 64.
"""

from math import gcd
from typing import Any

from nativecomp.ir import Op
from nativecomp.language.types import BOOL, FIXED_INTS, INT64, IntType, Type
from nativecomp.passes.forms import Form, Term, TooLarge, alternatives, natural_ends, not_negative, replace
from nativecomp.passes.interval import INT32, Narrow, Need, Needs, Small
from nativecomp.passes.values import Value

_CARRIED = ("int.compare",)
_FAR = 1 << 30
_NEAR = 1 << 10
_STEEP = 1 << 14
"""As good as never met is a need for a length above `_FAR`, for other values above `_NEAR`, for a multiple of a value
from `_STEEP` on."""
_FACTOR_BITS, _SUMMAND_BITS = 15, 28
"""What the values of a guard that would not fit a word are assumed to have, in a product and elsewhere."""


def conditions(needs: Needs) -> list[Need] | None:
    """The needs that only run time can decide, each as simple as can be; None where one is known not to hold."""
    found: list[Need] = []
    todo = list(needs)
    while todo:
        need = todo.pop()
        if not isinstance(need, Form):
            found.append(need)
            continue
        if not_negative(need):
            continue
        far = _FAR if any(factor > 0 and _is_length(term) for term, factor in need.terms) else _NEAR
        if need.high < 0 or need.const <= -far or any(abs(factor) >= _STEEP for _, factor in need.terms):
            # Not, or as good as never: it comes of a value of which nothing but its type is known.
            return None
        split = alternatives(need)
        if split is not None and split[1]:
            try:
                todo += [replace(need, split[0], part) for part in split[0].parts if isinstance(part, Form)]
                continue
            except TooLarge:
                pass
        found.append(need)
    return found


def _is_length(term: Term) -> bool:
    return any(isinstance(part, Value) and part.kind == "buffer.length" for part in term.parts)


def strongest(needs: list[Need]) -> list[Need]:
    """Without those that others say too: of forms that differ by a constant, the least. Short ones come first.

    Values that must have at most so many bits are one need.
    """
    forms: dict[object, Form] = {}
    others: list[Need] = []
    small: dict[int, set[Small]] = {}
    for need in needs:
        if isinstance(need, Small):
            small.setdefault(need.bits, set()).add(need)
            continue
        if isinstance(need, Form):
            known = forms.get(need.terms)
            forms[need.terms] = need if known is None or need.const < known.const else known
        elif need not in others:
            others.append(need)
    order = sorted(forms.values(), key=lambda f: (len(f.terms), [(t.number, c) for t, c in f.terms]))
    return [*(_together(bits, parts) for bits, parts in sorted(small.items())), *others, *order]


def _together(bits: int, parts: set[Small]) -> Small:
    values = {value for part in parts for value in part.values}
    below_zero = {value for part in parts for value in part.below_zero}

    def ordered(values: set[Value]) -> tuple[Value, ...]:
        return tuple(sorted(values, key=lambda value: value.number))

    return Small(ordered(values - below_zero), bits, ordered(below_zero))


def _compares_two(form: Form) -> bool:
    """Whether a form says that a value is not below another one, or a constant: a comparison needs no wider type."""
    if any(term.kind != "value" or abs(factor) != 1 for term, factor in form.terms):
        return False
    return len(form.terms) == 1 or (form.const in (0, -1) and sum(factor for _, factor in form.terms) == 0)


def are_plausible(needs: list[Need]) -> bool:
    """Whether needs may well hold: not where two forms leave a sum of values one number, or none.

    -4 * n + 3 >= 0, n >= 0        n is 0
    """
    least: dict[tuple[tuple[Term, int], ...], int] = {}
    for need in needs:
        if isinstance(need, Form) and need.terms:
            common = gcd(*(factor for _, factor in need.terms))
            terms, const = tuple((term, factor // common) for term, factor in need.terms), need.const // common
            least[terms] = min(const, least.get(terms, const))
    opposite = {tuple((term, -factor) for term, factor in terms): const for terms, const in least.items()}
    return all(const + opposite[terms] > 0 for terms, const in least.items() if terms in opposite)


def is_simple(need: Need) -> bool:
    """Whether a need is a sum of values and products: not one that asks for the least or greatest of several, which
    comes of values that are known badly."""
    return not isinstance(need, Form) or all(term.kind not in ("min", "max") for term, _ in need.terms)


def assumptions(needs: list[Need], word: IntType) -> dict[Value, Small]:
    """The values that make needs longer than a word, with how small they must be so that none is.

    What a need says is not below zero is not; of others, that is not assumed.
    """
    found: dict[Value, int] = {}
    natural: set[Value] = set()

    def look(form: Form, bits: int) -> None:
        for term, _ in form.terms:
            inner = _FACTOR_BITS if term.kind == "product" else bits
            for part in term.parts:
                if isinstance(part, Form):
                    look(part, inner)
                elif isinstance(part, Value) and isinstance(part.type, IntType) and part.kind != "buffer.length":
                    found[part] = min(inner, found.get(part, inner))

    for need in needs:
        if not isinstance(need, Form):
            continue
        low, high = natural_ends(need)
        if not (word.minimum <= low and high <= word.maximum) and not _compares_two(need):
            look(need, _SUMMAND_BITS)
        if len(need.terms) == 1 and need.terms[0][1] > 0 and need.const <= 0:
            natural.update(part for part in need.terms[0][0].parts if isinstance(part, Value))
    return {
        value: Small((value,), bits) if value in natural or not value.type.signed else Small((), bits, (value,))
        for value, bits in found.items()
        if isinstance(value.type, IntType) and value.type.bits > bits + value.type.signed
    }


class GuardWriter:
    """Writes conditions into `ops`."""

    def __init__(self, word_bits: int) -> None:
        self.ops: list[Op] = []
        self._narrow = INT32 if word_bits == 32 else INT64
        self._known: dict[tuple[object, ...], Op] = {}

    def _op(self, name: str, *operands: Op, type_: Type, **attributes: Any) -> Op:
        key = (name, operands, type_, tuple(attributes.items()))
        op = self._known.get(key)
        if op is None:
            op = self._known[key] = Op(name, list(operands), type_, attributes)
            self.ops.append(op)
        return op

    def _const(self, value: int, type_: IntType) -> Op:
        return self._op("const", type_=type_, value=type_.wrap(value))

    def condition(self, need: Need) -> Op:
        """A `bool` that says whether the need holds."""
        if isinstance(need, Narrow):
            return self._is_narrow(need.value)
        if isinstance(need, Small):
            return self._are_small(need)
        assert isinstance(need, Form)
        return self._is_pair(need) or self._compare(self._linear(need, self._holder(*natural_ends(need))), ">=", 0)

    def _compare(self, left: Op, predicate: str, right: int) -> Op:
        assert isinstance(left.type, IntType)
        inside = left.type.minimum <= right <= left.type.maximum
        number = self._const(right, left.type if inside else INT64)
        return self._op("int.compare", left, number, type_=BOOL, predicate=predicate)

    def _is_narrow(self, value: Value) -> Op:
        op = self.value(value)
        low, high = self._compare(op, ">=", INT32.minimum), self._compare(op, "<=", INT32.maximum)
        return self._op("bool.and", low, high, type_=BOOL)

    def _are_small(self, need: Small) -> Op:
        """All bits of all values together, as an unsigned number. One below zero must not be has the highest bit of its
        type; where it may be, it is inverted, which takes it to as many bits."""
        types = [value.type for value in (*need.values, *need.below_zero)]
        widest = max(type_.bits for type_ in types if isinstance(type_, IntType))
        signed, unsigned = FIXED_INTS[f"int{widest}"], FIXED_INTS[f"uint{widest}"]
        ops = [self._as(self.value(value), signed) for value in need.values]
        for value in need.below_zero:
            op = self._as(self.value(value), signed)
            sign = self._op("int.shr", op, self._const(widest - 1, signed), type_=signed)
            ops.append(self._op("int.xor", op, sign, type_=signed))
        together = ops[0]
        for op in ops[1:]:
            together = self._op("int.or", together, op, type_=signed)
        return self._compare(self._as(together, unsigned), "<=", need.high)

    def _is_pair(self, form: Form) -> Op | None:
        """The comparison of a value with another one or a constant, as they are."""
        if not _compares_two(form):
            return None
        more = [self._leaf(term) for term, factor in form.terms if factor > 0]
        less = [self._leaf(term) for term, factor in form.terms if factor < 0]
        if len(more) == 1 and not less:
            return self._compare(more[0], ">=", -form.const)
        if len(less) == 1 and not more:
            return self._compare(less[0], "<=", form.const)
        predicate = ">" if form.const else ">="
        return self._op("int.compare", more[0], less[0], type_=BOOL, predicate=predicate)

    # Values

    def value(self, value: Value) -> Op:
        """An operation that computes a value known before the loop."""
        if value.kind == "outer":
            op: Op = value.data
            return op
        if value.kind == "entry":
            return self._op("local.load", type_=value.type, local=value.data)
        if value.kind == "const":
            return self._op("const", type_=value.type, value=value.data)
        operands = [self.value(arg) for arg in value.args]
        attributes = {"predicate": value.data} if value.kind in _CARRIED else {}
        return self._op(value.kind, *operands, type_=value.type, **attributes)

    def _leaf(self, term: Term) -> Op:
        value = term.parts[0]
        assert isinstance(value, Value)
        return self.value(value)

    # Forms

    def _holder(self, low: int, high: int) -> IntType:
        fits = self._narrow.minimum <= low and high <= self._narrow.maximum
        return self._narrow if fits else INT64

    def _as(self, op: Op, type_: IntType) -> Op:
        return op if op.type == type_ else self._op("convert", op, type_=type_)

    def _linear(self, form: Form, type_: IntType) -> Op:
        """A form in a type that holds it: sums and products may wrap on the way, the result is right."""
        total: Op | None = None
        for term, factor in sorted(form.terms, key=lambda item: item[1] < 0):
            op = self._term(term, type_)
            if abs(factor) != 1:
                op = self._op("int.mul", op, self._const(abs(factor), type_), type_=type_)
            if total is None:
                total = op if factor > 0 else self._op("int.neg", op, type_=type_)
            else:
                total = self._op("int.add" if factor > 0 else "int.sub", total, op, type_=type_)
        if total is None:
            return self._const(form.const, type_)
        return self._op("int.add", total, self._const(form.const, type_), type_=type_) if form.const else total

    def _term(self, term: Term, type_: IntType) -> Op:
        parts = term.parts
        if term.kind == "value":
            return self._as(self._leaf(term), type_)
        if term.kind == "product":
            left, right = (self._linear(part, type_) for part in parts if isinstance(part, Form))
            return self._op("int.mul", left, right, type_=type_)
        members = [part for part in parts if isinstance(part, Form)]
        holder = self._holder(min(m.low for m in members), max(m.high for m in members))
        ops = [self._linear(member, holder) for member in members]
        if term.kind == "quotient":
            divisor = parts[1]
            assert isinstance(divisor, int)
            return self._as(self._divided(ops[0], divisor, holder), type_)
        result = ops[0]
        for op in ops[1:]:
            result = self._op(f"int.{term.kind}", result, op, type_=holder)
        return self._as(result, type_)

    def _divided(self, op: Op, divisor: int, type_: IntType) -> Op:
        if divisor & (divisor - 1) == 0:
            return self._op("int.shr", op, self._const(divisor.bit_length() - 1, type_), type_=type_)
        return self._op("int.floordiv", op, self._const(divisor, type_), type_=type_)
