"""Step and direction bits of three motor axes along straight moves: Bresenham's line in space."""

from array import array

from nativecomp import int16, int32, ptr8, ptr16, ptr32, uint8, viper


@viper
def line_3d_steps_pointer(moves: ptr16, count: int, ports: ptr8, position: ptr32) -> int:
    ticks = 0
    for m in range(count):
        dx = int(int16(moves[3 * m]))
        dy = int(int16(moves[3 * m + 1]))
        dz = int(int16(moves[3 * m + 2]))
        position[0] += dx
        position[1] += dy
        position[2] += dz
        directions = 0
        if dx < 0:
            dx = -dx
            directions |= 0x08
        if dy < 0:
            dy = -dy
            directions |= 0x10
        if dz < 0:
            dz = -dz
            directions |= 0x20
        longest = max(dx, dy, dz)
        ex = longest >> 1
        ey = ex
        ez = ex
        for _ in range(longest):
            port = directions
            ex -= dx
            if ex < 0:
                ex += longest
                port |= 1
            ey -= dy
            if ey < 0:
                ey += longest
                port |= 2
            ez -= dz
            if ez < 0:
                ez += longest
                port |= 4
            ports[ticks] = port
            ticks += 1
    return ticks


@viper
def line_3d_steps_buffer(moves: int16[:], ports: uint8[:], position: int32[:]) -> int:
    ticks = 0
    for m in range(0, len(moves), 3):
        dx = int(moves[m])
        dy = int(moves[m + 1])
        dz = int(moves[m + 2])
        position[0] += dx
        position[1] += dy
        position[2] += dz
        directions = 0
        if dx < 0:
            directions |= 0x08
        if dy < 0:
            directions |= 0x10
        if dz < 0:
            directions |= 0x20
        dx = abs(dx)
        dy = abs(dy)
        dz = abs(dz)
        longest = max(dx, max(dy, dz))
        ex = longest >> 1
        ey = ex
        ez = ex
        for _ in range(longest):
            port = directions
            ex -= dx
            if ex < 0:
                ex += longest
                port |= 1
            ey -= dy
            if ey < 0:
                ey += longest
                port |= 2
            ez -= dz
            if ez < 0:
                ez += longest
                port |= 4
            ports[ticks] = uint8(port)
            ticks += 1
    return ticks


def inputs():
    moves = array("h", [100, 0, 0, 0, -77, 30, -60, 60, 60, 0, 0, 0, 5, 130, -41, -90, -12, 7])
    moves.extend([33, 34, 35, 120, -1, -119, 1, 1, 1, -140, 70, 35, 0, 0, -88, 64, 32, 16])
    return {
        "moves": moves,
        "count": len(moves) // 3,
        "ports": bytearray(1024),
        "position": array("i", [1000, -500, 70000]),
    }


def reference(moves, count, ports, position):
    ticks = 0
    for m in range(count):
        move = moves[3 * m : 3 * m + 3]
        longest = max(map(abs, move))
        start = longest // 2
        for tick in range(longest):
            port = 0
            for axis, d in enumerate(move):
                done = -((start - tick * abs(d)) // longest)
                if -((start - (tick + 1) * abs(d)) // longest) > done:
                    port |= 1 << axis
                if d < 0:
                    port |= 8 << axis
            ports[ticks] = port
            ticks += 1
        for axis in range(3):
            position[axis] += move[axis]
    return ticks
