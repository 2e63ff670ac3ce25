"""Integers that are known before a loop: linear forms over what only run time knows, each with the bounds known now.

    len(a) - 2*n + 1        Form(const=1, terms=((len(a), 1), (n, -2)), low=..., high=...)

A term is an operation's value, a product, a quotient by a constant, or the least or greatest of some forms. Forms are
compared by their difference, where equal terms cancel. They are mathematical integers: nothing wraps. `low` and `high`
hold for the forms as they are used: for an access that runs, where what the guard checks besides is true. A form that
could leave 64 bits is refused, so that a guard can compute it in these.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LIMIT = (1 << 63) - 1
_MOST_TERMS = 8
_MOST_MEMBERS = 4
_DEEPEST = 3
"""How far least and greatest are looked into when forms are compared."""

Extreme = Literal["min", "max"]


class TooLarge(Exception):
    """A form that would not fit 64 bits, or that is longer than it is worth."""


@dataclass(eq=False)
class Term:
    """What only run time knows. `kind` is "value" (parts: the value), "product" or "quotient" (two parts), "min"
    or "max" (parts: the forms). Equal terms of one `Forms` are one object.
    """

    number: int
    kind: str
    parts: tuple[object, ...]
    low: int
    high: int


@dataclass(frozen=True)
class Form:
    """`const` and the sum of the terms, each times its factor, in the order in which the terms were made."""

    const: int
    terms: tuple[tuple[Term, int], ...]
    low: int
    high: int

    @property
    def key(self) -> tuple[object, ...]:
        return self.const, self.terms

    @property
    def is_const(self) -> bool:
        return not self.terms

    def clip(self, low: int | None = None, high: int | None = None) -> "Form":
        """The same form where more is known about it."""
        new_low = self.low if low is None or low < self.low else low
        new_high = self.high if high is None or high > self.high else high
        if new_low == self.low and new_high == self.high:
            return self
        return Form(self.const, self.terms, new_low, new_high)


def number(value: int) -> Form:
    return Form(value, (), value, value)


ZERO = number(0)


def _natural(const: int, terms: Iterable[tuple[Term, int]]) -> tuple[int, int]:
    low = high = const
    for term, factor in terms:
        ends = term.low * factor, term.high * factor
        low, high = low + min(ends), high + max(ends)
    return low, high


def natural_ends(form: Form) -> tuple[int, int]:
    """Between what a form lies by its terms alone."""
    return _natural(form.const, form.terms)


def _linear(const: int, factors: dict[Term, int], low: int, high: int) -> Form:
    terms = tuple(sorted(((t, f) for t, f in factors.items() if f), key=lambda item: item[0].number))
    natural = _natural(const, terms)
    if natural[0] < -LIMIT or natural[1] > LIMIT or len(terms) > _MOST_TERMS:
        raise TooLarge
    return Form(const, terms, max(low, natural[0]), min(high, natural[1]))


def add(left: Form, right: Form, times: int = 1) -> Form:
    """`left + times * right`."""
    if not right.terms:
        const, by = left.const + times * right.const, times * right.const
        low, high = left.low + by, left.high + by
        if low < -LIMIT or high > LIMIT:
            raise TooLarge
        return Form(const, left.terms, low, high)
    factors = dict(left.terms)
    for term, factor in right.terms:
        factors[term] = factors.get(term, 0) + times * factor
    ends = right.low * times, right.high * times
    return _linear(left.const + times * right.const, factors, left.low + min(ends), left.high + max(ends))


def sub(left: Form, right: Form) -> Form:
    return add(left, right, -1)


def scale(form: Form, times: int) -> Form:
    return add(ZERO, form, times)


def plus(form: Form, value: int) -> Form:
    return add(form, number(value))


def replace(form: Form, term: Term, member: Form) -> Form:
    """The form with another form in the place of a term."""
    factor = dict(form.terms)[term]
    rest = _linear(form.const, {t: f for t, f in form.terms if t is not term}, -LIMIT * 4, LIMIT * 4)
    return add(rest, member, factor)


def alternatives(form: Form) -> tuple[Term, bool] | None:
    """A term of a form that is the least or greatest of others, and whether all of them bear on `form >= 0`.

    Where they do, the form is not negative exactly if it is not with each in its place, else if with any.
    """
    for term, factor in form.terms:
        if term.kind in ("min", "max"):
            return term, (factor > 0) == (term.kind == "min")
    return None


def not_negative(form: Form, depth: int = 0) -> bool:
    """Whether `form >= 0` is known now."""
    if form.low >= 0:
        return True
    found = alternatives(form) if depth < _DEEPEST else None
    if found is None:
        return False
    term, every = found
    try:
        answers = (not_negative(replace(form, term, part), depth + 1) for part in term.parts if isinstance(part, Form))
        return all(answers) if every else any(answers)
    except TooLarge:
        return False


def at_most(left: Form, right: Form) -> bool:
    """Whether `left <= right` is known now."""
    if left.is_const and right.is_const:
        return left.const <= right.const
    try:
        return not_negative(sub(right, left))
    except TooLarge:
        return False


class Forms:
    """Makes terms, each once."""

    def __init__(self) -> None:
        self._terms: dict[tuple[object, ...], Term] = {}

    def _term(self, kind: str, key: tuple[object, ...], parts: tuple[object, ...], low: int, high: int) -> Form:
        if low < -LIMIT or high > LIMIT:
            raise TooLarge
        full = (kind, key, low, high)
        term = self._terms.get(full)
        if term is None:
            term = self._terms[full] = Term(len(self._terms), kind, parts, low, high)
        return Form(0, ((term, 1),), low, high)

    def value(self, value: object, low: int, high: int) -> Form:
        """A value that an operation gives, within these bounds."""
        return number(low) if low == high else self._term("value", (value,), (value,), low, high)

    def product(self, left: Form, right: Form) -> Form:
        if left.is_const:
            return scale(right, left.const)
        if right.is_const:
            return scale(left, right.const)
        if right.terms[0][0].number < left.terms[0][0].number:
            left, right = right, left
        corners = [a * b for a in (left.low, left.high) for b in (right.low, right.high)]
        key = (left, right)
        return self._term("product", key, key, min(corners), max(corners))

    def quotient(self, form: Form, divisor: int) -> Form:
        """Divided by a positive constant, rounded down."""
        low, high = form.low // divisor, form.high // divisor
        if all(factor % divisor == 0 for _, factor in form.terms):
            factors = {term: factor // divisor for term, factor in form.terms}
            return _linear(form.const // divisor, factors, low, high)
        whole, rest = divmod(form.const, divisor)
        if whole:
            form = Form(rest, form.terms, form.low - whole * divisor, form.high - whole * divisor)
            return plus(self.quotient(form, divisor), whole)
        return self._term("quotient", (form, divisor), (form, divisor), low, high)

    def extreme(self, kind: Extreme, forms: Iterable[Form]) -> Form:
        """The least or greatest of some forms; one that another is known to beat is left out."""
        members: list[Form] = []
        for form in forms:
            members += self._members(kind, form)
        kept: list[Form] = []
        for member in members:
            kept = _joined(kind, kept, member)
        if len(kept) == 1:
            return kept[0]
        # The ends of `uint64` are no form that a guard can compute.
        if len(kept) > _MOST_MEMBERS or any(form.low < -LIMIT or form.high > LIMIT for form in kept):
            raise TooLarge
        kept.sort(key=lambda form: ([(t.number, f) for t, f in form.terms], form.const))
        lows, highs = [form.low for form in kept], [form.high for form in kept]
        low, high = (min(lows), min(highs)) if kind == "min" else (max(lows), max(highs))
        return self._term(kind, tuple(kept), tuple(kept), low, high)

    def _members(self, kind: Extreme, form: Form) -> list[Form]:
        if len(form.terms) == 1:
            term, factor = form.terms[0]
            if term.kind == kind and factor == 1:
                return [plus(part, form.const) for part in term.parts if isinstance(part, Form)]
        return [form]


def _beats(kind: Extreme, left: Form, right: Form) -> bool:
    return at_most(left, right) if kind == "min" else at_most(right, left)


def _joined(kind: Extreme, found: list[Form], form: Form) -> list[Form]:
    if any(_beats(kind, other, form) for other in found):
        return found
    return [other for other in found if not _beats(kind, form, other)] + [form]
