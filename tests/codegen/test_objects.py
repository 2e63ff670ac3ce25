"""What an object holds: symbols with sizes, a line table, no more; and how long it takes to make one."""

import io
import subprocess
import sys
import time

import pytest
from elftools.elf.elffile import ELFFile

from nativecomp.codegen.plan import CodePlan
from nativecomp.codegen.tuning import LARGEST_OPTIMIZED
from nativecomp.emit.generate import generate
from nativecomp.host import cache
from nativecomp.ir import Function, FunctionOptions
from nativecomp.language.types import NONE, POINTERS
from nativecomp.options import Options
from nativecomp.targets import Target, find_target, list_targets
from tests.codegen.build import CONTEXT, SPAN, function, function_of_op, module

CORES = [target for target in list_targets() if target.kind == "core"]
M4F = find_target("cortex-m4f")


def symbols(object_: bytes) -> dict[str, int]:
    """The defined functions and their sizes."""
    table = ELFFile(io.BytesIO(object_)).get_section_by_name(".symtab")
    return {s.name: s["st_size"] for s in table.iter_symbols() if s["st_info"]["type"] == "STT_FUNC"}


def lines(object_: bytes) -> set[int]:
    """The source lines of the line table."""
    dwarf = ELFFile(io.BytesIO(object_)).get_dwarf_info(relocate_dwarf_sections=False)
    found = set()
    for unit in dwarf.iter_CUs():
        for entry in dwarf.line_program_for_CU(unit).get_entries():
            if entry.state is not None:
                found.add(entry.state.line)
    return found


@pytest.mark.parametrize("target", CORES, ids=lambda t: t.name)
@pytest.mark.parametrize("opt", ["size", "balanced", "speed"])
def test_every_core_and_level(target: Target, opt: str) -> None:
    made = generate(CodePlan(module(function_of_op("int.xor int int")), Options(target, opt)))
    assert symbols(made.object) == {"f": pytest.approx(4, abs=4)}
    assert lines(made.object) == {SPAN.line}
    assert made.undefined == ()
    assert made.functions == {"f": ["f"]}


def test_texts_on_request() -> None:
    made = generate(CodePlan(module(function_of_op("int.floordiv int int")), Options(M4F)))
    assert "define i32 @f" in made.llvm
    assert "sdiv" in made.optimized_llvm
    assert "sdiv" in made.assembly
    assert made.undefined == ("nc_raise",)


def test_the_site_is_in_the_object() -> None:
    made = generate(CodePlan(module(function_of_op("int.floordiv int int")), Options(M4F)))
    for text in (b"ZeroDivisionError\0", b"divide by zero\0", b"test.py\0"):
        assert text in made.object


def device_function() -> Function:
    """Stores twice to a pointer parameter."""
    made, b = function("twice", [("p", POINTERS["ptr32"])])
    made.two_versions = True
    for _ in range(2):
        zero = b.const(0, CONTEXT.int)
        b.op("pointer.store", b.load(made.params[0]), zero, zero, element=32, device="parameter")
    b.op("return")
    return made


def test_two_versions() -> None:
    """The version for devices stores twice; a call picks the version that fits its own arguments."""
    callee = device_function()
    caller, b = function("caller", [("p", POINTERS["ptr32"])])
    caller.two_versions = True
    b.op("call", b.load(caller.params[0]), type_=NONE, callee=callee, device="parameter")
    b.op("return")
    made = generate(CodePlan(module(callee, caller), Options(M4F)))
    assert made.functions == {"twice": ["twice", "twice.device"], "caller": ["caller", "caller.device"]}
    sizes = symbols(made.object)
    assert sizes["twice.device"] == sizes["twice"] + 2
    assert sizes["caller.device"] > sizes["caller"]


def test_options_of_a_function_override_the_level() -> None:
    one = function_of_op("int.add int int")
    one.options = FunctionOptions(opt="size")
    assert "minsize" in generate(CodePlan(module(one), Options(M4F, "speed"))).llvm


def test_names_that_llvm_must_quote() -> None:
    one = function_of_op("int.add int int")
    one.symbol = one.name = 'größe."x" y'
    assert list(symbols(generate(CodePlan(module(one), Options(M4F))).object)) == ['größe."x" y']


def test_compile_time_grows_linearly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(cache.VARIABLE, "")

    def seconds(count: int) -> float:
        functions = []
        for number in range(count):
            one = function_of_op("int.floordiv int int")
            one.name = one.symbol = f"f{number}"
            functions.append(one)
        made = module(*functions)
        started = time.perf_counter()
        generate(CodePlan(made, Options(M4F)))
        return time.perf_counter() - started

    seconds(10)
    # Other work on the machine may come in between.
    assert any(seconds(400) < 15 * min(seconds(40) for _ in range(2)) for _ in range(3))


def test_the_parent_needs_no_llvm() -> None:
    code = "import sys, nativecomp.codegen; sys.exit('llvmlite' in sys.modules or 'elftools' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_very_long_function_is_compiled_without_optimisation() -> None:
    """LLVM takes minutes for what people do not write by hand."""
    made, b = function("long", [("x", CONTEXT.int)], CONTEXT.int)
    for _ in range(LARGEST_OPTIMIZED // 3 + 1):
        b.store(made.params[0], b.op("int.add", b.load(made.params[0]), b.load(made.params[0])))
    b.op("return", b.load(made.params[0]))
    started = time.perf_counter()
    generated = generate(CodePlan(module(made), Options(M4F)))
    assert "optnone" in generated.llvm
    assert time.perf_counter() - started < 20
