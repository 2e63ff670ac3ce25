"""Functions of one operation each on any objects, and values at which small integers end."""

ARITHMETIC = ("+", "-", "*", "//", "%", "<<", ">>", "&", "|", "^")
COMPARISONS = ("<", ">", "==", "<=", ">=", "!=")
_CONSTANTS = {
    "+": (1, -1, 1000, 2**30 - 1), "-": (1, -5, -(2**30)), "*": (3, -1, 10, 0, 65536), "//": (8, 10, 1, -3),
    "%": (8, 10, 1, -3), "<<": (0, 3, 29, 40), ">>": (0, 3, 31, 64), "&": (1, -2), "|": (6,), "^": (-1, 5),
}  # fmt: skip


def functions() -> dict[str, str]:
    """Bodies of functions of `a` and `b` by their names."""
    found: dict[str, str] = {}
    for operator in ARITHMETIC:
        bodies = [f"return a {operator} b", f"a {operator}= b\n    return a", f"return 7 {operator} b"]
        bodies += [f"return a {operator} ({constant})" for constant in _CONSTANTS[operator]]
        found |= {f"f{len(found) + number}": body for number, body in enumerate(bodies)}
    for operator in COMPARISONS:
        bodies = [f"return a {operator} b", f"if a {operator} b:\n        return 1\n    return 2"]
        bodies.append(f"while a {operator} 5:\n        return 1\n    return 2")
        found |= {f"f{len(found) + number}": body for number, body in enumerate(bodies)}
    bodies = ["return -a", "return ~a", "return +a", "return not a", "return 1 if a else 2"]
    bodies.append("return 1 if a and b else 2")
    return found | {f"f{len(found) + number}": body for number, body in enumerate(bodies)}


def source(decorator: str) -> str:
    """All functions, and a class whose instances take part."""
    text = [f"{decorator}\ndef {name}(a, b):\n    {body}\n" for name, body in functions().items()]
    return "".join(text)


VALUES = """
class Number(int):
    pass
class Odd:
    def __add__(self, other): return "add"
    def __radd__(self, other): return "radd"
    def __lt__(self, other): return []
    def __gt__(self, other): return "gt"
    def __eq__(self, other): return 5
    def __bool__(self): return False
ENDS = [e + d for bits in (15, 16, 30, 31, 61, 62, 63) for e in (1 << bits, -(1 << bits)) for d in (-1, 0, 1)]
VALUES = [0, 1, -1, 2, -3, 5, 7, 29, 30, 31, 32, 62, 63, 64, True, False, 2.5, -0.0, 1 << 80, None]
VALUES += ENDS + ["x", (), Odd()]
"""
