"""Facts about whole functions, for the passes: control flow with its ways to handlers, and which locals are live."""
