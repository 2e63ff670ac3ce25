"""Singly linked list with insert, remove, reverse and merge sort."""

SIZE = 40
SIZE_SMALL = 2
CHECK = (54, 106, 5787)

LENGTH = 80


class Node:
    def __init__(self, value, next=None):
        self.value = value
        self.next = next


class LinkedList:
    def __init__(self):
        self.head = None
        self.length = 0

    def push(self, value):
        self.head = Node(value, self.head)
        self.length += 1

    def insert_sorted(self, value):
        previous = None
        node = self.head
        while node is not None and node.value < value:
            previous = node
            node = node.next
        new = Node(value, node)
        if previous is None:
            self.head = new
        else:
            previous.next = new
        self.length += 1

    def remove_if(self, test):
        removed = 0
        while self.head and test(self.head.value):
            self.head = self.head.next
            removed += 1
        node = self.head
        while node and node.next:
            if test(node.next.value):
                node.next = node.next.next
                removed += 1
            else:
                node = node.next
        self.length -= removed
        return removed

    def reverse(self):
        done = None
        node = self.head
        while node:
            node.next, done, node = done, node, node.next
        self.head = done

    def sort(self):
        self.head = merge_sort(self.head)

    def __len__(self):
        return self.length

    def __iter__(self):
        node = self.head
        while node is not None:
            yield node.value
            node = node.next


def merge(a, b):
    first = last = Node(None)
    while a and b:
        if a.value <= b.value:
            last.next, a = a, a.next
        else:
            last.next, b = b, b.next
        last = last.next
    last.next = a or b
    return first.next


def merge_sort(head):
    if head is None or head.next is None:
        return head
    slow, fast = head, head.next
    while fast is not None and fast.next is not None:
        slow = slow.next
        fast = fast.next.next
    second = slow.next
    slow.next = None
    return merge(merge_sort(head), merge_sort(second))


def main(n):
    seed = 5
    weighted = removed = left = 0
    for _ in range(n):
        numbers = LinkedList()
        ordered = LinkedList()
        for i in range(LENGTH):
            seed = (seed * 75 + 74) % 65537
            numbers.push(seed)
            if i % 2:
                ordered.insert_sorted(seed)
        numbers.reverse()
        numbers.sort()
        removed += numbers.remove_if(lambda value: value % 3 == 0)
        left += len(numbers)
        for i, value in enumerate(numbers):
            weighted = (weighted + i * value) % 65521
        for value in ordered:
            weighted ^= value
    return removed, left, weighted
