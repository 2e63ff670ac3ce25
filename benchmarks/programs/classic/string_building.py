"""Text built by joins, additions and formatting, then replaced and split."""

SIZE = 20
SIZE_SMALL = 1
CHECK = (1378, 1764, 527)

WORDS = ("lamp", "river", "stone", "copper", "wire", "signal", "cloud",
         "engine", "garden", "paper")


def mark_of(text):
    mark = 7
    for char in text:
        mark = (mark * 31 + ord(char)) % 32749
    return mark


def by_addition(count):
    text = ""
    for i in range(count):
        text += WORDS[i % len(WORDS)]
        text += ", " if i % 5 else ";\n"
    return text


def by_join(count):
    parts = []
    for i in range(count):
        parts.append(WORDS[(i * 7) % len(WORDS)].upper())
    return "-".join(parts)


def by_formatting(count):
    lines = []
    for i in range(count):
        word = WORDS[i % len(WORDS)]
        lines.append("%03d %-8s|%x" % (i, word, i * 37))
        lines.append("{:>8}:{:<5}:{:^7}".format(word, i, -i))
        lines.append(f"{word}={i * i:05d}")
    return "\n".join(lines)


def caesar(text, shift):
    result = []
    for char in text:
        if "a" <= char <= "z":
            char = chr((ord(char) - 97 + shift) % 26 + 97)
        elif char.isdigit():
            char = str((int(char) + shift) % 10)
        result.append(char)
    return "".join(result)


def capitals(text):
    return " ".join([word[:1].upper() + word[1:] for word in text.split()])


def is_palindrome(text):
    letters = "".join([char for char in text.lower() if char.isalpha()])
    backwards = ""
    for char in letters:
        backwards = char + backwards
    return letters == backwards


def table(text):
    """Lines of 'key=value' taken apart and put together again."""
    total = 0
    keys = ""
    for line in text.split("\n"):
        if "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            total += int(value.strip())
            keys += key.strip()[0]
    return total, keys


def main(n):
    chars = mark = total = 0
    for i in range(n):
        added = by_addition(40 + i % 3)
        joined = by_join(30)
        formatted = by_formatting(12)
        replaced = added.replace("stone", "pebble").replace(", ", " ")
        pieces = [piece.strip() for piece in replaced.split(";")]
        secret = caesar(formatted, 3 + i % 5)
        if caesar(secret, -3 - i % 5) != formatted:
            return -1
        if not is_palindrome("A man, a plan, a canal: Panama"):
            return -2
        value, keys = table(formatted)
        title = capitals(replaced)
        chars += len(added) + len(joined) + len(secret) + len(title)
        chars += joined.count("ER") + title.find("Pebble") + len(pieces)
        total += value + len(keys)
        mark = (mark + mark_of(pieces[i % len(pieces)]) +
                mark_of(keys)) % 32749
        for word in joined.split("-"):
            if word.endswith("E") and word.lower() in WORDS:
                total += 1
    return chars, mark, total
