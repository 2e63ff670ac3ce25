"""Say of loops that LLVM has unrolled how seldom they run now.

before, a loop of 32 turns in copies of 8      after
    br i1 %v9.7, ..., !prof !22, !llvm.loop ...    br i1 %v9.7, ..., !prof !90, !llvm.loop ...
    !22 = !{!"branch_weights", i32 1, i32 31}      !90 = !{!"branch_weights", i32 8, i32 24}

LLVM corrects the weights where run time knows the number of turns, and leaves them where it is a constant: there the
exit of the last copy is kept alone, and the name of what it asks has the copy's number. Where the other copies have
their exits too, each goes by the weights as they are. Weights are guesses, so nothing can be illegal.
"""

import re

_EXIT = re.compile(r"(br i1 %(?!niter)([\w.]*?)\.(\d+), label .*!prof )!(\d+)(?=.*!llvm\.loop )")
_WEIGHTS = re.compile(r"^!(\d+) = !\{!\"branch_weights\", i32 (\d+), i32 (\d+)\}$", re.MULTILINE)
_NODE = re.compile(r"^!(\d+) = ", re.MULTILINE)


def correct_weights(text: str) -> str:
    """The text of an optimised module, its weights corrected; the same text where none is wrong."""
    if not _EXIT.search(text):
        return text
    known = {match[1]: (int(match[2]), int(match[3])) for match in _WEIGHTS.finditer(text)}
    free = 1 + max((int(match[1]) for match in _NODE.finditer(text)), default=-1)
    added: list[str] = []
    functions = text.split("\ndefine ")
    for place, function in enumerate(functions):

        def corrected(match: re.Match[str], function: str = function) -> str:
            first, second = known.get(match[4], (0, 0))
            leaving, copies = min(first, second), int(match[3]) + 1
            before = f"{match[2]}.{copies - 2}" if copies > 2 else match[2]
            if not leaving or f"br i1 %{before}," in function:
                return match[0]
            scaled = min(leaving * copies, max(1, (first + second) // 2))
            rest = first + second - scaled
            weights = (scaled, rest) if leaving == first else (rest, scaled)
            added.append(f'!{free + len(added)} = !{{!"branch_weights", i32 {weights[0]}, i32 {weights[1]}}}')
            return f"{match[1]}!{free + len(added) - 1}"

        functions[place] = _EXIT.sub(corrected, function)
    return "\n".join(["\ndefine ".join(functions), *added, ""]) if added else text
