import micropython
@micropython.viper
def kind(c: int):
    if c < 0:
        return "neg"
    elif c == 0:
        return None
    elif c < 10:
        return "small"
    return "big"
print(kind(-1), kind(0), kind(5), kind(50))
