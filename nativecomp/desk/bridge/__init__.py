"""The object bridge: compiled functions that use Python objects run on the emulated core, CPython holds the objects.

    Function call -> world -> machine code -> function table: table -> CPython
                                              handles, buffers, handlers

The code is what goes into .mpy files. Each entry of MicroPython's function table is a callback (`table`); an object
word is a small integer, a constant, a name, or a handle (`handles`); an exception leaves for the innermost handler in
emulated code (`handlers`). What the code reads itself is emulated memory: function objects, contexts, their tables
(`contexts`), and the data of buffers (`buffers`). Sources: the layouts and the table of MicroPython 1.23 and newer.
"""

from nativecomp.desk.bridge.errors import BridgeError
from nativecomp.desk.bridge.functions import Callee, Code
from nativecomp.desk.bridge.world import World

__all__ = ["BridgeError", "Callee", "Code", "World"]
