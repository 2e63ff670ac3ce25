"""DeltaBlue: an incremental solver of one-way constraints with strengths."""

SIZE = 16
SIZE_SMALL = 1
CHECK = (215, 30, 24300)

CHAIN = 24
POINTS = 12


class Strength:
    """How much a constraint matters: the lower the rank, the more."""

    def __init__(self, rank, name):
        self.rank = rank
        self.name = name

    def is_stronger(self, other):
        return self.rank < other.rank

    def is_weaker(self, other):
        return self.rank > other.rank

    def weaker_of(self, other):
        return self if self.rank > other.rank else other


REQUIRED = Strength(0, "required")
STRONG_PREFERRED = Strength(1, "strong preferred")
PREFERRED = Strength(2, "preferred")
STRONG_DEFAULT = Strength(3, "strong default")
NORMAL = Strength(4, "normal")
WEAK_DEFAULT = Strength(5, "weak default")
WEAKEST = Strength(6, "weakest")

DOWNWARD = (REQUIRED, STRONG_PREFERRED, PREFERRED, STRONG_DEFAULT, NORMAL,
            WEAK_DEFAULT, WEAKEST)


class SolverError(Exception):
    pass


class Variable:
    def __init__(self, name, value=0):
        self.name = name
        self.value = value
        self.constraints = []
        self.determined_by = None
        self.mark = 0
        self.walk_strength = WEAKEST
        self.stay = True

    def forget(self, constraint):
        self.constraints.remove(constraint)
        if self.determined_by is constraint:
            self.determined_by = None


class Constraint:
    def __init__(self, strength):
        self.strength = strength

    def add(self, planner):
        self.attach()
        planner.incremental_add(self)

    def destroy(self, planner):
        if self.is_satisfied():
            planner.incremental_remove(self)
        else:
            self.detach()

    def is_input(self):
        return False

    def satisfy(self, mark, planner):
        """Enforces this constraint; answers the one that it displaced."""
        self.choose_method(mark)
        if not self.is_satisfied():
            if self.strength is REQUIRED:
                raise SolverError("a required constraint cannot hold")
            return None
        self.mark_inputs(mark)
        out = self.output()
        displaced = out.determined_by
        if displaced is not None:
            displaced.mark_unsatisfied()
        out.determined_by = self
        if not planner.add_propagate(self, mark):
            raise SolverError("a cycle of constraints")
        out.mark = mark
        return displaced


class UnaryConstraint(Constraint):
    """Says something about one variable, its output."""

    def __init__(self, variable, strength, planner):
        super().__init__(strength)
        self.variable = variable
        self.satisfied = False
        self.add(planner)

    def attach(self):
        self.variable.constraints.append(self)
        self.satisfied = False

    def detach(self):
        self.variable.forget(self)
        self.satisfied = False

    def choose_method(self, mark):
        variable = self.variable
        self.satisfied = (variable.mark != mark and
                          self.strength.is_stronger(variable.walk_strength))

    def is_satisfied(self):
        return self.satisfied

    def mark_unsatisfied(self):
        self.satisfied = False

    def mark_inputs(self, mark):
        pass

    def inputs_known(self, mark):
        return True

    def output(self):
        return self.variable

    def recalculate(self):
        variable = self.variable
        variable.walk_strength = self.strength
        variable.stay = not self.is_input()
        if variable.stay:
            self.execute()

    def execute(self):
        pass


class StayConstraint(UnaryConstraint):
    """The variable keeps its value."""


class EditConstraint(UnaryConstraint):
    """The variable is set from outside."""

    def is_input(self):
        return True


NONE = 0
FORWARD = 1
BACKWARD = 2


class BinaryConstraint(Constraint):
    """Relates two variables; the direction says which is computed."""

    def __init__(self, first, second, strength, planner):
        super().__init__(strength)
        self.first = first
        self.second = second
        self.direction = NONE
        self.add(planner)

    def attach(self):
        self.first.constraints.append(self)
        self.second.constraints.append(self)
        self.direction = NONE

    def detach(self):
        self.first.forget(self)
        self.second.forget(self)
        self.direction = NONE

    def choose_method(self, mark):
        first = self.first
        second = self.second
        strength = self.strength
        self.direction = NONE
        if first.mark == mark:
            if second.mark != mark and \
                    strength.is_stronger(second.walk_strength):
                self.direction = FORWARD
        elif second.mark == mark:
            if strength.is_stronger(first.walk_strength):
                self.direction = BACKWARD
        elif first.walk_strength.is_weaker(second.walk_strength):
            if strength.is_stronger(first.walk_strength):
                self.direction = BACKWARD
        elif strength.is_stronger(second.walk_strength):
            self.direction = FORWARD

    def is_satisfied(self):
        return self.direction != NONE

    def mark_unsatisfied(self):
        self.direction = NONE

    def mark_inputs(self, mark):
        self.input().mark = mark

    def inputs_known(self, mark):
        source = self.input()
        return (source.mark == mark or source.stay or
                source.determined_by is None)

    def input(self):
        return self.first if self.direction == FORWARD else self.second

    def output(self):
        return self.second if self.direction == FORWARD else self.first

    def recalculate(self):
        source = self.input()
        out = self.output()
        out.walk_strength = self.strength.weaker_of(source.walk_strength)
        out.stay = source.stay
        if out.stay:
            self.execute()


class EqualConstraint(BinaryConstraint):
    def execute(self):
        self.output().value = self.input().value


class ScaleConstraint(BinaryConstraint):
    """second = first * scale + offset, where those two only are read."""

    def __init__(self, source, scale, offset, result, strength, planner):
        self.scale = scale
        self.offset = offset
        super().__init__(source, result, strength, planner)

    def attach(self):
        super().attach()
        self.scale.constraints.append(self)
        self.offset.constraints.append(self)

    def detach(self):
        super().detach()
        self.scale.forget(self)
        self.offset.forget(self)

    def mark_inputs(self, mark):
        super().mark_inputs(mark)
        self.scale.mark = mark
        self.offset.mark = mark

    def execute(self):
        if self.direction == FORWARD:
            self.second.value = (self.first.value * self.scale.value +
                                 self.offset.value)
        else:
            self.first.value = ((self.second.value - self.offset.value) //
                                self.scale.value)

    def recalculate(self):
        source = self.input()
        out = self.output()
        out.walk_strength = self.strength.weaker_of(source.walk_strength)
        out.stay = source.stay and self.scale.stay and self.offset.stay
        if out.stay:
            self.execute()


class Plan:
    """Constraints in an order in which they can be executed."""

    def __init__(self):
        self.steps = []

    def add(self, constraint):
        self.steps.append(constraint)

    def execute(self):
        for constraint in self.steps:
            constraint.execute()


class Planner:
    def __init__(self):
        self.current_mark = 0

    def new_mark(self):
        self.current_mark += 1
        return self.current_mark

    def incremental_add(self, constraint):
        mark = self.new_mark()
        displaced = constraint.satisfy(mark, self)
        while displaced is not None:
            displaced = displaced.satisfy(mark, self)

    def incremental_remove(self, constraint):
        out = constraint.output()
        constraint.mark_unsatisfied()
        constraint.detach()
        unsatisfied = self.remove_propagate_from(out)
        for strength in DOWNWARD:
            for other in unsatisfied:
                if other.strength is strength:
                    self.incremental_add(other)

    def make_plan(self, sources):
        mark = self.new_mark()
        plan = Plan()
        todo = sources
        while todo:
            constraint = todo.pop()
            out = constraint.output()
            if out.mark != mark and constraint.inputs_known(mark):
                plan.add(constraint)
                out.mark = mark
                self.add_consumers(out, todo)
        return plan

    def plan_from(self, constraints):
        return self.make_plan([c for c in constraints
                               if c.is_input() and c.is_satisfied()])

    def add_propagate(self, constraint, mark):
        todo = [constraint]
        while todo:
            step = todo.pop()
            out = step.output()
            if out.mark == mark:
                self.incremental_remove(constraint)
                return False
            step.recalculate()
            self.add_consumers(out, todo)
        return True

    def remove_propagate_from(self, out):
        out.determined_by = None
        out.walk_strength = WEAKEST
        out.stay = True
        unsatisfied = []
        todo = [out]
        while todo:
            variable = todo.pop()
            determining = variable.determined_by
            for constraint in variable.constraints:
                if not constraint.is_satisfied():
                    unsatisfied.append(constraint)
                elif constraint is not determining:
                    constraint.recalculate()
                    todo.append(constraint.output())
        return unsatisfied

    def add_consumers(self, variable, todo):
        determining = variable.determined_by
        for constraint in variable.constraints:
            if constraint is not determining and constraint.is_satisfied():
                todo.append(constraint)


def change(variable, value, planner):
    """Sets a variable by an edit and executes the plan a few times."""
    edit = EditConstraint(variable, PREFERRED, planner)
    plan = planner.plan_from([edit])
    for _ in range(5):
        variable.value = value
        plan.execute()
    edit.destroy(planner)
    return len(plan.steps)


def chain_test(length):
    """A chain of equal variables: the first is edited, the last follows."""
    planner = Planner()
    variables = [Variable("v%d" % i) for i in range(length + 1)]
    for i in range(length):
        EqualConstraint(variables[i], variables[i + 1], REQUIRED, planner)
    first = variables[0]
    last = variables[length]
    StayConstraint(last, STRONG_DEFAULT, planner)
    edit = EditConstraint(first, PREFERRED, planner)
    plan = planner.plan_from([edit])
    total = len(plan.steps)
    for value in range(20):
        first.value = value
        plan.execute()
        if last.value != value:
            raise SolverError("the chain did not follow")
        total += last.value
    edit.destroy(planner)
    return total


def projection_test(count):
    """Points scaled and moved: edits in both directions, then of the scale."""
    planner = Planner()
    scale = Variable("scale", 10)
    offset = Variable("offset", 1000)
    sources = []
    results = []
    for i in range(count):
        source = Variable("source", i)
        result = Variable("result", i)
        sources.append(source)
        results.append(result)
        StayConstraint(source, NORMAL, planner)
        ScaleConstraint(source, scale, offset, result, REQUIRED, planner)
    steps = change(sources[count - 1], 17, planner)
    if results[count - 1].value != 1170:
        raise SolverError("projection forward")
    steps += change(results[count - 1], 1050, planner)
    if sources[count - 1].value != 5:
        raise SolverError("projection backward")
    steps += change(scale, 5, planner)
    for i in range(count - 1):
        if results[i].value != i * 5 + 1000:
            raise SolverError("projection scale")
    steps += change(offset, 2000, planner)
    for i in range(count - 1):
        if results[i].value != i * 5 + 2000:
            raise SolverError("projection offset")
    total = 0
    for result in results:
        total += result.value
    return steps, total


def main(n):
    chain = steps = total = 0
    for _ in range(n):
        chain += chain_test(CHAIN)
        more, points = projection_test(POINTS)
        steps += more
        total = (total + points) % 100003
    return chain, steps, total
