"""Exceptions: raised and caught through levels, finally, own classes."""

SIZE = 120
SIZE_SMALL = 4
CHECK = (84058, 2200, "KIZATVSV")


class BankError(Exception):
    code = 1


class Overdrawn(BankError):
    code = 2

    def __init__(self, account, missing):
        super().__init__("overdrawn by %d" % missing)
        self.account = account
        self.missing = missing


class Closed(BankError):
    code = 3


class Retry(Exception):
    pass


class Account:
    def __init__(self, name, balance):
        self.name = name
        self.balance = balance
        self.is_open = True

    def withdraw(self, amount):
        if not self.is_open:
            raise Closed(self.name)
        if amount > self.balance:
            raise Overdrawn(self, amount - self.balance)
        self.balance -= amount

    def deposit(self, amount):
        if not self.is_open:
            raise Closed(self.name)
        if amount <= 0:
            raise ValueError("amount")
        self.balance += amount


class Transaction:
    """A with-block that puts the balances back after a BankError."""

    def __init__(self, accounts):
        self.accounts = accounts
        self.saved = None
        self.undone = 0

    def __enter__(self):
        self.saved = [account.balance for account in self.accounts]
        return self

    def __exit__(self, kind, error, trace):
        if kind is not None and issubclass(kind, BankError):
            for account, balance in zip(self.accounts, self.saved):
                account.balance = balance
            self.undone += error.code
            return True
        return False


def transfer(source, target, amount):
    source.withdraw(amount)
    target.deposit(amount)


def bank(rounds):
    accounts = [Account("a%d" % i, 100) for i in range(4)]
    transaction = Transaction(accounts)
    bad = missing = 0
    seed = 3
    for i in range(rounds):
        seed = (seed * 75 + 74) % 65537
        source = accounts[seed % 4]
        target = accounts[(seed >> 3) % 4]
        amount = (seed >> 5) % 90
        if i == rounds // 2:
            accounts[3].is_open = False
        try:
            with transaction:
                transfer(source, target, amount)
            if i % 4 == 0:
                source.withdraw(amount * 2)
        except Overdrawn as error:
            missing += error.missing
            if error.account is not source:
                return -1
        except (ValueError, BankError) as error:
            bad += len(str(error))
    return transaction.undone + sum(a.balance for a in accounts), missing, bad


def descend(depth, steps):
    """Raises at the bottom; each level up cleans and every third changes."""
    try:
        steps.append(depth)
        if depth == 0:
            raise KeyError("bottom")
        return descend(depth - 1, steps)
    except KeyError:
        if depth % 3 == 2:
            raise ValueError(depth)
        raise
    except ValueError as error:
        if depth % 3 == 1:
            raise KeyError(error.args[0] + depth)
        raise
    finally:
        steps.append(-depth)


def in_loop(limit):
    """Break, continue and return through finally clauses."""
    count = 0
    for i in range(limit):
        try:
            if i % 3 == 0:
                continue
            if i == limit - 2:
                break
            try:
                count += 10 // (i % 4)
            except ZeroDivisionError:
                count += 100
            else:
                count += 1
        finally:
            count += 1000
    try:
        return count
    finally:
        count = 0


def attempt(tries, need):
    if tries < need:
        raise Retry(tries)
    return tries * 10


def with_retries(need):
    tries = 0
    while True:
        try:
            return attempt(tries, need)
        except Retry as error:
            tries = error.args[0] + 1


def parse(text):
    """A sum of integers, where bad parts count in other ways."""
    total = bad = 0
    for part in text.split():
        try:
            total += int(part)
        except ValueError:
            bad += 1
    return total, bad


def builtin_errors():
    caught = ""
    table = {"x": 1}
    items = [1, 2, 3]
    for action in (lambda: table["y"], lambda: items[5], lambda: 1 // 0,
                   lambda: items.nothing, lambda: "a" + 1, lambda: int("q"),
                   lambda: next(iter([])), lambda: items.remove(9)):
        try:
            action()
        except LookupError as error:
            caught += "K" if isinstance(error, KeyError) else "I"
        except ArithmeticError:
            caught += "Z"
        except AttributeError:
            caught += "A"
        except (TypeError, ValueError) as error:
            caught += type(error).__name__[0]
        except Exception as error:
            caught += "S" if type(error) is StopIteration else "?"
    return caught


def main(n):
    total = missing = 0
    caught = ""
    for i in range(n):
        balance, lacked, bad = bank(40)
        total += balance + bad
        missing += lacked
        steps = []
        try:
            descend(8 + i % 3, steps)
        except KeyError as error:
            total += 1 if error.args[0] == "bottom" else error.args[0]
        except ValueError as error:
            total += 100 * error.args[0]
        for place, step in enumerate(steps):
            total += place * step
        total += in_loop(20) + with_retries(5 + i % 4)
        value, bad = parse("12 x 7 9z 40 - 3 8 ten")
        total += value * bad
        caught = builtin_errors()
    return total, missing, caught
