"""What a board runs at power-on, and `micropython main.py` on a computer."""

import asyncio
import sys

import server

asyncio.run(server.main(port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080))
