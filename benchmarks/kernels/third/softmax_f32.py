"""Softmax over the rows of a classifier's scores, with an own exponential, and the best class of every row."""

import struct
from array import array

from nativecomp import float32, uint8, viper


@viper
def exp_minus(x: float32) -> float32:
    if x > float32(80.0):
        return float32(0.0)
    halvings = int(x * float32(1.442695))
    f = x - float32(halvings) * float32(0.6931472)
    result: float32 = 0.008333334
    result = float32(0.041666668) - f * result
    result = float32(0.16666667) - f * result
    result = float32(0.5) - f * result
    result = float32(1.0) - f * result
    result = float32(1.0) - f * result
    while halvings > 0:
        result *= float32(0.5)
        halvings -= 1
    return result


@viper
def softmax_f32_buffer(scores: float32[:], classes: int, labels: uint8[:]) -> None:
    for row in range(len(labels)):
        start = row * classes
        end = start + classes
        best = start
        for i in range(start + 1, end):
            if scores[i] > scores[best]:
                best = i
        labels[row] = uint8(best - start)
        largest = scores[best]
        total: float32 = 0.0
        for i in range(start, end):
            value = exp_minus(largest - scores[i])
            scores[i] = value
            total += value
        scale = float32(1.0) / total
        for i in range(start, end):
            scores[i] *= scale


def inputs():
    scores = array("f")
    state = 32
    for _ in range(12 * 20):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        scores.append((state >> 8) % 20000 / 1000 - 8)
    scores[30] = -120.0
    scores[90] = 40.0
    return {"scores": scores, "rows": 12, "classes": 20, "labels": bytearray(12)}


def single(x):
    return struct.unpack("<f", struct.pack("<f", x))[0]


def reference(scores, rows, classes, labels):
    coefficients = [single(c) for c in (0.041666668, 0.16666667, 0.5, 1.0, 1.0)]
    for row in range(rows):
        start = row * classes
        values = scores[start : start + classes]
        largest = max(values)
        labels[row] = values.index(largest)
        total = 0.0
        for k in range(classes):
            x = single(largest - values[k])
            if x > 80:
                result = 0.0
            else:
                halvings = int(single(x * single(1.442695)))
                f = single(x - single(halvings * single(0.6931472)))
                result = single(0.008333334)
                for c in coefficients:
                    result = single(c - single(f * result))
                result = result * 0.5**halvings
            values[k] = result
            total = single(total + result)
        scale = single(1 / total)
        for k in range(classes):
            scores[start + k] = single(values[k] * scale)
