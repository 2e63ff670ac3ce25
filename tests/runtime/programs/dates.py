# Dates and seconds since 1970; the computer's zone is out of it by gmtime and its inverse.
import time

try:
    from calendar import timegm  # CPython's inverse of gmtime
except ImportError:
    timegm = time.mktime

seconds = [0, 1, 86399, 86400, 951782399, 951782400, 951868800, 1078012800, 1709164800, 4107542399, 4107542400]
seconds += [-1, -86400, -86401, -2203977600, 1 << 31, 1 << 32, 253402300799]
seconds += [i * 7919 * 3607 for i in range(0, 300, 7)]
for s in seconds:
    date = tuple(time.gmtime(s))[:8]
    print(s, date, timegm(date + (0,)) == s)
print(time.gmtime(86400.75)[2], len(time.localtime()) >= 8, time.time() > 0)
try:
    time.mktime((2000, 1, 1))
except TypeError:
    print("TypeError")
