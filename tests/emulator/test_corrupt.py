"""Damaged object files are refused with a sentence, or load; nothing else happens."""

import random

import pytest

from nativecomp.emulator import LoadError, Machine
from nativecomp.targets import find_target
from tests.emulator.build import compile_c

SOURCE = """
extern int host(int); int zero[4]; static const char *const texts[] = {"a", "b"};
int work(int n) { zero[n & 3] = n; return host(texts[n & 1][0]) + zero[1]; }
"""


@pytest.mark.parametrize("core", ["cortex-m0", "cortex-m4f", "x86-64"])
def test_damage(core: str) -> None:
    good = compile_c(SOURCE, core)
    target = find_target(core)
    chance = random.Random(1)
    loaded = 0
    for _ in range(300):
        data = bytearray(good)
        for _ in range(chance.randint(1, 6)):
            # Mostly the header and the section headers at the end, where damage matters.
            position = chance.choice((chance.randrange(64), len(data) - 1 - chance.randrange(2000)))
            data[max(position, 0)] = chance.randrange(256)
        del data[chance.choice((len(data), chance.randrange(len(data)))) :]
        try:
            machine = Machine(bytes(data), target, hooks={"host": lambda m, words: 0})
        except LoadError:
            continue
        loaded += 1
        assert machine.lines.find(0) is None
    assert loaded
