# Where there is no memory, exceptions are raised all the same. (With CPython's module there is always some.)
try:
    import micropython
except ImportError:

    class micropython:
        heap_lock = heap_unlock = staticmethod(lambda: None)
        alloc_emergency_exception_buf = staticmethod(lambda size: None)


def kinds(*functions):
    for f in functions:
        caught = None
        micropython.heap_lock()
        try:
            f()
        except Exception as e:
            caught = e
        micropython.heap_unlock()
        print(type(caught).__name__)


def value():
    raise ValueError


def name():
    undefined_name  # noqa: B018,F821


items, table = [], {}
kinds(value, name, lambda: items[0], lambda: table['x'], lambda: 1 // 0)
micropython.alloc_emergency_exception_buf(256)
kinds(value, name, lambda: items[0], lambda: table['x'], lambda: 1 // 0)


def keep(make):
    micropython.heap_lock()
    try:
        make()
    except Exception as e:
        kept = e
    micropython.heap_unlock()
    return kept


def with_argument():
    raise ValueError(7)


first = keep(with_argument)
print(first.args)
print("foo".replace(",", "_"), int.from_bytes(b"\x01\x02\x00", "little"), int.from_bytes(b"", "big"))
print(int.from_bytes(bytes(12) + b"\x01" + bytes(3), "little") == 1 << 96, int.from_bytes(b"\xff" * 9, "big"))
