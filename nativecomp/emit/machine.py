"""LLVM text to machine code: parse, link, optimise, emit an ELF object. Only the worker process imports this.

A core without a divider or an FPU gets calls of helpers, which LLVM decides on while it emits. So the object is made,
its undefined symbols are looked up in the support library, the bitcode that defines them is linked in, and the object
is made again.
"""

import os
from collections.abc import Callable, Sequence
from functools import cache

import llvmlite.binding as llvm

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.symbols import ASSEMBLED_SECTION
from nativecomp.elf import ElfFile
from nativecomp.elf.marking import mark_code
from nativecomp.emit.constants import by_call, finds_by_call, may_have_tables
from nativecomp.emit.coremodel import expected_costs
from nativecomp.emit.nibbles import NotSmall, small_tables
from nativecomp.emit.request import MachineCode, Request
from nativecomp.emit.selection import Emitted, best, emissions, use, ways
from nativecomp.emit.shifts import bare_shifts, shifts_by_low_byte
from nativecomp.emit.trailing_zeros import by_arithmetic, needs_arithmetic
from nativecomp.emit.unrolled import correct_weights

_INLINING = {"size": 5, "balanced": 50, "speed": 275}


@cache
def _initialize() -> None:
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()


@cache
def _target_machine(triple: str, cpu: str, features: str, level: int, reloc: str) -> llvm.TargetMachine:
    _initialize()
    return llvm.Target.from_triple(triple).create_target_machine(
        cpu=cpu, features=features, opt=level, reloc=reloc, codemodel="small"
    )


def _parse(text: str) -> llvm.ModuleRef:
    try:
        module = llvm.parse_assembly(text)
        module.verify()
    except RuntimeError as error:
        raise CodegenError(f"LLVM refuses the generated code: {error}", text) from None
    return module


def _optimize(module: llvm.ModuleRef, machine: llvm.TargetMachine, opt: str, tables: bool) -> None:
    # A bitwise CRC may become one by table, which is fast and takes a kilobyte, or less (emit/nibbles.py).
    bitwise = opt == "size" or not tables
    llvm.set_option("nativecomp", f"-disable-loop-idiom-hashrecognize={str(bitwise).lower()}")
    options = llvm.create_pipeline_tuning_options(speed_level=3 if opt == "speed" else 2)
    options.inlining_threshold = _INLINING[opt]
    options.loop_vectorization = options.slp_vectorization = opt != "size"
    options.loop_interleaving = opt == "speed"
    options.loop_unrolling = opt != "size"
    builder = llvm.create_pass_builder(machine, options)
    builder.getModulePassManager().run(module, builder)


def _keep_only(module: llvm.ModuleRef, keep: frozenset[str]) -> None:
    for value in [*module.functions, *module.global_variables]:
        if not value.is_declaration and value.name not in keep:
            value.linkage = llvm.Linkage.internal


def _emit(module: llvm.ModuleRef, machine: llvm.TargetMachine, request: Request) -> Emitted:
    # Emission changes the module, so it works on a copy.
    copy = llvm.parse_bitcode(module.as_bitcode())
    if not request.tells_costs:
        return Emitted(machine.emit_object(copy))
    _print_before_writing(_LAST_PASS.get(request.target.emulator, _LATE_PASS))
    # The parent has given a file as standard error; of what is in it later it wants LLVM's last words only.
    start = os.lseek(_ERRORS, 0, os.SEEK_END)
    object_ = machine.emit_object(copy)
    os.lseek(_ERRORS, start, os.SEEK_SET)
    with open(_ERRORS, "rb", closefd=False) as errors:
        printed = errors.read().decode(errors="replace")
    os.ftruncate(_ERRORS, start)
    os.lseek(_ERRORS, start, os.SEEK_SET)
    return Emitted(object_, expected_costs(printed))


_ERRORS = 2
_LAST_PASS = {"arm": "arm-cp-islands"}
"""What LLVM does last to a function before it is written, by the family of cores."""
_LATE_PASS = "livedebugvalues"


@cache
def _print_before_writing(last: str) -> None:
    llvm.set_option("nativecomp", f"-print-after={last}")


def _share(module: llvm.ModuleRef, names: list[str]) -> None:
    """Let helpers give way to others of their name when objects are linked, and stay out of sight."""
    for name in names:
        helper = module.get_function(name)
        helper.linkage = llvm.Linkage.weak_odr
        helper.visibility = llvm.Visibility.hidden


def _link_support(module: llvm.ModuleRef, machine: llvm.TargetMachine, request: Request) -> tuple[Emitted, list[str]]:
    """Link what is missing until nothing is; the object and the undefined symbols that were allowed.

    What is missing shows in the object of the first way, since the ways differ in addresses alone. A request without
    the support library is made anew with it, so its object is good for its undefined symbols only.
    """
    linked: set[bytes] = set()
    while True:
        first = emissions(1, lambda: _emit(module, machine, request))
        undefined = [name for name in ElfFile(first[0].object).undefined if name not in request.allowed]
        wanted = {request.support[name] for name in undefined if name in request.support} - linked
        if not wanted:
            break
        linked |= wanted
        for bitcode in sorted(wanted):
            part = llvm.parse_bitcode(bitcode)
            part.data_layout = module.data_layout
            part.triple = module.triple
            names = [f.name for f in part.functions if not f.is_declaration]
            module.link_in(part)
            _share(module, names)
    if undefined and not request.partial:
        raise CodegenError(f"nothing defines the symbol {undefined[0]} on {request.target.name}")
    made = first if undefined else emit_ways(module, machine, request, first)
    way = best(made)
    if ElfFile(made[way].object).undefined != ElfFile(first[0].object).undefined:
        way = 0
    use(way)
    return made[way], ElfFile(made[way].object).undefined


def prepare(request: Request) -> tuple[llvm.ModuleRef, llvm.TargetMachine]:
    """The LLVM module of a request, optimised, and what writes it as machine code.

    Raises:
        CodegenError: LLVM refuses the module.
    """
    try:
        return _prepare(request, tables=not request.movable or may_have_tables(request.target))
    except NotSmall:
        return _prepare(request, tables=False)


def _prepare(request: Request, *, tables: bool) -> tuple[llvm.ModuleRef, llvm.TargetMachine]:
    target = request.target
    level = 3 if request.opt == "speed" else 2
    features, reloc = target.features, "static"
    if request.movable and target.emulator == "arm":
        # Constants as instructions: a pool of them is read right only where the code is aligned as it was linked.
        features = ",".join([*filter(None, [features]), "+execute-only"])
    elif request.movable or target.emulator == "x86-64":
        reloc = "pic"  # a program for a PC may lie anywhere
    machine = _target_machine(target.triple, target.cpu, features, level, reloc)
    module = _parse(request.llvm)
    module.data_layout = str(machine.target_data)
    for bitcode in request.link:
        part = llvm.parse_bitcode(bitcode)
        part.data_layout = module.data_layout
        part.triple = module.triple
        module.link_in(part)
    if request.keep is not None:
        _keep_only(module, request.keep)
    _optimize(module, machine, request.opt, tables=tables)
    text = optimized = str(module)
    for rewrite in _rewrites(request):
        text = rewrite(text)
    return module if text == optimized else _parse(text), machine


def _rewrites(request: Request) -> list[Callable[[str], str]]:
    """What is done to LLVM's text between its optimisation and its emission."""
    target, movable = request.target, request.movable
    asked = [
        (request.tells_costs, correct_weights),
        (shifts_by_low_byte(target), bare_shifts),
        (request.opt == "balanced", small_tables),
        (movable and finds_by_call(target), by_call),
        (movable and needs_arithmetic(target), by_arithmetic),
    ]
    return [rewrite for is_wanted, rewrite in asked if is_wanted]


def emit_ways(
    module: llvm.ModuleRef, machine: llvm.TargetMachine, request: Request, made: Sequence[Emitted] = ()
) -> list[Emitted]:
    """The objects of a module, one for each way that may be the best. `made` are those of the first ways."""
    tried = ways(request.opt, str(module))
    return [*made, *emissions(tried, lambda: _emit(module, machine, request), first=len(made))]


def emit(request: Request) -> MachineCode:
    """Machine code of an LLVM module.

    Raises:
        CodegenError: LLVM refuses the module, or a symbol is defined nowhere.
    """
    module, machine = prepare(request)
    emitted, undefined = _link_support(module, machine, request)
    object_ = emitted.object
    if ASSEMBLED_SECTION.encode() in object_:
        object_ = mark_code(object_, ASSEMBLED_SECTION, request.assembled)
    want = request.want
    optimized = str(module) if "optimized" in want else ""
    assembly = machine.emit_assembly(module) if "assembly" in want else ""
    return MachineCode(object_, assembly, optimized, tuple(undefined), emitted.costs)


def warm_up() -> None:
    """Load what every request needs."""
    _initialize()
