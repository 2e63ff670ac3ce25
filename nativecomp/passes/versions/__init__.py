"""Hot loops in two versions: one that works on what its variables probably hold, and the loop as it was.

choose      which loops, and which of their slots probably hold small integers
containers  which of them hold containers whose items are taken
demote      split the loop where the fast version may leave it, and bring values from block to block in slots
fast        the copy for small integers, and the gates that lead to it
"""

from nativecomp.passes.versions.loops import make_versions

__all__ = ["make_versions"]
