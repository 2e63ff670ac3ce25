"""The command line: every verb, its messages and its exit codes."""
