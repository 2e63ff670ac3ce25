"""The one exception of this package."""


class CodegenError(Exception):
    """Machine code could not be made: a mistake of the compiler or of LLVM, never of the user's source.

    `llvm` holds the LLVM module text where there is one, for a bug report.
    """

    def __init__(self, message: str, llvm: str = "") -> None:
        super().__init__(message)
        self.llvm = llvm

    def __reduce__(self) -> tuple[type["CodegenError"], tuple[str, str]]:
        return CodegenError, (str(self.args[0]), self.llvm)
