# Slices of built-in types need no memory of their own in bytecode.
try:
    import micropython
except ImportError:

    class micropython:
        heap_lock = heap_unlock = staticmethod(lambda: None)
        alloc_emergency_exception_buf = staticmethod(lambda size: None)


data = bytearray(range(8))
view = memoryview(data)
items = [1, 2, 3]


class Shown:
    def __getitem__(self, index):
        return index

    def __setitem__(self, index, value):
        print(index, value)


micropython.heap_lock()
data[2:4] = b"ab"
view[4:6] = b"cd"
micropython.heap_unlock()
print(bytes(data), items[:2], items[::2], "text"[1:], (1, 2, 3)[-2:], range(10)[2:8:3])
items[1:] = ()
print(items, Shown()[1:2].start, Shown()[::3].step)
Shown()[:4] = 5
try:
    items["a":]
except TypeError:
    print("no index")
