"""Numbers that find mistakes: edges of every format and range, neighbours of them, and random bits."""

import numpy as np

RANDOM = 200_000


def _spread(edges: np.ndarray, random: np.ndarray) -> np.ndarray:
    return np.concatenate([edges, random])


def floats(kind: type, seed: int, count: int = RANDOM) -> np.ndarray:
    """Random bit patterns, random numbers of close exponents, and every edge with its neighbours."""
    bits, fraction, bias = {np.float32: (np.uint32, 23, 127), np.float64: (np.uint64, 52, 1023)}[kind]
    rng = np.random.default_rng(seed)
    width = np.dtype(bits).itemsize * 8
    exponents = [0, 1, 2, bias - 1, bias, bias + 1, bias + fraction, bias + 30, bias + 31, bias + 32, bias + 62]
    exponents += [bias + 63, bias + 64, 2 * bias - 1, 2 * bias, 2 * bias + 1]
    fractions = [0, 1, 2, 3, (1 << fraction) - 1, (1 << fraction) - 2, 1 << (fraction - 1), (1 << (fraction - 1)) + 1]
    edges = [s << (width - 1) | e << fraction | f for s in (0, 1) for e in exponents for f in fractions]
    anything = rng.integers(0, 1 << width, count // 2, bits)
    close = rng.integers(bias - fraction - 3, bias + fraction + 3, count // 2).astype(bits) << bits(fraction)
    close |= rng.integers(0, 1 << fraction, count // 2, bits)
    close &= ~bits(0) << rng.integers(0, fraction, count // 2).astype(bits)  # short fractions: exact results and ties
    close |= rng.integers(0, 2, count // 2, bits) << bits(width - 1)
    return _spread(np.array(edges, bits), rng.permutation(np.concatenate([anything, close]))).view(kind)


def integers(kind: type, seed: int, count: int = RANDOM) -> np.ndarray:
    """Random integers of every size, powers of two and their neighbours, the ends of the range."""
    info = np.iinfo(kind)
    width = info.bits
    rng = np.random.default_rng(seed)
    unsigned = np.dtype(f"u{width // 8}").type
    edges = [(1 << k) + d for k in range(width) for d in (-2, -1, 0, 1, 2)] + [0, -1, 10, 1000]
    edge_array = np.array([e % (1 << width) for e in edges], unsigned)
    random = rng.integers(0, 1 << width, count, unsigned, endpoint=False)
    random >>= rng.integers(0, width, count).astype(unsigned)
    if info.min < 0:
        flip = rng.integers(0, 2, count).astype(bool)
        random[flip] = unsigned(0) - random[flip]
    return _spread(edge_array, random).view(kind)


def pairs(make: object, kind: type, seed: int, count: int = RANDOM) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays to go together: every edge with every edge, then random ones."""
    a, b = make(kind, seed, count), make(kind, seed + 1, count)  # type: ignore[operator]
    edges = a[: len(a) - count]
    return (
        np.concatenate([np.repeat(edges, len(edges)), a[len(edges) :]]),
        np.concatenate([np.tile(edges, len(edges)), b[len(edges) :]]),
    )
