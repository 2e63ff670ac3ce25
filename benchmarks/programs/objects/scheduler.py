"""Small operating system model: tasks of several kinds, packets, priorities."""

SIZE = 160
SIZE_SMALL = 2
CHECK = (40, 118, 192, 8155, 136)

READY, WAITING, STOPPED = range(3)


class Packet:
    hops = 0

    def __init__(self, data):
        self.data = data


class Task:
    def __init__(self, kernel, name, priority):
        self.kernel = kernel
        self.name = name
        self.priority = priority
        self.state = WAITING
        self.inbox = []
        self.runs = 0

    def deliver(self, packet):
        self.inbox.append(packet)
        if self.state == WAITING:
            self.state = READY

    def take(self):
        if self.inbox:
            return self.inbox.pop(0)
        self.state = WAITING


class Source(Task):
    def __init__(self, kernel, name, priority, count):
        super().__init__(kernel, name, priority)
        self.state = READY
        self.left = count
        self.seed = 1

    def run(self):
        self.left -= 1
        if self.left < 0:
            self.state = STOPPED
            return
        self.seed = (self.seed * 75 + 74) % 65537
        kind = "work" if self.seed & 1 else "disk"
        self.kernel.by_name[kind].deliver(Packet(self.seed & 0xFF))


class Worker(Task):
    total = 0

    def run(self):
        packet = self.take()
        if packet is None:
            return
        packet.data = (packet.data * 5 + 3) & 0xFF
        self.total += packet.data
        packet.hops += 1
        if packet.data < 100 and packet.hops < 4:
            self.kernel.by_name["disk"].deliver(packet)
        else:
            self.kernel.done += 1
            self.kernel.hops += packet.hops


class Device(Task):  # a slow one, it needs two runs for a packet
    def __init__(self, kernel, name, priority, target):
        super().__init__(kernel, name, priority)
        self.target = target
        self.pending = None

    def run(self):
        if self.pending is None:
            self.pending = self.take()
        else:
            self.pending.hops += 1
            self.target.deliver(self.pending)
            self.pending = None


class Kernel:
    done = 0
    hops = 0

    def __init__(self):
        self.tasks = []
        self.by_name = {}

    def add(self, task):
        self.by_name[task.name] = task
        self.tasks.append(task)
        self.tasks.sort(key=lambda task: -task.priority)

    def loop(self):
        switches, current = 0, None
        while True:
            for task in self.tasks:
                if task.state == READY:
                    break
            else:
                return switches
            switches += task is not current
            current = task
            task.runs += 1
            task.run()


def main(n):
    kernel = Kernel()
    worker = Worker(kernel, "work", 3)
    for task in (Source(kernel, "source", 1, n * 20), worker,
                 Device(kernel, "disk", 2, worker)):
        kernel.add(task)
    switches = kernel.loop()
    return kernel.done, kernel.hops, switches, worker.total, worker.runs
