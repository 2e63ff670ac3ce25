"""Facts about whole functions, for the passes: control flow with its ways to handlers, calls, live locals, def-use webs."""
