"""What the levels `size`, `balanced` and `speed` ask of LLVM."""

_ALWAYS = 'nounwind null_pointer_is_valid "no-trapping-math"="true" "frame-pointer"="none"'
_LEVELS = {"size": "minsize optsize ", "balanced": "optsize ", "speed": ""}


def function_attributes(opt: str) -> str:
    """The attributes of a function. Address 0 is memory on a microcontroller, so a null pointer is an address."""
    return _LEVELS[opt] + _ALWAYS
