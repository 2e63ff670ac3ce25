"""Decodes Morse code of dots, dashes and blanks with a tree in an array; two blanks part words. Returns the length."""

from nativecomp import ptr8, uint8, viper


@viper
def morse_decode_pointer(code: ptr8, size: int, tree: ptr8, output: ptr8) -> int:
    place = 0
    node = 1
    for i in range(size):
        c = code[i]
        if c == ord("."):
            node = 2 * node
        elif c == ord("-"):
            node = 2 * node + 1
        elif node > 1:
            output[place] = tree[node & 63]
            place += 1
            node = 1
        else:
            output[place] = 32
            place += 1
    return place


@viper
def morse_decode_buffer(code: uint8[:], tree: uint8[:], output: uint8[:]) -> int:
    place = 0
    node = 1
    for i in range(len(code)):
        c = code[i]
        if c == ord("."):
            node = 2 * node
        elif c == ord("-"):
            node = 2 * node + 1
        elif node > 1:
            output[place] = tree[node & 63]
            place += 1
            node = 1
        else:
            output[place] = 32
            place += 1
    return place


CODES = [
    ".-",
    "-...",
    "-.-.",
    "-..",
    ".",
    "..-.",
    "--.",
    "....",
    "..",
    ".---",
    "-.-",
    ".-..",
    "--",
    "-.",
    "---",
    ".--.",
    "--.-",
    ".-.",
    "...",
    "-",
    "..-",
    "...-",
    ".--",
    "-..-",
    "-.--",
    "--..",
]


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    code = ""
    for number in noise(600, 86):
        code += CODES[number * 26 >> 16] + " " * (2 if number & 7 == 0 else 1)
    tree = bytearray(64)
    for i, symbols in enumerate(CODES):
        tree[int("1" + symbols.replace(".", "0").replace("-", "1"), 2)] = 65 + i
    return {"code": code.encode(), "size": len(code), "tree": bytes(tree), "output": bytearray(len(code))}


def reference(code, size, tree, output):
    words = code.decode().removesuffix(" ").split("  ")
    text = " ".join("".join(chr(65 + CODES.index(symbols)) for symbols in word.split()) for word in words)
    text += " " * code.endswith(b"  ")
    output[: len(text)] = text.encode()
    return len(text)
