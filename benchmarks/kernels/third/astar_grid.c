#include <stdint.h>
#include <string.h>

static void push(int32_t *heap, int32_t i, int32_t entry) {
    while (i > 0) {
        int32_t parent = (i - 1) >> 1;
        if (heap[parent] <= entry)
            break;
        heap[i] = heap[parent];
        i = parent;
    }
    heap[i] = entry;
}

static int32_t pop(int32_t *heap, int32_t size) {
    int32_t top = heap[0];
    int32_t entry = heap[size];
    int32_t i = 0;
    int32_t child = 1;
    while (child < size) {
        if (child + 1 < size && heap[child + 1] < heap[child])
            child++;
        if (entry <= heap[child])
            break;
        heap[i] = heap[child];
        i = child;
        child = 2 * i + 1;
    }
    heap[i] = entry;
    return top;
}

static inline int32_t magnitude(int32_t x) {
    return x < 0 ? -x : x;
}

int32_t astar_grid(const uint8_t *terrain, int32_t width, int32_t height, int32_t start, int32_t goal,
                   uint16_t *costs, uint16_t *origins, int32_t *heap) {
    memset(costs, 0xFF, (size_t)(width * height) * sizeof *costs);
    int32_t goal_x = goal % width;
    int32_t goal_y = goal / width;
    costs[start] = 0;
    origins[start] = (uint16_t)start;
    heap[0] = start;
    int32_t size = 1;
    while (size > 0) {
        int32_t entry = pop(heap, --size);
        int32_t cell = entry & 0xFFFF;
        int32_t x = cell % width;
        int32_t y = cell / width;
        int32_t cost = costs[cell];
        if (cell == goal)
            return cost;
        if (cell != start && entry >> 16 > cost + magnitude(x - goal_x) + magnitude(y - goal_y))
            continue;
        int32_t dx = 1;
        int32_t dy = 0;
        for (int k = 0; k < 4; k++) {
            int32_t next_x = x + dx;
            int32_t next_y = y + dy;
            int32_t turned = -dy;
            dy = dx;
            dx = turned;
            if (next_x < 0 || next_x >= width || next_y < 0 || next_y >= height)
                continue;
            int32_t neighbour = next_y * width + next_x;
            if (terrain[neighbour] == 0)
                continue;
            int32_t reached = cost + terrain[neighbour];
            if (reached < costs[neighbour]) {
                costs[neighbour] = (uint16_t)reached;
                origins[neighbour] = (uint16_t)cell;
                int32_t estimate = reached + magnitude(next_x - goal_x) + magnitude(next_y - goal_y);
                push(heap, size++, estimate << 16 | neighbour);
            }
        }
    }
    return -1;
}
