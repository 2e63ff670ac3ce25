"""Take clang's bitcode apart: one module for each public function, without clang's idea of the target.

Before (one file of C):                              After (one module for each, and what it needs):

    define i32 @__aeabi_uidiv(...) #0 { ... }            define i32 @__aeabi_uidiv(...) { ... }
    define i32 @__aeabi_idiv(...) #0 {
        call i32 @__aeabi_uidiv(...) ... }               declare i32 @__aeabi_uidiv(...)
                                                         define i32 @__aeabi_idiv(...) { ... }

A program then holds the functions that it uses and no others. The attributes `target-cpu` and `target-features` are
removed: a function without them is compiled for whatever the module's target machine says, so these functions inline
into compiled Python and never disagree with it.
"""

import re

import llvmlite.binding as llvm

from nativecomp.elf import ElfFile
from nativecomp.image.module import RuntimeModule
from nativecomp.targets import Target

_TARGET_ATTRIBUTES = re.compile(r' "(?:target-cpu|target-features|tune-cpu|use-soft-float|frame-pointer)"="[^"]*"')
_DEFINITION = re.compile(r"^define (?P<head>[^\n]*?@(?P<name>[\w.$]+)\([^\n]*)\{\n.*?^\}\n", re.MULTILINE | re.DOTALL)
_ALIAS = re.compile(r"^@[\w.]+ = .*\balias .*ptr @(?P<of>[\w.]+)\n", re.MULTILINE)
_PRIVATE = re.compile(r"^(internal|private) ")


def target_machine(target: Target) -> llvm.TargetMachine:
    """The LLVM target machine of `target`, balanced between size and speed."""
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    return llvm.Target.from_triple(target.triple).create_target_machine(
        cpu=target.cpu, features=target.features, opt=2, reloc="static", codemodel="small"
    )


def split_bitcode(bitcode: bytes, target: Target) -> list[RuntimeModule]:
    """The modules that `bitcode` of clang falls into, one for each public function; its aliases go with it."""
    text = _TARGET_ATTRIBUTES.sub("", str(llvm.parse_bitcode(bitcode, llvm.create_context())))
    text = re.sub(r"^target triple = .*$", f'target triple = "{target.triple}"', text, flags=re.MULTILINE)
    machine = target_machine(target)
    public = [m["name"] for m in _DEFINITION.finditer(text) if not _PRIVATE.match(m["head"])]
    return [_module(_keep_only(text, name), machine) for name in public]


def _keep_only(text: str, name: str) -> str:
    """Make declarations of the other public functions and drop their aliases."""

    def declare(match: re.Match[str]) -> str:
        if match["name"] == name or _PRIVATE.match(match["head"]):
            return match[0]
        return f"declare {match['head']}\n".replace("dso_local ", "")

    text = _ALIAS.sub(lambda match: match[0] if match["of"] == name else "", text)
    return _DEFINITION.sub(declare, text)


def _module(text: str, machine: llvm.TargetMachine) -> RuntimeModule:
    module = llvm.parse_assembly(text, llvm.create_context())  # in a shared one, names of types are counted up
    for value in (*module.functions, *module.global_variables):
        if value.linkage in (llvm.Linkage.internal, llvm.Linkage.private):
            value.name = f"nc.{value.name}"  # a name that no function of the user's has
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.add_strip_dead_prototype_pass()
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options(speed_level=2))
    passes.run(module, builder)
    module.verify()
    bitcode = module.as_bitcode()
    file = ElfFile(machine.emit_object(module))  # code generation changes the module
    return RuntimeModule(tuple(sorted(file.defined)), tuple(sorted(set(file.undefined))), bitcode)
