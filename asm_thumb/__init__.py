"""A table-driven Thumb assembler and disassembler that stands alone."""
