"""What pins do, as a Value Change Dump."""

import re
from pathlib import Path

import pytest

from nativecomp.standins.log import Event
from nativecomp.standins.vcd import vcd_of
from tests.cli.command import nativecomp


def test_changes() -> None:
    events = [Event("Pin 5", "value", 1, 0), Event("PWM 6", "duty_u16", 300, 10), Event("SPI 0", "write", b"x", 11),
              Event("Pin 5", "value", 0, 20)]  # fmt: skip
    text = vcd_of(events, 50)
    names = dict(re.findall(r"\$var \w+ +\d+ (\S+) (\w+) ", text))
    assert sorted(names.values()) == ["PWM_6_duty_u16", "Pin_5"]
    by_name = {name: mark for mark, name in names.items()}
    body = text.partition("$enddefinitions $end")[2]
    assert f"#0\n$dumpvars\n1{by_name['Pin_5']}\n" in body
    assert f"#10\nb100101100 {by_name['PWM_6_duty_u16']}\n#20\n0{by_name['Pin_5']}\n#50" in body
    assert "$timescale 1 us $end" in text


@pytest.mark.parametrize("end", ["", "raise SystemExit(3)\n"])
def test_a_run(tmp_path: Path, end: str) -> None:
    program = "import machine, time\npin = machine.Pin(2)\nfor _ in range(3):\n    pin.toggle()\n    time.sleep_ms(1)\n"
    (tmp_path / "blink.py").write_text(program + end)
    file = tmp_path / "made" / "blink.vcd"
    answer = nativecomp("run", tmp_path / "blink.py", "--vcd", file)
    assert answer.code == (3 if end else 0)
    text = file.read_text()
    assert [line for line in text.splitlines() if line.startswith("#")] == ["#0", "#1000", "#2000", "#3000"]
    answer = nativecomp("run", tmp_path / "blink.py", "--vcd", file, "--image", "--target", "pico")
    assert "--vcd is for the stand-ins of a board's modules" in answer.err
