"""The kernels on the real MicroPython: bytecode, `@native`, its own viper, and ours, in one run of one process."""
