"""Write nested data as JSON text and read it back with a small parser."""

SIZE = 70
SIZE_SMALL = 2
CHECK = (332, 40505)

ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


def write_string(text):
    parts = ['"']
    for letter in text:
        if letter in ESCAPES:
            parts.append(ESCAPES[letter])
        elif ord(letter) < 32:
            parts.append("\\u%04x" % ord(letter))
        else:
            parts.append(letter)
    parts.append('"')
    return "".join(parts)


def write(value):
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, str):
        return write_string(value)
    if isinstance(value, (list, tuple)):
        return "[" + ",".join([write(item) for item in value]) + "]"
    if isinstance(value, dict):
        pairs = []
        for key in sorted(value):
            pairs.append(write_string(key) + ":" + write(value[key]))
        return "{" + ",".join(pairs) + "}"
    raise TypeError("cannot write " + str(type(value)))


class Reader:
    WORDS = (("null", None), ("true", True), ("false", False))

    def __init__(self, text):
        self.text = text
        self.at = 0

    def value(self):
        letter = self.text[self.at]
        if letter == "{":
            result = {}
            for _ in self.items("}"):
                key = self.string()
                self.at += 1
                result[key] = self.value()
            return result
        if letter == "[":
            return [self.value() for _ in self.items("]")]
        if letter == '"':
            return self.string()
        for word, constant in self.WORDS:
            if self.text.startswith(word, self.at):
                self.at += len(word)
                return constant
        return self.number()

    def items(self, end):
        self.at += 1
        while self.text[self.at] != end:
            yield
            if self.text[self.at] == ",":
                self.at += 1
        self.at += 1

    def number(self):
        start = self.at
        while self.at < len(self.text) and self.text[self.at] in "-0123456789":
            self.at += 1
        return int(self.text[start:self.at])

    def string(self):
        result = ""
        self.at += 1
        while (letter := self.text[self.at]) != '"':
            if letter == "\\":
                self.at += 1
                letter = self.text[self.at]
                if letter == "u":
                    letter = chr(int(self.text[self.at + 1:self.at + 5], 16))
                    self.at += 4
                else:
                    letter = {"n": "\n", "t": "\t"}.get(letter, letter)
            result += letter
            self.at += 1
        self.at += 1
        return result


def main(n):
    total = 0
    checksum = 0
    for i in range(n):
        data = {
            "id": i, "name": 'node "%d"\n' % i, "ok": i % 2 == 0, "next": None,
            "values": [j * i - 20 for j in range(12)],
            "nested": {"path": "a\\b\tc\x01", "empty": [], "none": {}},
        }
        text = write(data)
        if Reader(text).value() != data:
            return -1
        total += len(text)
        for letter in text:
            checksum = (checksum * 5 + ord(letter)) & 0xFFFF
    return total, checksum
