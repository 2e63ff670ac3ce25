"""Lines of a text, with the number of the line end and the longest by `if`."""

from nativecomp import ptr8, viper

LINE_END = 10


@viper
def count_lines(text: ptr8, size: int) -> int:
    lines = 0
    longest = 0
    length = 0
    for i in range(size):
        if text[i] == LINE_END:
            lines += 1
            if length > longest:
                longest = length
            length = 0
        else:
            length += 1
    return lines << 16 | longest
