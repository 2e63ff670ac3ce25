"""Byte ring buffer between a producer and a line reading consumer."""

SIZE = 1800
SIZE_SMALL = 20
CHECK = (18, 5661, 453, 0, 3)


class RingBuffer:
    def __init__(self, size):
        self.data = bytearray(size)
        self.size = size
        self.head = 0
        self.tail = 0
        self.overruns = 0

    def __len__(self):
        return (self.head - self.tail) % self.size

    def put(self, byte):
        head = self.head + 1
        if head == self.size:
            head = 0
        if head == self.tail:
            self.overruns += 1
            return False
        self.data[self.head] = byte
        self.head = head
        return True

    def get(self):
        if self.head == self.tail:
            return None
        byte = self.data[self.tail]
        self.tail = (self.tail + 1) % self.size
        return byte

    def write(self, data):
        for i, byte in enumerate(data):
            if not self.put(byte):
                return i
        return len(data)

    def readinto(self, target):
        count = 0
        view = memoryview(target)
        while count < len(target) and self.tail != self.head:
            end = self.head if self.head > self.tail else self.size
            size = min(end - self.tail, len(target) - count)
            view[count:count + size] = self.data[self.tail:self.tail + size]
            self.tail = (self.tail + size) % self.size
            count += size
        return count


class LineReader:
    def __init__(self, ring):
        self.ring = ring
        self.line = bytearray()

    def poll(self):
        while True:
            byte = self.ring.get()
            if byte is None:
                return None
            if byte == 10:
                line = bytes(self.line)
                self.line = bytearray()
                return line
            self.line.append(byte)


def main(n):
    ring = RingBuffer(48)
    reader = LineReader(ring)
    lines = 0
    total = 0
    for i in range(n):
        ring.write(b"adc%d=%d\n" % (i & 3, i * 37 % 1000))
        if i % 3 == 2:
            line = reader.poll()
            while line is not None:
                lines += 1
                total += int(line.split(b"=")[1])
                line = reader.poll()
    block = bytearray(20)
    copied = 0
    for i in range(n // 4):
        ring.write(b"0123456789abcdefg")
        count = ring.readinto(block)
        copied += count + block[count - 1]
    return lines, total, copied, ring.overruns, len(ring)
