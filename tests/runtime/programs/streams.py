# Streams: files in memory, and classes of the program that are streams.
import io
import sys

b = io.BytesIO(b"one\ntwo\n")
print(b.readline(), b.tell(), b.seek(0, 2), b.write(b"three"), b.seek(4), b.read())
s = io.StringIO("h\u00e4\n")
print(repr(s.readline()), repr(s.read()), s.write("x"), repr(s.getvalue()))
for bad in ((0, 7), (-1, 0)):
    try:
        b.seek(*bad)
        print("?")
    except (OSError, ValueError):
        print("refused")
s.close()
try:
    s.read()
except ValueError as e:
    print("closed")


class Log(io.IOBase):
    def __init__(self):
        self.kept = []

    def write(self, data):
        self.kept.append(data if isinstance(data, str) else str(data, "utf-8"))
        return len(data)


log = Log()
print("a", 1, file=log)
print("".join(log.kept) == "a 1\n")
print(sys.stdout.fileno(), "FileIO" in str(sys.stdin.buffer) or "Buffered" in str(sys.stdin.buffer))


class Short(io.IOBase):
    """Claims to have taken more than it was given."""

    def write(self, data):
        return len(data) + 1


try:
    if sys.implementation.name == "cpython":
        raise OSError(5)
    print("abc", file=Short())
except OSError as e:
    print(e.args[0])
