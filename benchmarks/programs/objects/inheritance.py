"""Sensor classes with base class, overriding, super calls and class data."""

SIZE = 4000
SIZE_SMALL = 40
CHECK = '23725 3 11/40 5 in=9C out=66F mean=-6C turns=120 hot=39C'


class Sensor:
    unit = ""
    created = 0

    def __init__(self, name):
        self.name = name
        self.readings = 0
        self.last = 0
        Sensor.created += 1

    def raw(self, tick):
        return tick * 31 % 1024

    def convert(self, raw):
        return raw

    def read(self, tick):
        self.readings += 1
        self.last = self.convert(self.raw(tick))
        return self.last

    def describe(self):
        return self.name + "=" + str(self.last) + self.unit


class Thermometer(Sensor):
    unit = "C"

    def __init__(self, name, offset=50):
        super().__init__(name)
        self.offset = offset

    def convert(self, raw):
        return raw * 330 // 1024 - self.offset


class Fahrenheit(Thermometer):
    unit = "F"

    def convert(self, raw):
        return super().convert(raw) * 9 // 5 + 32


class Smoothing:
    """To mix in: mean of the last four values."""

    window = 4

    def smooth(self, value):
        if not hasattr(self, "history"):
            self.history = []
        self.history.append(value)
        if len(self.history) > self.window:
            self.history.pop(0)
        return sum(self.history) // len(self.history)


class SmoothThermometer(Thermometer, Smoothing):
    def read(self, tick):
        self.last = self.smooth(Thermometer.read(self, tick))
        return self.last


class Counter(Sensor):
    def __init__(self, name, step):
        super().__init__(name)
        self.step = step
        self.value = 0

    def raw(self, tick):
        self.value += self.step
        return self.value


class Alarm:
    def __init__(self, sensor, limit):
        self.sensor = sensor
        self.limit = limit
        self.count = 0

    def __getattr__(self, name):
        return getattr(self.sensor, name)

    def read(self, tick):
        value = self.sensor.read(tick)
        if value > self.limit:
            self.count += 1
        return value


def main(n):
    Sensor.created = 0
    sensors = [
        Thermometer("in"),
        Fahrenheit("out", offset=40),
        SmoothThermometer("mean"),
        Counter("turns", 3),
        Alarm(Thermometer("hot", 20), 200),
    ]
    total = 0
    for tick in range(n):
        for sensor in sensors:
            total += sensor.read(tick)
    thermometers = len([s for s in sensors if isinstance(s, Thermometer)])
    text = " ".join([sensor.describe() for sensor in sensors])
    alarm = sensors[-1]
    return "%d %d %d/%d %d " % (
        total, thermometers, alarm.count, alarm.readings, Sensor.created) + text
