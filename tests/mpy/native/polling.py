import micropython
hits = []
def callback(x): hits.append(x)
def nothing(): pass
@micropython.native
def waits(n):
    micropython.schedule(callback, n)
    turns = 0
    while not hits:
        turns += 1
    return turns >= 0
@micropython.native
def counts(n):
    micropython.schedule(callback, n)
    for i in range(20000): pass
    return list(hits)
@micropython.native
def counts_fast(n):
    micropython.schedule(callback, n)
    s = 0
    i = 0
    while i < 20000:
        s = (s + i * 3) & 0xFFFF
        i += 1
    return list(hits), s, i
@micropython.native
def counts_in_floats(n):
    micropython.schedule(callback, n)
    x = 0.0
    for i in range(n * 20000 + 7): x += 0.5
    return list(hits), x, i
@micropython.native
def in_a_loop(n):
    micropython.schedule(callback, n)
    c = 0
    for i in range(1000):
        for j in range(i & 31):
            if i & j: c += 1
    return list(hits), c
@micropython.native
def over_items(n):
    micropython.schedule(callback, n)
    s = 0
    for x in [1, 2.5] * 5000: s += x
    return list(hits), s
@micropython.native
def in_regions(n):
    micropython.schedule(callback, n)
    turns = 0
    while not hits:
        try:
            nothing()
            if turns & 1: continue
        except ValueError:
            pass
        finally:
            turns += 1
    return turns >= 0
@micropython.native
def generator(n):
    micropython.schedule(callback, n)
    while not hits: nothing()
    yield list(hits)
    micropython.schedule(callback, n + 1)
    i = 0
    while len(hits) < 2: i += 1
    yield list(hits)
@micropython.native
def changes_what_is_read(n):
    global limit
    limit = 1 << 40
    def lower(x):
        global limit
        limit = x
    micropython.schedule(lower, 5)
    i = 0
    while i < limit: i += 1
    return i >= 5
@micropython.native
def raises(n):
    def fail(x): raise KeyError(x)
    i = 0
    try:
        while True:
            i += 1
            if i == 5000: hits.append("done"); return i
    finally:
        hits.append("finally")
@micropython.native
def locked(n):
    x = 0
    micropython.heap_lock()
    for i in range(20000): x ^= i
    micropython.heap_unlock()
    return x
for f in (waits, counts, counts_fast, counts_in_floats, in_a_loop, over_items, in_regions, changes_what_is_read, raises, locked):
    hits.clear()
    print(f(2), hits)
hits.clear()
for one in generator(1): print(one)
