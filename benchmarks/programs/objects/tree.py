"""Binary search tree with insert, find, remove and an expression tree."""

SIZE = 36
SIZE_SMALL = 2
CHECK = (13, 4467, 171, 16428)

KEYS = 90
SPACE = 250


class Node:
    def __init__(self, key, value):
        self.key = key
        self.value = value
        self.left = None
        self.right = None

    def height(self):
        left = self.left.height() if self.left else 0
        right = self.right.height() if self.right else 0
        return 1 + (left if left > right else right)


class Tree:
    def __init__(self):
        self.root = None
        self.count = 0

    def insert(self, key, value):
        if self.root is None:
            self.root = Node(key, value)
            self.count += 1
            return
        node = self.root
        while node.key != key:
            if key < node.key:
                if node.left is None:
                    node.left = Node(key, value)
                    self.count += 1
                    return
                node = node.left
            else:
                if node.right is None:
                    node.right = Node(key, value)
                    self.count += 1
                    return
                node = node.right
        node.value += value

    def find(self, key):
        node = self.root
        while node is not None:
            if key == node.key:
                return node.value
            node = node.left if key < node.key else node.right
        raise KeyError(key)

    def remove(self, key):
        self.root = self._remove(self.root, key)

    def _remove(self, node, key):
        if node is None:
            return None
        if key < node.key:
            node.left = self._remove(node.left, key)
        elif key > node.key:
            node.right = self._remove(node.right, key)
        elif node.left is None or node.right is None:
            self.count -= 1
            return node.left or node.right
        else:
            smallest = node.right
            while smallest.left:
                smallest = smallest.left
            node.key, node.value = smallest.key, smallest.value
            node.right = self._remove(node.right, smallest.key)
        return node

    def walk(self, visit):
        self._walk(self.root, visit)

    def _walk(self, node, visit):
        if node:
            self._walk(node.left, visit)
            visit(node.key, node.value)
            self._walk(node.right, visit)


def main(n):
    seed = 17
    height = found = missing = total = 0
    for _ in range(n):
        tree = Tree()
        for i in range(KEYS):
            seed = (seed * 75 + 74) % 65537
            tree.insert(seed % SPACE, i)
        for key in range(0, SPACE, 2):
            try:
                found += tree.find(key)
            except KeyError:
                missing += 1
        height = max(height, tree.root.height())
        for key in range(0, SPACE, 5):
            tree.remove(key)
        keys = []
        tree.walk(lambda key, value: keys.append(key))
        if keys != sorted(keys) or len(keys) != tree.count:
            return -1
        total += sum(keys)
    return height, found, missing, total
