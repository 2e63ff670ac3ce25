# Digests, at all lengths around the ends of blocks.
import binascii
import hashlib

for name in ("sha256", "sha1", "md5"):
    make = getattr(hashlib, name)
    print(name, make().digest() == make(b"").digest(), binascii.hexlify(make(b"abc").digest()))
    all_of_them = make()
    for length in list(range(50, 70)) + list(range(119, 130)) + [1000]:
        all_of_them.update(make(bytes(range(97)) * 11 + b"x" * length).digest())
        all_of_them.update(make(b"y" * length).digest())
    pieces = make()
    for i in range(20):
        pieces.update(b"part " * i)
    print(binascii.hexlify(all_of_them.digest()), binascii.hexlify(pieces.digest()))
