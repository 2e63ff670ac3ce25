"""What a compilation is asked for beside its text: one value that goes through all stages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from nativecomp.ir import FunctionOptions
from nativecomp.targets import Target

Opt = Literal["size", "balanced", "speed"]
OPT_LEVELS: tuple[Opt, ...] = ("size", "balanced", "speed")

Product = Literal["desk", "mpy", "object", "image"]
"""`desk`: all in one object for the function table, as the emulated core runs it. `mpy`: the same code, an object for
each function of an .mpy file. `object`: as C calls it. `image`: with `main()` and the runtime, for a bare board."""

Everything = Literal["", "viper", "native"]

PLAIN = FunctionOptions()


@dataclass(frozen=True)
class Options:
    """
    Attributes:
        target: the core or board.
        opt: what to prefer where a decorator does not say.
        product: what is made.
        functions: the options of what a decorator does not say.
        defines: other values for constants of the module.
        everything: what functions without a decorator are, "viper" or "native"; empty: bytecode, as the code of the
            module and of classes is in any case.
        optimise: the level that mpy-cross calls -O: from 1 on there are no `assert` statements.
        collect: for tests: the code collects garbage before each call of the function table.
    """

    target: Target
    opt: Opt = "balanced"
    product: Product = "desk"
    functions: FunctionOptions = PLAIN
    defines: Mapping[str, int] = field(default_factory=dict)
    everything: Everything = ""
    optimise: int = 0
    collect: bool = False

    @property
    def has_objects(self) -> bool:
        """Whether the code reaches Python's objects: it calls the function table."""
        return self.product in ("desk", "mpy")

    def __post_init__(self) -> None:
        for name, known in (("opt", OPT_LEVELS), ("product", get_args(Product)), ("everything", get_args(Everything))):
            value = getattr(self, name)
            if value not in known:
                words = " or ".join(repr(one) for one in known)
                raise ValueError(f"Options: {name} is {words}, not {value!r}")
