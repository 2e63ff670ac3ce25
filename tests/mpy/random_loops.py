"""Random functions with loops over objects, most of them small integers at their ends, for any Python."""

import random

_ARITHMETIC = ("+", "-", "*", "//", "%", "&", "|", "^", ">>", "<<")
_COMPARISONS = ("<", "<=", ">", ">=", "==", "!=")
_CONSTANTS = (0, 1, 2, 3, -1, 7, 10, 255, 2**15, -(2**15), 2**29, 2**30 - 1, -(2**30), 2**61, 2**62 - 1, -(2**62))
_FLOATS = ("0.5", "1.5", "2.0", "(-0.25)", "(-0.0)", "0.1", "1e10", "1e300", "1e-300")
_OTHERS = ("True", "2.5", "None", "2**70", "'x'")


class LoopGenerator:
    """One function after the other; `others` lets values of other kinds come in, with `floats` most are floats."""

    def __init__(self, seed: int, *, others: bool, floats: bool = False) -> None:
        self.choose = random.Random(seed)
        self.others = others
        self.floats = floats

    def function(self, name: str) -> str:
        """`def name(a, b, c): ...`, which ends soon and gives all that it knows."""
        self.names = ["a", "b", "c", "x", "y"]
        self.loops = 0
        body = [f"    x = {self._constant()}", f"    y = {self.choose.choice(self.names[:3])}"]
        body += self._loop("    ", 0)
        body += self._statements("    ", 1, inside=False)
        return "\n".join([f"def {name}(a, b, c):", *body, "    return a, b, c, x, y", ""])

    def _constant(self) -> str:
        if self.others and self.choose.random() < 0.08:
            return self.choose.choice(_OTHERS)
        if self.floats and self.choose.random() < 0.7:
            return self.choose.choice(_FLOATS)
        return f"({self.choose.choice(_CONSTANTS[:7] if self.choose.random() < 0.7 else _CONSTANTS)})"

    def _operand(self, depth: int) -> str:
        chance = self.choose.random()
        if chance < 0.55:
            return self.choose.choice(self.names)
        return self._constant() if chance < 0.85 or depth > 1 else f"({self._expression(depth + 1)})"

    def _expression(self, depth: int = 0) -> str:
        chance = self.choose.random()
        if chance < 0.1:
            return f"{self.choose.choice('-~')}{self.choose.choice(self.names)}"
        if chance < 0.16:
            return f"({self._condition(depth + 1)})"
        if self.floats and self.choose.random() < 0.8:
            return f"{self._operand(depth)} {self.choose.choice('+-*/')} {self._operand(depth)}"
        operator = self.choose.choice(_ARITHMETIC[:3] if self.choose.random() < 0.5 else _ARITHMETIC)
        right = self._operand(depth)
        if operator in ("<<", ">>"):
            # What is shifted by a lot takes all memory.
            right = str(self.choose.choice((0, 1, 2, 5, 31)))
        return f"{self._operand(depth)} {operator} {right}"

    def _condition(self, depth: int = 0) -> str:
        if self.choose.random() < 0.15:
            return self.choose.choice(self.names)
        text = f"{self._operand(depth + 1)} {self.choose.choice(_COMPARISONS)} {self._operand(depth + 1)}"
        if depth < 1 and self.choose.random() < 0.2:
            text = f"{text} {self.choose.choice(('and', 'or'))} {self._condition(depth + 1)}"
        return f"not {text}" if self.choose.random() < 0.1 else text

    def _statements(self, indent: str, depth: int, *, inside: bool) -> list[str]:
        return [line for _ in range(self.choose.randint(1, 3)) for line in self._statement(indent, depth, inside)]

    def _statement(self, indent: str, depth: int, inside: bool) -> list[str]:
        chance = self.choose.random()
        target = self.choose.choice(self.names[:5])
        if chance < 0.45:
            # Squares of squares would grow without end.
            return [f"{indent}{target} = {self._expression()}", f"{indent}{target} = cut({target})"]
        if chance < 0.55:
            operator = self.choose.choice(("+", "-", "^", "|", "&"))
            return [f"{indent}{target} {operator}= {self._operand(1)}"]
        if chance < 0.62:
            names = self.choose.sample(self.names[:5], 2)
            return [f"{indent}{names[0]}, {names[1]} = {names[1]}, {self._operand(1)}"]
        if chance < 0.75 and depth < 3:
            lines = [f"{indent}if {self._condition()}:", *self._statements(indent + "    ", depth + 1, inside=inside)]
            if self.choose.random() < 0.4:
                lines += [f"{indent}else:", *self._statements(indent + "    ", depth + 1, inside=inside)]
            return lines
        if chance < 0.85 and depth < 3:
            return self._loop(indent, depth)
        if chance < 0.9 and depth < 3:
            lines = [f"{indent}try:", *self._statements(indent + "    ", depth + 1, inside=inside)]
            lines += [
                f"{indent}except (ValueError, TypeError, ZeroDivisionError):",
                f"{indent}    {target} = {self._constant()}",
            ]
            return lines
        if chance < 0.95 and inside:
            return [f"{indent}if {self._condition()}:", f"{indent}    {self.choose.choice(('break', 'continue'))}"]
        return [f"{indent}{target} = 7 if {self._condition()} else {self._operand(1)}"]

    def _loop(self, indent: str, depth: int) -> list[str]:
        self.loops += 1
        counter = f"i{self.loops}"
        body = self._statements(indent + "    ", depth + 1, inside=True)
        if self.choose.random() < 0.5:
            bounds = self.choose.choice(("9", "3, 11", "10, 0, -2", "b & 7", "0, x & 15, 3", "c - 2, c"))
            head = [f"{indent}for {counter} in range({bounds}):"]
            body = [f"{indent}    y ^= {counter}", *body]
        else:
            head = [f"{indent}{counter} = {self.choose.choice(('0', 'a & 3', '-5'))}"]
            head.append(f"{indent}while {counter} < {self.choose.choice(('8', '5', '(c & 15)'))}:")
            body = [f"{indent}    {counter} += {self.choose.choice(('1', '2'))}", *body]
        if self.choose.random() < 0.3:
            body += [f"{indent}else:", f"{indent}    x = {self._expression()}", f"{indent}    x = cut(x)"]
        return head + body


CUT = """
def cut(value):
    if type(value) is int and not -(2**90) < value < 2**90:
        return value & 0xFFFFFFFFFFFFFFF
    if type(value) is float and value != value:
        return 0.75
    return value if not isinstance(value, str) or len(value) < 99 else ''
"""
"""What keeps values from growing without end."""
