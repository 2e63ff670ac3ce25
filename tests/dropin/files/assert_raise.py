import micropython
@micropython.viper
def chk(n: int) -> int:
    assert n > 0, "positive"
    if n > 5:
        raise OSError(n)
    return n
for v in (1, 9, 0):
    try:
        print(chk(v))
    except Exception as e:
        print(type(e).__name__, e)
