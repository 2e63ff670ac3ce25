"""PID control of a simulated heater, with a thermistor formula and a filter."""

import math

SIZE = 6000
SIZE_SMALL = 200
CHECK = (85, 88, 17, 12)


class Pid:
    def __init__(self, kp, ki, kd, low=0.0, high=1.0):
        self.kp = kp
        self.ki = ki
        self.kd = kd
        self.low = low
        self.high = high
        self.integral = 0.0
        self.last = None

    def update(self, target, measured, dt):
        error = target - measured
        slope = 0.0 if self.last is None else (measured - self.last) / dt
        self.last = measured
        integral = self.integral + error * dt
        output = self.kp * error + self.ki * integral - self.kd * slope
        if output > self.high:
            return self.high
        if output < self.low:
            return self.low
        self.integral = integral
        return output


class Heater:
    def __init__(self, ambient=20.0):
        self.ambient = ambient
        self.block = ambient
        self.sensor = ambient

    def step(self, power, dt):
        flow = 0.4 * (self.block - self.sensor)
        self.block += dt * (12.0 * power - 0.05 * (self.block - self.ambient) - flow * 0.1)
        self.sensor += dt * flow

    def resistance(self):
        """Ohms of a 10k thermistor with beta 3950."""
        kelvin = self.sensor + 273.15
        return 10000.0 * math.exp(3950.0 * (1.0 / kelvin - 1.0 / 298.15))


def celsius(ohms):
    return 1.0 / (1.0 / 298.15 + math.log(ohms / 10000.0) / 3950.0) - 273.15


def main(n):
    heater = Heater()
    pid = Pid(0.08, 0.006, 0.05)
    filtered = 20.0
    near = 0
    highest = 0.0
    energy = 0.0
    for i in range(n):
        target = 60.0 if i * 2 < n else 85.0
        filtered += 0.5 * (celsius(heater.resistance()) - filtered)
        power = pid.update(target, filtered, 0.25)
        heater.step(power, 0.25)
        energy += power * 0.25
        highest = max(highest, filtered)
        if abs(target - filtered) < 2.0:
            near += 1
    return int(filtered + 0.5), int(highest + 0.5), int(energy + 0.5), near // 10
