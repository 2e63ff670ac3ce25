import micropython
@micropython.native
def named(a, w):
    return f'{a=}', f'{a=!r:>5}', f"é{a:>{w}}é{a=:>{w}}"
@micropython.native
def beside(a):
    return '{{' f'{a}', r"\n{{" f"{a}" '}}'
@micropython.native
def asks_for_more(a):
    return '{}' f'{a}'
@micropython.native
def by_number(a):
    return f"\x7b0\x7d{a}"
@micropython.native
def behind_a_backslash(a):
    return f'\{a}'
@micropython.native
def raw(a):
    return rf"\n{a}\{a}"
@micropython.native
def plain(a):
    return f"abc", f"", f"a}}b{{", f"{a[1:2]}" if isinstance(a, list) else a
@micropython.native
def inside(d):
    return f"{d['k']} {f'{d}'} {(1,2)} {1,2} { {1: 2}[1]} {[q for q in [d]]}"
@micropython.native
def over_lines(a):
    return (f"a{a}"  # text
            "b" f'{a + a}'), f"""
  {a
    + 1} "in" {{a}} \t""", f"\
a{a}\101\
"
@micropython.native
def then(a):
    return f'{a != 3} {a == 3} {a!r}{a!s}', f"{a}".upper() + f"%d{a}" % 3, f"{a:\x3e5}"
@micropython.viper
def typed(n: int, w: int):
    return f"{n:{w}}{n=}"
CALLS = (
    (named, "ab", 6), (beside, 5), (asks_for_more, 5), (by_number, 5), (behind_a_backslash, 5), (raw, 3),
    (plain, [1, 2]), (plain, 5), (inside, {"k": "v"}), (over_lines, 3), (then, 3), (typed, 7, 5),
)
for f, *given in CALLS:
    try:
        print(f(*given))
    except Exception as error:
        print(type(error), error)
