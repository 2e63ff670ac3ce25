import micropython
@micropython.viper
def wrap(text, width: int):
    lines = [""]
    for word in text.split(" "):
        if int(len(lines[-1])) + int(len(word)) + 1 > width:
            lines.append(word)
        else:
            if int(len(lines[-1])) > 0:
                lines[-1] += " "
            lines[-1] += word
    return lines
print(wrap("the quick brown fox jumps over", 10))
