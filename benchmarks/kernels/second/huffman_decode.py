"""Decodes a Huffman code, most significant bit first, by walking its tree.

A tree entry below 256 is a symbol, another one the index of a node plus 256.
"""

import heapq
from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def huffman_decode_pointer(tree: ptr16, data: ptr8, output: ptr8, count: int):
    position = 0
    for i in range(count):
        node = 0
        while True:
            bit = (data[position >> 3] >> (7 - (position & 7))) & 1
            position += 1
            entry = tree[2 * node + bit]
            if entry < 256:
                break
            node = entry - 256
        output[i] = entry


@viper
def huffman_decode_buffer(tree: uint16[:], data: uint8[:], output: uint8[:]):
    position = 0
    for i in range(len(output)):
        node = 0
        while True:
            bit = (data[position >> 3] >> (7 - (position & 7))) & 1
            position += 1
            entry = tree[2 * node + bit]
            if entry < 256:
                break
            node = entry - 256
        output[i] = entry


def make_code(text):
    """The tree's entries and the code of each symbol."""
    counts = sorted((text.count(symbol), symbol, symbol) for symbol in set(text))
    heapq.heapify(counts)
    while len(counts) > 1:
        first, second = heapq.heappop(counts), heapq.heappop(counts)
        heapq.heappush(counts, (first[0] + second[0], min(first[1], second[1]), (first[2], second[2])))
    tree = array("H")
    codes = {}

    def add(pair, prefix):
        base = len(tree)
        tree.extend([0, 0])
        for bit in 0, 1:
            code = f"{prefix}{bit}"
            if isinstance(pair[bit], int):
                tree[base + bit] = pair[bit]
                codes[pair[bit]] = code
            else:
                tree[base + bit] = 256 + len(tree) // 2
                add(pair[bit], code)

    add(counts[0][2], "")
    return tree, codes


def noise(count, seed):
    """Numbers of 16 bits from a linear congruential generator."""
    numbers = []
    for _ in range(count):
        seed = (seed * 1664525 + 1013904223) & 0xFFFFFFFF
        numbers.append(seed >> 16)
    return numbers


def inputs():
    text = bytes(97 + (number * number >> 16) * 20 // 65536 for number in noise(400, 11))
    tree, codes = make_code(text)
    bits = "".join(codes[symbol] for symbol in text)
    bits += "0" * (-len(bits) % 8)
    data = bytes(int(bits[i : i + 8], 2) for i in range(0, len(bits), 8))
    return {"tree": tree, "data": data, "output": bytearray(len(text)), "count": len(text)}


def reference(tree, data, output, count):
    symbols = {}
    pending = [(0, "")]
    for node, prefix in pending:
        for bit in 0, 1:
            entry = tree[2 * node + bit]
            if entry < 256:
                symbols[prefix + str(bit)] = entry
            else:
                pending.append((entry - 256, prefix + str(bit)))
    bits = iter("".join(f"{byte:08b}" for byte in data))
    for i in range(count):
        code = next(bits)
        while code not in symbols:
            code += next(bits)
        output[i] = symbols[code]
