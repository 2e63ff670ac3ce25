"""Why a line is slow: each line's cost class, the reasons and what to write, from the representation after the passes.

lines       the operations of a line, their classes and reasons
words       the words for them: tables by the name of the operation
page        one page with source, cost, counts and assembly
"""

from nativecomp.desk.explain.lines import LineCost, Work, explain_function
from nativecomp.desk.explain.page import html_page

__all__ = ["LineCost", "Work", "explain_function", "html_page"]
