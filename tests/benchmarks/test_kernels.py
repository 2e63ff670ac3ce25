"""Every kernel means the same in Python, by the reference interpreter, and in C."""

import pytest

from benchmarks.catalogue import FORMS, NEWEST, Kernel, differences, list_kernels
from benchmarks.measure import WrongResult, check, open_bench
from nativecomp.options import OPT_LEVELS
from tests.reference import Program

KERNELS = list_kernels(sets=["first"])
NAMES = [kernel.name for kernel in KERNELS]
STEPS = 10_000_000


def test_there_are_enough_kernels() -> None:
    assert len(KERNELS) >= 24


@pytest.mark.parametrize("kernel", KERNELS, ids=NAMES)
def test_inputs_are_always_equal(kernel: Kernel) -> None:
    assert kernel.inputs() == kernel.inputs()
    assert kernel.forms
    assert {form.label for form in kernel.forms} <= set(FORMS)


def test_each_name_is_in_one_set() -> None:
    names = [kernel.name for kernel in list_kernels()]
    assert len(set(names)) == len(names)
    assert len(list_kernels(sets=[NEWEST])) >= 40


@pytest.mark.slow
@pytest.mark.parametrize("kernel", list_kernels(sets=[NEWEST]), ids=lambda kernel: kernel.name)
def test_the_newest_mean_what_the_reference_does(kernel: Kernel) -> None:
    test_forms_mean_what_the_reference_does(kernel)


@pytest.mark.parametrize("kernel", KERNELS, ids=NAMES)
def test_forms_mean_what_the_reference_does(kernel: Kernel) -> None:
    program = Program(kernel.python_file.read_text(encoding="utf-8"))
    program.check()
    for form in kernel.forms:
        inputs = kernel.inputs()
        arguments = form.arguments(inputs)
        result = program.call(form.function, arguments, step_limit=STEPS)
        assert result.exception is None
        for argument, after in zip(arguments, result.buffers, strict=True):
            if after is not None and not isinstance(argument, bytes):
                memoryview(argument).cast("B")[:] = after
        assert differences(kernel, result.value, inputs) == []


def test_differences_are_found() -> None:
    kernel = Kernel("swap16")
    value, inputs = kernel.expected()
    assert differences(kernel, value, inputs) == []
    inputs["pixels"][5] ^= 1
    assert differences(kernel, 3, inputs) == ["value 3, not None", "buffer pixels"]


@pytest.mark.parametrize("name", ["crc32_bitwise", "fill_rect", "histogram", "goertzel", "quick_sort"])
def test_c_twin_on_the_core(name: str) -> None:
    with open_bench("cortex-m4f") as bench:
        for compiler in bench.compilers:
            run = bench.run_c(Kernel(name), compiler)
            assert run.instructions > 1000
            assert 10 < run.size < 2000


@pytest.mark.parametrize("name", ["gray_code", "nbody_f64"])
def test_c_twins_that_take_of_the_library_and_doubles(name: str) -> None:
    """One includes a header that zig lacks for a bare core, the other has a parameter of 64 bits."""
    with open_bench("cortex-m4f") as bench:
        for compiler in bench.compilers:
            if compiler.level == "-O2":
                assert bench.run_c(Kernel(name, "second"), compiler).instructions > 1000


def test_what_the_runtime_copies_is_counted() -> None:
    """The copy in one go is a call of the board's runtime, where the desk's emulator runs no instruction."""
    kernel = Kernel("copy_bytes")
    size = len(kernel.inputs()["source"])
    with open_bench("cortex-m4f") as bench:
        for form in kernel.forms:
            assert bench.run_ours(kernel, form, "balanced").instructions > size / 2


def test_c_twins_that_need_helpers() -> None:
    """A Cortex-M0 has no divider, no long multiplication and no floats; the C library must give them."""
    with open_bench("cortex-m0") as bench:
        for compiler in bench.compilers:
            if compiler.level == "-Os":
                for name in ("gcd_sum", "dot_q31", "circle", "goertzel"):
                    assert bench.run_c(Kernel(name), compiler).instructions > 1000


@pytest.mark.parametrize("name", ["crc16_ccitt", "goertzel", "isqrt", "sha256"])
def test_a_kernel_is_measured(name: str) -> None:
    with open_bench("cortex-m4f") as bench:
        rows = bench.rows(Kernel(name))
    for row in rows:
        assert set(row.ours) == set(OPT_LEVELS)
        assert row.best_c in row.c
        assert 0.2 < row.ratio("speed") < 10
        assert min(run.size for run in row.ours.values()) > 10


def test_a_wrong_result_is_told() -> None:
    kernel = Kernel("byte_sum")
    value, inputs = kernel.expected()
    with pytest.raises(WrongResult, match=r"gcc -O2: value \d+, not \d+"):
        check(kernel, "gcc -O2", value + 1, inputs)
