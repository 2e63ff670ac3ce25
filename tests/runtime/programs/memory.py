"""Garbage of many kinds, more than fits: only a collector that keeps exactly what is used gives these sums."""

import gc


class Node:
    def __init__(self, value, next):
        self.value = value
        self.next = next


def chain(n):
    node = None
    for i in range(n):
        node = Node(i, node)
    return node


def length(node):
    n = 0
    while node:
        n += node.value
        node = node.next
    return n


kept = [chain(50) for _ in range(20)]
total = 0
for round in range(60):
    total += length(chain(200))
    text = "".join(str(i) for i in range(100))
    total += len(text) + len([text] * 10) + len({i: str(i) for i in range(50)})
    total += sum(len(bytes(k)) for k in range(30)) + (3**200 % 1000)
gc.collect()
print(total, sum(length(node) for node in kept), len(kept))
nested = []
for i in range(5000):
    nested = [nested, i]
gc.collect()
depth = 0
while nested:
    depth += nested[1]
    nested = nested[0]
print(depth)
ring = {}
for i in range(100):
    ring[i] = [ring, i]
gc.collect()
print(sum(v[1] for v in ring.values()))
