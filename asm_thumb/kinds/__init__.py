"""The kinds of operands that instruction rows are made of."""
