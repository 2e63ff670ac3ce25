"""What the builder writes where nothing goes is gone after the first pass."""

import pytest

from tests.mpy.micropython import build

HEAD = "from micropython import viper\n@viper\ndef f(a, items):\n"


@pytest.mark.parametrize(
    "body",
    [
        "    try:\n        raise KeyError\n    finally:\n        items[0] = a",
        "    return a\n    items[0] = a + (1 if items else 2)",
        "    def g(x=a):\n        try:\n            raise x\n        finally:\n            items[0] = 0\n    return g",
        "    for x in items:\n        break\n        items.append(a if x else items)",
    ],
)
def test_code_that_nothing_reaches(body: str) -> None:
    assert build(f"{HEAD}{body}\n")
