"""Give each web of a slot a slot of its own, so that what is true of a slot is true of one variable.

A name may serve for several things. What a pass says of a slot (where its addresses come from, which owner it has,
whether a handler needs it in memory) it then says of all of them together.

before                                          after
    %2: ptr8 = convert %1                           %2: ptr8 = convert %1
    local.store %2, local=p                         local.store %2, local=p
    ... loads of p, of a device                     ... loads of p, of a device
    %6: ptr8 = buffer.address %5                    %6: ptr8 = buffer.address %5
    local.store %6, local=p                         local.store %6, local=p.1
    ... loads of p, of a buffer                     ... loads of p.1, of a buffer

Legal since a load reads what one of the stores of its own web has stored (analysis/webs.py, handlers included), which
are those that go to the same slot afterwards. The web of the entry keeps the slot: of a parameter it has the argument,
of another local zero, which means that it is not bound. Not legal for a slot that a nested function captures, which
loads and stores it in the frame of its owner: that one stays as it is. So does the slot of an iterator, which the
runtime writes.
"""

from dataclasses import replace

from nativecomp.analysis.webs import find_webs
from nativecomp.ir import Module


def split_webs(module: Module) -> None:
    """Functions are changed in place; doing it again changes nothing."""
    captured = {local for function in module.functions for local in function.captures}
    for function in module.functions:
        for local, webs in find_webs(function, captured).items() if function.blocks else ():
            for web in sorted(webs, key=lambda web: not web.at_entry)[1:]:
                slot = replace(local, zeroed=False)  # what it holds at first is not loaded
                function.locals.append(slot)
                for op in [*web.stores, *web.loads]:
                    op.attributes["local"] = slot
