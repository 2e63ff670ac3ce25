"""A real board's serial line, for `nativecomp.program.session`."""

from contextlib import suppress
from typing import Self

import serial

from nativecomp.program.session import BoardGoneError

_BAUD = 115200


class SerialLine:
    """The serial port of that name; it is closed with the block."""

    def __init__(self, port: str) -> None:
        """
        Raises:
            BoardGoneError: it cannot be opened.
        """
        try:
            self._port = serial.Serial(port, _BAUD, exclusive=True)
        except (serial.SerialException, ValueError) as error:
            raise BoardGoneError(f"the serial port {port} cannot be opened: {error}") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._port.close()

    def read(self, seconds: float) -> bytes:
        try:
            self._port.timeout = seconds
            return bytes(self._port.read(max(1, self._port.in_waiting)))
        except (serial.SerialException, OSError) as error:
            raise BoardGoneError(f"the serial port is gone: {error}") from None

    def write(self, data: bytes) -> None:
        with suppress(serial.SerialException, OSError):  # the next read tells
            self._port.write(data)
