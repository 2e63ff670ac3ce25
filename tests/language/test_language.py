"""Every rule, compiled: each topic is one module for each core and level; the levels of a core take turns."""

from __future__ import annotations

from typing import Any

import pytest

import nativecomp
from nativecomp.targets import find_target
from tests.language.cases import TOPICS, Case, contents, read_topic
from tests.matrix import turns

TARGETS = ("cortex-m0", "cortex-m3", "cortex-m4f", "cortex-m7d", "rv32imc", "x86-64")
OPTS = ("size", "balanced", "speed")


def outcome(function: Any, case: Case) -> str | None:
    arguments = case.arguments()
    value, error = None, None
    try:
        value = function(*arguments)
    except Exception as raised:
        error = raised
    return case.failure(value, error, contents(arguments))


@pytest.mark.parametrize(("topic", "target", "opt"), turns(TOPICS, TARGETS, OPTS))
def test_topic(topic: str, target: str, opt: str) -> None:
    source, cases = read_topic(topic)
    core = find_target(target)
    module = nativecomp.load_source(source, name=f"{topic}.py", target=target, opt=opt)
    failures = [
        outcome(getattr(module, case.function), case) for case in cases if case.applies(core.word_bits, core.float_bits)
    ]
    assert not [f for f in failures if f]
