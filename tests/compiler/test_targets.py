"""Target files of the user's that say the wrong kind of thing: told in a sentence."""

from pathlib import Path

import pytest

from nativecomp.targets import TargetError, find_target, list_targets


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("inherits = 5", "`inherits` is the name of a target"),
        ('inherits = "cortex-m3"\nboard = 3', "`board` is a table"),
        ('inherits = "cortex-m3"\nword_bits = "x"', "`word_bits` is 'x'; it takes a value of type int"),
        ('inherits = "cortex-m3"\nkind = "zzz"', "`kind` is 'zzz'; it takes 'core', 'arch', 'chip', 'board'"),
        ('inherits = "cortex-m3"\nmodules = 3', "`modules` holds tables of integers"),
        ('inherits = "cortex-m3"\n[modules.stm]\nGPIOA = "x"', "`modules` holds tables of integers"),
        ('inherits = "microbit"\n[board]\nram_size = "16k"', "`ram_size` is '16k'"),
    ],
)
def test_a_value_of_another_type_is_refused(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text)
    with pytest.raises(TargetError, match=words):
        find_target(str(path))


@pytest.mark.parametrize(
    ("name", "words"), [("esp32", "Xtensa"), ("rv64imc", "mpy-cross"), ("arduino-giga", "bytecode")]
)
def test_what_cannot_be_is_refused_with_the_reason(name: str, words: str) -> None:
    with pytest.raises(TargetError, match=f"`{name}` has .*{words}"):
        find_target(name)


def test_every_target_of_the_package_is_right() -> None:
    assert len(list_targets()) >= 16
