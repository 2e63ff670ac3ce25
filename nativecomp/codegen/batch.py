"""Machine code of several modules of LLVM text."""

from collections.abc import Iterator, Sequence

from nativecomp.codegen.errors import CodegenError
from nativecomp.codegen.machine import emit
from nativecomp.codegen.request import MachineCode, Request


def emit_batch(requests: Sequence[Request]) -> Iterator[MachineCode | CodegenError]:
    """The answers, in the order of the requests."""
    for request in requests:
        yield _emit_one(request)


def _emit_one(request: Request) -> MachineCode | CodegenError:
    try:
        return emit(request)
    except CodegenError as error:
        return error
    except RuntimeError as error:
        return CodegenError(f"LLVM: {error}", request.llvm)
