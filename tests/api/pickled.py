"""Decorated functions that their module has under a name."""

from nativecomp import viper


@viper
def add(a: int, b: int) -> int:
    return a + b


@viper
def tripled(a: int) -> int:
    return a * 3


class Scaler:
    """Holds a factor."""

    def __init__(self, factor: int) -> None:
        self.factor = factor

    @viper
    def scaled(self, value):  # type: ignore[no-untyped-def]
        return self.factor * value

    @staticmethod
    @viper
    def fixed(value: int) -> int:
        return value + 1
