"""Fannkuch: flips of the leading part of every permutation of a few numbers."""

SIZE = 20
SIZE_SMALL = 1
CHECK = (49, 10)

WIDTH = 6


def fannkuch(width):
    """The alternating sum of the flip counts, and the largest one."""
    perm = list(range(width))
    count = [0] * width
    checksum = 0
    most = 0
    even = True
    while True:
        first = perm[0]
        if first:
            work = perm[:]
            flips = 0
            while first:
                low = 0
                high = first
                while low < high:
                    work[low], work[high] = work[high], work[low]
                    low += 1
                    high -= 1
                flips += 1
                first = work[0]
            if flips > most:
                most = flips
            if even:
                checksum += flips
            else:
                checksum -= flips
        # The next permutation: rotate ever longer leading parts.
        if even:
            perm[0], perm[1] = perm[1], perm[0]
            even = False
        else:
            perm[1], perm[2] = perm[2], perm[1]
            even = True
            level = 2
            while True:
                if count[level] < level:
                    count[level] += 1
                    break
                count[level] = 0
                level += 1
                if level == width:
                    return checksum, most
                head = perm[0]
                for i in range(level):
                    perm[i] = perm[i + 1]
                perm[level] = head


def main(n):
    total = most = 0
    for _ in range(n):
        checksum, flips = fannkuch(WIDTH)
        total += checksum
        if flips > most:
            most = flips
    return total, most
