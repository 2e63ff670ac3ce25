"""Event simulation of a small shop with a binary heap of event objects."""

SIZE = 40
SIZE_SMALL = 2
CHECK = (92, 4889, 10, 913)

CUSTOMERS = 40


class Event:
    def __init__(self, time, order, action, argument):
        self.time = time
        self.order = order
        self.action = action
        self.argument = argument

    def __lt__(self, other):
        if self.time != other.time:
            return self.time < other.time
        return self.order < other.order


class EventQueue:
    def __init__(self):
        self.heap = []
        self.order = 0
        self.now = 0

    def schedule(self, delay, action, argument=None):
        self.order += 1
        self.push(Event(self.now + delay, self.order, action, argument))

    def push(self, event):
        heap = self.heap
        heap.append(event)
        i = len(heap) - 1
        while i > 0:
            parent = (i - 1) // 2
            if not event < heap[parent]:
                break
            heap[i] = heap[parent]
            i = parent
        heap[i] = event

    def pop(self):
        heap = self.heap
        top = heap[0]
        last = heap.pop()
        if heap:
            size = len(heap)
            i = 0
            child = 1
            while child < size:
                if child + 1 < size and heap[child + 1] < heap[child]:
                    child += 1
                if not heap[child] < last:
                    break
                heap[i] = heap[child]
                i = child
                child = 2 * i + 1
            heap[i] = last
        return top

    def run(self):
        while self.heap:
            event = self.pop()
            self.now = event.time
            event.action(event.argument)


class Shop:
    def __init__(self, queue, tills, seed):
        self.queue = queue
        self.free = tills
        self.line = []
        self.served = 0
        self.waited = 0
        self.longest = 0
        self.seed = seed

    def random(self, low, high):
        self.seed = (self.seed * 75 + 74) % 65537
        return low + self.seed % (high - low)

    def arrive(self, customer):
        self.line.append((customer, self.queue.now))
        self.longest = max(self.longest, len(self.line))
        self.serve()

    def serve(self):
        while self.free and self.line:
            customer, since = self.line.pop(0)
            self.waited += self.queue.now - since
            self.free -= 1
            self.queue.schedule(self.random(20, 90), self.leave, customer)

    def leave(self, customer):
        self.free += 1
        self.served += 1
        if customer % 7 == 0:
            self.queue.schedule(self.random(5, 15), self.arrive, customer + 1)
        self.serve()


def main(n):
    served = waited = longest = now = 0
    for day in range(n):
        queue = EventQueue()
        shop = Shop(queue, 3, day + 3)
        for customer in range(CUSTOMERS):
            queue.schedule(shop.random(0, CUSTOMERS * 18), shop.arrive, customer)
        queue.run()
        served += shop.served
        waited += shop.waited
        longest = max(longest, shop.longest)
        now = max(now, queue.now)
    return served, waited, longest, now
