"""Where compiled code raises, and what."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RaiseSite:
    """One `raise` or failed check. `exception` is the class's name; `message` None where there is no text."""

    exception: str
    message: str | None
    function: str
    file: str
    line: int
