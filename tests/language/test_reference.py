"""The reference interpreter agrees with every result written by hand, for both word sizes."""

from __future__ import annotations

import pytest

from tests.language.cases import TOPICS, read_topic
from tests.reference import Program


@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("topic", TOPICS)
def test_interpreter(topic: str, bits: int) -> None:
    source, cases = read_topic(topic)
    program = Program(source, word_bits=bits, float_bits=bits)
    program.check()
    failures = []
    for case in cases:
        if case.applies(bits, bits):
            result = program.call(case.function, case.arguments())
            after = [b for b in result.buffers if b is not None]
            failures.append(case.failure(result.value, result.exception, after))
    assert not [f for f in failures if f]


def test_there_are_enough_cases() -> None:
    counts = {topic: len(read_topic(topic)[1]) for topic in TOPICS}
    assert all(count >= 20 for count in counts.values()), counts
    assert sum(counts.values()) > 900
