"""Operations of the IR to LLVM text: a file for each family."""
