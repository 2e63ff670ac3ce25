"""Exceptions: raising, catching, finally in all its ways."""


class Custom(Exception):
    def __init__(self, code, *args):
        super().__init__(code, *args)
        self.code = code


class Derived(Custom, ValueError):
    pass


for error in (ValueError("v"), KeyError("k"), Custom(3, "x"), Derived(4), IndexError(), OSError(2), StopIteration(5)):
    try:
        raise error
    except (ValueError, LookupError) as caught:
        print("first", type(caught).__name__, caught.args, str(caught))
    except Exception as caught:
        print("second", type(caught).__name__, caught.args, getattr(caught, "code", None))
    else:
        print("never")
    finally:
        print("finally")


def paths(n):
    log = []
    for i in range(4):
        try:
            try:
                log.append(i)
                if n == 0:
                    continue
                if n == 1 and i == 1:
                    break
                if n == 2 and i == 2:
                    return log
                if n == 3 and i == 1:
                    raise ValueError(i)
                if n == 4:
                    raise TypeError
            finally:
                log.append("f")
        except ValueError:
            log.append("v")
            continue
        except TypeError:
            log.append("t")
            break
        else:
            log.append("e")
        finally:
            log.append("F")
    return log + ["end"]


for n in range(6):
    print(paths(n))


def override():
    try:
        return 1
    finally:
        return 2


def swallow():
    while True:
        try:
            raise ValueError
        finally:
            break
    return "swallowed"


def nested():
    try:
        try:
            raise KeyError("inner")
        except KeyError:
            try:
                raise ValueError("outer")
            except ValueError:
                pass
            raise
    except KeyError as e:
        return repr(e.args)


def unwind(n):
    if n == 0:
        raise RuntimeError("bottom")
    try:
        unwind(n - 1)
    finally:
        trail.append(n)


trail = []
try:
    unwind(5)
except RuntimeError as e:
    print(trail, e)
print(override(), swallow(), nested())
try:
    raise Custom
except TypeError:
    print("TypeError")
try:
    raise ValueError from KeyError
except ValueError:
    print("from")
try:
    assert False, "message"
except AssertionError as e:
    print(e)
try:
    raise 5
except TypeError:
    print("not an exception")
try:
    [].nothing
except AttributeError:
    print("attribute")
try:
    undefined_name
except NameError:
    print("name")


def generator():
    try:
        yield 1
        yield 2
    finally:
        print("cleanup")


for x in generator():
    print(x)
g = generator()
next(g)
g.close()
