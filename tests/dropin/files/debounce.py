import micropython
class Button:
    def __init__(self):
        self.state = 0
        self.count = 0
        self.presses = []
    @micropython.viper
    def sample(self, level: int) -> bool:
        c = int(self.count)
        if level == int(self.state):
            self.count = 0
            return False
        c += 1
        self.count = c
        if c >= 3:
            self.state = level
            self.count = 0
            self.presses.append(level)
            return True
        return False
b = Button()
print([b.sample(int(x)) for x in "0111011110000"], b.presses)
