"""From a module's machine code to a bare-metal image: the C runtime as bitcode, linking, file formats, sizes.

Import from the modules: `runtime` (its bitcode), `link`, `files` (bin, hex), `size`, `entry`. They are not imported
here: compiling for the desk needs the first at most, and not LLVM in this process.
"""
