"""Interpreter for a small stack language, with an assembler and handlers."""

SIZE = 2200
SIZE_SMALL = 10
CHECK = (19, 150, 0, 22)

PROGRAM = """
    push 0
    store total
    push 1
    store i
loop:
    load i
    load i
    mul
    push 7
    mod
    load total
    add
    store total
    load i
    push 1
    add
    dup
    store i
    load limit
    less
    jumpif loop
    load total
    halt
"""


def assemble(source):
    labels = {}
    lines = []
    for line in source.split("\n"):
        line = line.strip()
        if line.endswith(":"):
            labels[line[:-1]] = len(lines)
        elif line:
            lines.append(line.split())
    code = []
    for words in lines:
        argument = None
        if len(words) > 1:
            argument = words[1]
            if argument in labels:
                argument = labels[argument]
            elif argument.isdigit():
                argument = int(argument)
        code.append((words[0], argument))
    return code


class Machine:
    def __init__(self, code, **variables):
        self.code = code
        self.variables = variables
        self.stack = []
        self.pc = 0
        self.steps = 0
        self.handlers = {
            "push": self.stack.append,
            "load": self.load,
            "store": self.store,
            "dup": self.dup,
            "jumpif": self.jump_if,
        }
        self.binary = {
            "add": lambda a, b: a + b,
            "mul": lambda a, b: a * b,
            "mod": lambda a, b: a % b,
            "less": lambda a, b: a < b,
        }

    def load(self, name):
        self.stack.append(self.variables[name])

    def store(self, name):
        self.variables[name] = self.stack.pop()

    def dup(self, _):
        self.stack.append(self.stack[-1])

    def jump_if(self, target):
        if self.stack.pop():
            self.pc = target

    def run(self):
        while True:
            name, argument = self.code[self.pc]
            self.pc += 1
            self.steps += 1
            if name in self.binary:
                right = self.stack.pop()
                left = self.stack.pop()
                self.stack.append(self.binary[name](left, right))
            elif name == "halt":
                return self.stack.pop()
            else:
                self.handlers[name](argument)


def main(n):
    code = assemble(PROGRAM)
    machine = Machine(code, limit=n)
    result = machine.run()
    return result, machine.steps, len(machine.stack), len(code)
