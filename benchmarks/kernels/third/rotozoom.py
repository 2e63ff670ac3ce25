"""Draw a turned and scaled tiling of a 32 by 32 texture into an RGB565 framebuffer, one colour transparent."""

from array import array

from nativecomp import const, ptr16, uint16, viper

TRANSPARENT = const(0xF81F)


@viper
def rotozoom_pointer(
    texture: ptr16, screen: ptr16, width: int, height: int, u_start: int, v_start: int, du: int, dv: int
) -> None:
    position = 0
    for _ in range(height):
        u = u_start
        v = v_start
        for _ in range(width):
            texel = texture[((v >> 11) & 0x3E0) | ((u >> 16) & 0x1F)]
            if texel != TRANSPARENT:
                screen[position] = texel
            position += 1
            u += du
            v += dv
        u_start -= dv
        v_start += du


@viper
def rotozoom_buffer(
    texture: uint16[:], screen: uint16[:], width: int, u_start: int, v_start: int, du: int, dv: int
) -> None:
    for row in range(0, len(screen), width):
        u = u_start
        v = v_start
        for position in range(row, row + width):
            texel = texture[((v >> 11) & 0x3E0) | ((u >> 16) & 0x1F)]
            if texel != TRANSPARENT:
                screen[position] = texel
            u += du
            v += dv
        u_start -= dv
        v_start += du


def inputs():
    texture = array("H")
    for y in range(32):
        for x in range(32):
            hole = (x - 15) ** 2 + (y - 15) ** 2 < 60
            texture.append(0xF81F if hole else x << 11 | (x ^ y) << 6 | y)
    width, height = 60, 40
    return {
        "texture": texture,
        "screen": array("H", (k & 0xFFFF for k in range(width * height))),
        "width": width,
        "height": height,
        "u_start": -1234567,
        "v_start": 654321,
        "du": 41234,
        "dv": -27001,
    }


def reference(texture, screen, width, height, u_start, v_start, du, dv):
    for y in range(height):
        for x in range(width):
            u = u_start + x * du - y * dv
            v = v_start + x * dv + y * du
            texel = texture[v // 65536 % 32 * 32 + u // 65536 % 32]
            if texel != 0xF81F:
                screen[y * width + x] = texel
