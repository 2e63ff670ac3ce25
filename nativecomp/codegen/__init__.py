"""IR to LLVM text.

`module` and `function` walk the IR; each family of operations is one file of `lower` that registers its lowerings;
`abi` is the door to the world around the code; `entry` is how Python enters it.
"""
