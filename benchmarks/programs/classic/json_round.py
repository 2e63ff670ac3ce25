"""Nested data made, written as JSON, read back and compared."""

import json

SIZE = 8
SIZE_SMALL = 1
CHECK = (8511, 465941, 62171)

STATIONS = 8
KINDS = ("rain", "wind", "sun", "snow", "fog")


def make_station(number, seed):
    readings = []
    for hour in range(12):
        seed = (seed * 75 + 74) % 65537
        readings.append({
            "hour": hour,
            "kind": KINDS[seed % 5],
            "level": seed % 1000 - 500,
            "share": (seed % 64) / 8,
            "valid": seed % 3 != 0,
        })
    return {
        "id": number,
        "name": "station \"%d\"" % number,
        "place": {"row": number // 3, "column": number % 3, "path": "a/b\\c"},
        "note": None if number % 2 else "first line\nsecond line",
        "tags": [KINDS[(number + i) % 5] for i in range(number % 4)],
        "readings": readings,
        "empty": [{}, [], ""],
    }, seed


def make_data(seed):
    stations = []
    for number in range(STATIONS):
        station, seed = make_station(number, seed)
        stations.append(station)
    return {"version": 3, "stations": stations, "seed": seed}


def same(a, b):
    """Deep comparison, type by type."""
    if isinstance(a, dict):
        if not isinstance(b, dict) or len(a) != len(b):
            return False
        for key in a:
            if key not in b or not same(a[key], b[key]):
                return False
        return True
    if isinstance(a, list):
        if not isinstance(b, list) or len(a) != len(b):
            return False
        for i in range(len(a)):
            if not same(a[i], b[i]):
                return False
        return True
    return a == b


def weigh(value):
    """A number for the whole content of a value."""
    if isinstance(value, dict):
        total = 0
        for key, item in value.items():
            total += len(key) + weigh(item)
        return total
    if isinstance(value, list):
        total = 1
        for item in value:
            total += weigh(item)
        return total
    if isinstance(value, str):
        return len(value)
    if value is None:
        return 3
    if value is True or value is False:
        return 7 if value else 5
    return int(value * 8)


def main(n):
    seed = 11
    chars = weight = 0
    for _ in range(n):
        data = make_data(seed)
        seed = data["seed"]
        text = json.dumps(data)
        back = json.loads(text)
        if back != data or not same(back, data):
            return -1
        back["stations"][2]["readings"][5]["level"] += 1
        if back == data or same(back, data):
            return -2
        try:
            json.loads(text[:len(text) // 2])
            return -3
        except ValueError:
            pass
        chars += len(text)
        weight += weigh(data)
    return chars, weight, seed
