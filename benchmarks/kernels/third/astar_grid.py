"""Cheapest way across a grid of terrain costs with A*, a binary heap and the Manhattan distance."""

from array import array

from nativecomp import int32, ptr8, ptr16, ptr32, uint8, uint16, viper


@viper
def push_pointer(heap: ptr32, size: int, entry: int) -> None:
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if heap[parent] <= entry:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = entry


@viper
def pop_pointer(heap: ptr32, size: int) -> int:
    top = heap[0]
    entry = heap[size]
    i = 0
    child = 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if entry <= heap[child]:
            break
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    heap[i] = entry
    return top


@viper
def astar_grid_pointer(
    terrain: ptr8, width: int, height: int, start: int, goal: int, costs: ptr16, origins: ptr16, heap: ptr32
) -> int:
    for i in range(width * height):
        costs[i] = 0xFFFF
    goal_x = goal % width
    goal_y = goal // width
    costs[start] = 0
    origins[start] = start
    heap[0] = start
    size = 1
    while size > 0:
        size -= 1
        entry = pop_pointer(heap, size)
        cell = entry & 0xFFFF
        x = cell % width
        y = cell // width
        cost = costs[cell]
        if cell == goal:
            return cost
        if cell != start and entry >> 16 > cost + abs(x - goal_x) + abs(y - goal_y):
            continue
        dx = 1
        dy = 0
        for _ in range(4):
            next_x = x + dx
            next_y = y + dy
            dx, dy = -dy, dx
            if next_x < 0 or next_x >= width or next_y < 0 or next_y >= height:
                continue
            neighbour = next_y * width + next_x
            if terrain[neighbour] == 0:
                continue
            reached = cost + terrain[neighbour]
            if reached < costs[neighbour]:
                costs[neighbour] = reached
                origins[neighbour] = cell
                estimate = reached + abs(next_x - goal_x) + abs(next_y - goal_y)
                push_pointer(heap, size, (estimate << 16) | neighbour)
                size += 1
    return -1


@viper
def push_buffer(heap: int32[:], size: int, entry: int) -> None:
    i = size
    while i > 0:
        parent = (i - 1) >> 1
        if heap[parent] <= entry:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = entry


@viper
def pop_buffer(heap: int32[:], size: int) -> int:
    top = heap[0]
    entry = heap[size]
    i = 0
    child = 1
    while child < size:
        if child + 1 < size and heap[child + 1] < heap[child]:
            child += 1
        if entry <= heap[child]:
            break
        heap[i] = heap[child]
        i = child
        child = 2 * i + 1
    heap[i] = entry
    return top


@viper
def astar_grid_buffer(
    terrain: uint8[:],
    width: int,
    height: int,
    start: int,
    goal: int,
    costs: uint16[:],
    origins: uint16[:],
    heap: int32[:],
) -> int:
    for i in range(width * height):
        costs[i] = 0xFFFF
    goal_x = goal % width
    goal_y = goal // width
    costs[start] = 0
    origins[start] = uint16(start)
    heap[0] = start
    size = 1
    while size > 0:
        size -= 1
        entry = pop_buffer(heap, size)
        cell = entry & 0xFFFF
        x = cell % width
        y = cell // width
        cost = int(costs[cell])
        if cell == goal:
            return cost
        if cell != start and entry >> 16 > cost + abs(x - goal_x) + abs(y - goal_y):
            continue
        dx = 1
        dy = 0
        for _ in range(4):
            next_x = x + dx
            next_y = y + dy
            dx, dy = -dy, dx
            if next_x < 0 or next_x >= width or next_y < 0 or next_y >= height:
                continue
            neighbour = next_y * width + next_x
            if terrain[neighbour] == 0:
                continue
            reached = cost + terrain[neighbour]
            if reached < costs[neighbour]:
                costs[neighbour] = uint16(reached)
                origins[neighbour] = uint16(cell)
                estimate = reached + abs(next_x - goal_x) + abs(next_y - goal_y)
                push_buffer(heap, size, (estimate << 16) | neighbour)
                size += 1
    return -1


def inputs():
    width, height = 26, 18
    terrain = bytearray()
    state = 1968
    for y in range(height):
        for x in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            wall = (x == 8 and y > 2) or (x == 17 and y < 14) or (y == 9 and 3 < x < 9)
            terrain.append(0 if wall or (state >> 16) % 9 == 0 else 1 + (state >> 20) % 4)
    terrain[0] = 1
    terrain[-1] = 1
    return {
        "terrain": bytes(terrain),
        "width": width,
        "height": height,
        "start": 0,
        "goal": width * height - 1,
        "costs": array("H", [0] * width * height),
        "origins": array("H", [0] * width * height),
        "heap": array("i", [0] * 2 * width * height),
    }


def reference(terrain, width, height, start, goal, costs, origins, heap):
    def distance(cell):
        return abs(cell % width - goal % width) + abs(cell // width - goal // width)

    costs[:] = array("H", [0xFFFF] * len(costs))
    costs[start] = 0
    origins[start] = start
    heap[0] = start
    size = 1
    while size:
        size -= 1
        estimate, cell = divmod(heap[0], 65536)
        heap[0] = heap[size]
        i = 0
        while True:
            least = min((k for k in (i, 2 * i + 1, 2 * i + 2) if k < max(size, 1)), key=lambda k: heap[k])
            if least == i:
                break
            heap[i], heap[least] = heap[least], heap[i]
            i = least
        if cell == goal:
            return costs[goal]
        if cell != start and estimate > costs[cell] + distance(cell):
            continue
        y, x = divmod(cell, width)
        for next_x, next_y in ((x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)):
            if next_x not in range(width) or next_y not in range(height):
                continue
            neighbour = next_x + width * next_y
            reached = costs[cell] + terrain[neighbour]
            if terrain[neighbour] and reached < costs[neighbour]:
                costs[neighbour] = reached
                origins[neighbour] = cell
                heap[size] = (reached + distance(neighbour)) * 65536 + neighbour
                i = size
                while i and heap[i] < heap[(i - 1) // 2]:
                    heap[i], heap[(i - 1) // 2] = heap[(i - 1) // 2], heap[i]
                    i = (i - 1) // 2
                size += 1
    return -1
