import micropython
counter = 0
@micropython.viper
def tick(n: int):
    global counter
    counter = int(counter) + n
    return counter
print(tick(2), tick(3), counter)
