"""LLVM text to machine code: `generate` lowers a module of IR and emits it.

`machine` optimises and emits, `selection` chooses among variants; `isolation` keeps LLVM out of the user's process, in
workers that take `batch`es of requests; `store` keeps what was made before. `entries` and `versions` decide which
functions become one object.

The worker imports this package, so the package itself imports nothing: each name is imported from its module.
"""
