"""Stands in for `mpy-cross`: passes its arguments and its input to the compile server, and gives back the answer.

MicroPython's test runner starts it once a test, so it imports nothing that takes time.
"""

import marshal
import os
import socket
import sys

SOCKET_VARIABLE = "NATIVECOMP_CONFORMANCE_SOCKET"


def main() -> int:
    arguments = sys.argv[1:]
    source = sys.stdin.buffer.read() if arguments[-1:] == ["-"] else b""
    with socket.socket(socket.AF_UNIX) as server:
        server.connect(os.environ[SOCKET_VARIABLE])
        server.sendall(marshal.dumps((arguments, os.getcwd(), source)))
        server.shutdown(socket.SHUT_WR)
        with server.makefile("rb") as answers:
            code, output, errors = marshal.load(answers)
    sys.stdout.buffer.write(output)
    sys.stderr.buffer.write(errors)
    return int(code)


if __name__ == "__main__":
    sys.exit(main())
