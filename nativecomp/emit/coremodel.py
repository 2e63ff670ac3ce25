"""The cost model of a core: how many instructions a call of a function is expected to run.

    bb.2.for:                                          runs 31 times for each entry: LLVM says so by the
      successors: %bb.2(0x7c000000), %bb.3(0x04000000)   probabilities of its ways out, 31/32 and 1/32
      renamable $r3 = tLDRBi ...                       31
      renamable $r0 = tADDrr ...                       31
      tBcc %bb.2, ...                                  31

LLVM prints a function as it is about to be written, with the probability of each way from block to block. These begin
with what lowering says of the loops of the source (codegen/lower/control.py), and LLVM keeps them up to date: an
unrolled loop runs less often, by the factor of its copies, and the loop of what remains a few times. So the costs of
variants of one function can be compared, whatever was done to its loops. How often the blocks run is the solution of
linear equations: a block runs as often as control comes to it,

    runs(entry) = 1,    runs(b) = sum over blocks a of runs(a) * probability(a -> b)

An instruction counts as one, as the emulator counts; a call counts what the callee costs. What depends on the data,
such as the work of a library's division, is taken as `LIBRARY`.
"""

import re
from dataclasses import dataclass, field

LIBRARY = 40.0
"""Instructions of a function that the module does not hold."""

_CERTAIN = 1 << 31
"""The probability of what is certain, as LLVM writes it."""

_LONGEST = 1.0 / 4096
"""The least probability with which a circle is left, so that a loop without an end has a cost."""

_FUNCTION = re.compile(r"^# Machine code for function (.+): [A-Z]")
_BLOCK = re.compile(r"^bb\.(\d+)\b")
_SUCCESSOR = re.compile(r"%bb\.(\d+)\((0x[0-9a-f]+)\)")
_FLAGS = frozenset(
    (
        *("frame-setup", "frame-destroy", "nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc", "nuw", "nsw"),
        *("exact", "nofpexcept", "nomerge", "unpredictable", "noconvergent", "nneg", "disjoint", "samesign", "nusw"),
    )
)
_NO_CODE = frozenset(
    (
        *("CFI_INSTRUCTION", "DBG_VALUE", "DBG_VALUE_LIST", "DBG_INSTR_REF", "DBG_PHI", "DBG_LABEL", "KILL", "SPACE"),
        *("IMPLICIT_DEF", "BUNDLE", "CONSTPOOL_ENTRY", "EH_LABEL", "LIFETIME_START", "LIFETIME_END"),
        *("JUMPTABLE_ADDRS", "JUMPTABLE_INSTS", "JUMPTABLE_TBB", "JUMPTABLE_TBH"),
    )
)
"""What stands among the instructions and is none."""

_CALLED = re.compile(r"(?:@|&)(\"[^\"]*\"|[-\w$.]+)")
_IS_CALL = re.compile(r"<regmask|TAILJMP|PseudoTAIL|TCRETURN")


@dataclass(eq=False)
class _Block:
    """Its instructions, the functions that it calls (an empty name for one that only run time knows), its ways out."""

    size: int = 0
    calls: list[str] = field(default_factory=list)
    after: dict[int, float] = field(default_factory=dict)


_Blocks = dict[int, _Block]


def expected_costs(printed: str) -> dict[str, float]:
    """What a call of each function costs, by the text that LLVM prints of them; the last text of each counts."""
    functions = _read(printed)
    found: dict[str, float] = {}
    begun: set[str] = set()
    todo = list(functions)[::-1]
    while todo:
        name = todo[-1]
        if name not in begun:
            begun.add(name)
            calls = [callee for block in functions[name].values() for callee in block.calls]
            todo += [callee for callee in dict.fromkeys(calls) if callee in functions and callee not in begun]
            continue
        todo.pop()
        if name not in found:
            blocks = functions[name]
            runs = _runs(blocks)
            found[name] = sum(
                # What is begun and not found yet calls this function: within itself a recursion costs nothing.
                runs[number] * (block.size + sum(found.get(c, 0.0 if c in begun else LIBRARY) for c in block.calls))
                for number, block in blocks.items()
            )
    return found


def _read(printed: str) -> dict[str, _Blocks]:
    functions: dict[str, _Blocks] = {}
    blocks: _Blocks = {}
    block = _Block()
    for line in printed.splitlines():
        if match := _FUNCTION.match(line):
            blocks = functions[match[1]] = {}
        elif match := _BLOCK.match(line):
            block = blocks[int(match[1])] = _Block()
        elif line.startswith("  successors: "):
            # Each stands twice, the second time in per cent.
            for number, probability in _SUCCESSOR.findall(line):
                block.after[int(number)] = block.after.get(int(number), 0.0) + int(probability, 16) / _CERTAIN
        elif line.startswith("  "):
            _read_instruction(block, line.strip())
    return {name: blocks for name, blocks in functions.items() if blocks}


def _read_instruction(block: _Block, text: str) -> None:
    opcode = _opcode(text)
    if opcode and opcode not in _NO_CODE:
        block.size += 1
        if _IS_CALL.search(text):
            name = _CALLED.search(text)
            block.calls.append(name[1].strip('"') if name else "")


def _opcode(text: str) -> str:
    """The name of an instruction: behind what it defines, and its flags."""
    for word in text.partition(" :: ")[0].rpartition(" = ")[2].split():
        if word not in _FLAGS:
            return word if word[0].isalpha() and not word.endswith(":") else ""
    return ""


def _runs(blocks: _Blocks) -> dict[int, float]:
    """How often each block runs for each entry, by elimination of the blocks from the last to the first.

    A block that is taken out leaves to those before it its ways on, each as often as it went there in all circles
    through itself. Then each block's number follows from those of the blocks before it.
    """
    order = list(blocks)
    place = {number: at for at, number in enumerate(order)}
    into: list[dict[int, float]] = [{} for _ in order]
    for number, block in blocks.items():
        # Some of LLVM's passes leave more than what is certain. What is less returns under a condition.
        whole = max(1.0, sum(block.after.values()))
        for after, probability in block.after.items():
            if after in place:
                into[place[after]][place[number]] = probability / whole
    out: list[dict[int, float]] = [{} for _ in order]
    for at, sources in enumerate(into):
        for source, probability in sources.items():
            out[source][at] = probability
    for at in range(len(order) - 1, 0, -1):
        again = out[at].pop(at, 0.0)
        into[at].pop(at, None)
        scale = 1.0 / max(_LONGEST, 1.0 - again)
        into[at] = {source: probability * scale for source, probability in into[at].items() if source < at}
        for source, arriving in into[at].items():
            for target, leaving in out[at].items():
                if target < at:
                    more = out[source].get(target, 0.0) + arriving * leaving
                    out[source][target] = into[target][source] = more
            out[source].pop(at, None)
    again = out[0].get(0, 0.0) if order else 0.0
    runs = [1.0 / max(_LONGEST, 1.0 - again)]
    for at in range(1, len(order)):
        runs.append(sum(runs[source] * probability for source, probability in into[at].items()))
    return {number: runs[place[number]] for number in order}
