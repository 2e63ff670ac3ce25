"""Unsigned integers in groups of seven bits, the highest first; the top bit of a byte says that more follow."""


def encode_varint(value: int) -> bytes:
    """
    Raises:
        ValueError: the value is negative.
    """
    if value < 0:
        raise ValueError("a varint is not negative")
    groups = [value & 0x7F]
    while value := value >> 7:
        groups.append(value & 0x7F | 0x80)
    return bytes(reversed(groups))
