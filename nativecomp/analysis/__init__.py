"""Facts about whole functions, for the passes: control flow with handlers, calls, live locals, def-use webs, kinds."""
