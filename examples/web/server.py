"""A small web server for MicroPython, all of it bytecode; `picture` has the hot functions.

GET  /julia?w=64&h=64&x=-1600&y=2500     a picture (PGM)
POST /adler32                            the checksum of the body, as text
"""

import asyncio

import picture

MOST_BYTES = 1 << 16


def answer(method, path, body):
    """Status, type and body for a request."""
    path, _, query = path.partition("?")
    if method == "GET" and path == "/julia":
        given = picture.fields(query)
        width, height = given.get("w", 64), given.get("h", 64)
        if width < 1 or height < 1 or width * height > MOST_BYTES:
            return "400 Bad Request", "text/plain", b"w * h must be from 1 to 65536\n"
        pixels = bytearray(width * height)
        picture.julia(pixels, width, height, given.get("x", -1600), given.get("y", 2500))
        return "200 OK", "image/x-portable-graymap", b"P5 %d %d 255\n" % (width, height) + pixels
    if method == "POST" and path == "/adler32":
        return "200 OK", "text/plain", b"%08x\n" % picture.adler32(body, len(body))
    return "404 Not Found", "text/plain", b"there is /julia and /adler32\n"


async def serve(reader, writer):
    """One client: one request, one answer."""
    try:
        method, path, _ = (await reader.readline()).decode().split(" ", 2)
        size = 0
        while (line := await reader.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode().partition(":")
            if name.lower() == "content-length":
                size = min(int(value), MOST_BYTES)
        status, kind, body = answer(method, path, await reader.readexactly(size) if size else b"")
    except (ValueError, EOFError, OSError):
        status, kind, body = "400 Bad Request", "text/plain", b"this is no request\n"
    head = "HTTP/1.0 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (status, kind, len(body))
    try:
        writer.write(head.encode())
        writer.write(body)
        await writer.drain()
    except OSError:
        pass  # the client has gone
    writer.close()
    await writer.wait_closed()


async def main(host="0.0.0.0", port=8080):
    """Serve until the board is switched off."""
    await asyncio.start_server(serve, host, port)
    print("serving on port", port)
    while True:
        await asyncio.sleep(3600)
