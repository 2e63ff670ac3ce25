"""Lines with `int(...)` around what the built-in functions give."""

from nativecomp import ptr8, ptr16, viper


@viper
def polyline(frame: ptr8, stride: int, points: ptr16, count: int, colour: int):
    x = points[0]
    y = points[1]
    for i in range(1, count):
        end_x = points[2 * i]
        end_y = points[2 * i + 1]
        dx = int(abs(end_x - x))
        dy = -int(abs(end_y - y))
        step_x = 1 if x < end_x else -1
        step_y = 1 if y < end_y else -1
        error = dx + dy
        while True:
            frame[y * stride + x] = colour
            if x == end_x and y == end_y:
                break
            twice = 2 * error
            if twice >= dy:
                error += dy
                x += step_x
            if twice <= dx:
                error += dx
                y += step_y
