"""What an operation may do besides computing its result: one flag for each kind of thing that a pass asks about.

    int.add               nothing: it may be dropped, moved and repeated
    int.floordiv          RAISES: it may be repeated, but not dropped, nor moved across anything with an effect
    buffer.store          WRITES_BUFFERS | RAISES
    object.unary          PYTHON: everything

Passes ask these flags, never the names of operations, whether a change is legal.
"""

from enum import Flag, auto


class Effect(Flag):
    """Reads, writes, and what else may happen.

    `LOCALS` is the slot that the attribute `local` names. `BUFFERS` are elements of typed buffers, `POINTED` is what
    lies behind a pointer, memory or a device; both may be the same bytes. `HEAP` is what objects hold, with the global
    variables; `STATICS` are numbers of the module at fixed places. `OUTPUT` is what is printed.
    """

    READS_LOCALS = auto()
    WRITES_LOCALS = auto()
    READS_CELLS = auto()
    WRITES_CELLS = auto()
    READS_BUFFERS = auto()
    WRITES_BUFFERS = auto()
    READS_POINTED = auto()
    WRITES_POINTED = auto()
    READS_HEAP = auto()
    WRITES_HEAP = auto()
    READS_STATICS = auto()
    WRITES_STATICS = auto()
    RAISES = auto()
    """Control may leave for the handler. To make the exception may collect, so what is used there is alive there."""
    ALLOCATES = auto()
    """A collection may run."""
    RUNS_PYTHON = auto()
    """Any code may run; it may store in the locals that another function captures."""
    HANDLERS = auto()
    """Links a handler in or out, or reads what it caught."""
    OUTPUT = auto()
    ENDS = auto()
    """Ends its block."""


PURE = Effect(0)
MEMORY = Effect.READS_BUFFERS | Effect.WRITES_BUFFERS | Effect.READS_POINTED | Effect.WRITES_POINTED
MACHINE = MEMORY | Effect.READS_STATICS | Effect.WRITES_STATICS | Effect.OUTPUT
"""What changes which code may run next to this: all that others can see."""
ALLOCATES = Effect.ALLOCATES | Effect.RAISES
"""An allocation, which raises where memory is used up."""
PYTHON = (
    MEMORY
    | (Effect.READS_CELLS | Effect.WRITES_CELLS | Effect.READS_HEAP | Effect.WRITES_HEAP)
    | (Effect.READS_STATICS | Effect.WRITES_STATICS)
    | (Effect.RAISES | Effect.ALLOCATES | Effect.RUNS_PYTHON | Effect.OUTPUT)
)
"""All that Python code may do."""
CALLS = Effect.ALLOCATES | Effect.RUNS_PYTHON | Effect.READS_HEAP | Effect.WRITES_HEAP | Effect.HANDLERS | Effect.OUTPUT
"""What takes a call in machine code."""
