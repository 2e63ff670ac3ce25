"""State machines as classes: a traffic light, a button and a ticket machine."""

SIZE = 20000
SIZE_SMALL = 200
CHECK = (19, 7, 0, 3, 13, 1820)


class TrafficLight:
    DURATIONS = {"red": 12, "amber": 3, "green": 15, "flash": 6}

    def __init__(self):
        self.state = "red"
        self.left = self.DURATIONS["red"]
        self.waiting = False
        self.changes = 0

    def enter(self, state):
        self.state = state
        self.left = self.DURATIONS[state]
        self.changes += 1

    def request(self):
        if self.state == "green" and not self.waiting:
            self.waiting = True
            self.left = min(self.left, 4)

    def tick(self):
        self.left -= 1
        if self.left > 0:
            return
        if self.state == "red":
            self.enter("green")
        elif self.state == "green":
            self.enter("flash" if self.waiting else "amber")
            self.waiting = False
        else:
            self.enter("red")


class Button:
    """Debounced push button that tells short from long presses."""

    def __init__(self):
        self.stable = False
        self.count = 0
        self.held = 0

    def sample(self, level):
        if level == self.stable:
            self.count = 0
            if level:
                self.held += 1
            return None
        self.count += 1
        if self.count < 3:
            return None
        self.stable = level
        self.count = 0
        if level:
            self.held = 0
            return None
        return "long" if self.held > 8 else "short"


class TicketMachine:
    PRICE = 240

    def __init__(self):
        self.handler = self.idle
        self.paid = 0
        self.sold = 0
        self.returned = 0

    def idle(self, event, value):
        if event == "coin":
            self.paid = value
            self.handler = self.paying

    def paying(self, event, value):
        if event == "coin":
            self.paid += value
            if self.paid >= self.PRICE:
                self.sold += 1
                self.returned += self.paid - self.PRICE
                self.handler = self.idle
        elif event == "cancel":
            self.returned += self.paid
            self.handler = self.idle

    def dispatch(self, event, value=0):
        self.handler(event, value)


def main(n):
    light = TrafficLight()
    button = Button()
    machine = TicketMachine()
    presses = {"short": 0, "long": 0}
    for i in range(n):
        level = i * 7 % 40 < 9 or i % 60 > 45
        press = button.sample(level)
        if press is not None:
            presses[press] += 1
            light.request()
            if press == "long":
                machine.dispatch("cancel")
        if i % 3 == 0:
            machine.dispatch("coin", (10, 20, 50, 100, 200)[i // 3 % 5])
        light.tick()
    return (light.changes, light.left, presses["short"], presses["long"],
            machine.sold, machine.returned)
