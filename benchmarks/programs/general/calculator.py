"""Tokenizer and recursive descent parser for arithmetic expressions."""

SIZE = 100
SIZE_SMALL = 2
CHECK = (95, 92, 1, 6)

EXPRESSIONS = (
    "1 + 2 * 3",
    "(1 + 2) * -3 - x",
    "y = 2 * (x + 7) % 5",
    "max(3, min(x, 10), y) - 4 * y",
    "x = x * 17 % 101 + 100 / (y + 1)",
    "3 + * 4",
    "z + 1",
    "12 / (5 - 5)",
)


class SyntaxProblem(Exception):
    pass


def tokenize(text):
    tokens = []
    i = 0
    while i < len(text):
        letter = text[i]
        start = i
        i += 1
        if letter.isspace():
            continue
        if letter.isdigit():
            while i < len(text) and text[i].isdigit():
                i += 1
            tokens.append(("number", int(text[start:i])))
        elif letter.isalpha():
            while i < len(text) and text[i].isalpha():
                i += 1
            tokens.append(("name", text[start:i]))
        else:
            tokens.append((letter, None))
    tokens.append(("end", None))
    return tokens


class Parser:
    def __init__(self, variables):
        self.variables = variables

    def run(self, text):
        self.tokens = tokenize(text)
        self.position = 0
        if self.tokens[1][0] == "=":
            self.position = 2
        value = self.sum()
        self.expect("end")
        if self.tokens[1][0] == "=":
            self.variables[self.tokens[0][1]] = value
        return value

    def accept(self, *kinds):
        kind, value = self.tokens[self.position]
        if kind in kinds:
            self.position += 1
            self.value = value
            return kind
        return None

    def expect(self, kind):
        if not self.accept(kind):
            raise SyntaxProblem(kind)

    def sum(self):
        value = self.product()
        while operator := self.accept("+", "-"):
            right = self.product()
            value += right if operator == "+" else -right
        return value

    def product(self):
        value = self.factor()
        while operator := self.accept("*", "/", "%"):
            right = self.factor()
            if operator == "*":
                value *= right
            else:
                value = value // right if operator == "/" else value % right
        return value

    def factor(self):
        if self.accept("-"):
            return -self.factor()
        if self.accept("number"):
            return self.value
        if self.accept("("):
            value = self.sum()
            self.expect(")")
            return value
        self.expect("name")
        name = self.value
        if self.accept("("):
            arguments = [self.sum()]
            while self.accept(","):
                arguments.append(self.sum())
            self.expect(")")
            return max(*arguments) if name == "max" else min(*arguments)
        return self.variables[name]


def main(n):
    variables = {"x": 3, "y": 1}
    parser = Parser(variables)
    total = problems = 0
    for _ in range(n):
        for text in EXPRESSIONS:
            try:
                total += parser.run(text)
            except (SyntaxProblem, KeyError, ZeroDivisionError):
                problems += 1
    return total, variables["x"], variables["y"], problems
