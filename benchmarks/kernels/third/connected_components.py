"""Label the 4-connected parts of a binary image in two passes with a union of labels, and measure their areas."""

from array import array

from nativecomp import ptr8, ptr16, uint8, uint16, viper


@viper
def root_pointer(parents: ptr8, label: int) -> int:
    while parents[label] != label:
        parents[label] = parents[parents[label]]
        label = parents[label]
    return label


@viper
def connected_components_pointer(
    image: ptr8, width: int, height: int, labels: ptr8, parents: ptr8, areas: ptr16
) -> int:
    used = 0
    i = 0
    for y in range(height):
        for x in range(width):
            label = 0
            if image[i]:
                left = 0
                if x > 0:
                    left = labels[i - 1]
                above = 0
                if y > 0:
                    above = labels[i - width]
                if left and above:
                    left = root_pointer(parents, left)
                    above = root_pointer(parents, above)
                    label = min(left, above)
                    parents[max(left, above)] = label
                elif left:
                    label = left
                elif above:
                    label = above
                else:
                    used += 1
                    parents[used] = used
                    label = used
            labels[i] = label
            i += 1
    found = 0
    for label in range(1, used + 1):
        parent = parents[label]
        if parent == label:
            found += 1
            parents[label] = found
        else:
            parents[label] = parents[parent]
    for i in range(width * height):
        label = labels[i]
        if label:
            label = parents[label]
            labels[i] = label
            areas[label] += 1
    return found


@viper
def root_buffer(parents: uint8[:], label: int) -> int:
    while parents[label] != label:
        parents[label] = parents[int(parents[label])]
        label = int(parents[label])
    return label


@viper
def connected_components_buffer(
    image: uint8[:], width: int, height: int, labels: uint8[:], parents: uint8[:], areas: uint16[:]
) -> int:
    used = 0
    i = 0
    for y in range(height):
        for x in range(width):
            label = 0
            if image[i]:
                left = 0
                if x > 0:
                    left = int(labels[i - 1])
                above = 0
                if y > 0:
                    above = int(labels[i - width])
                if left and above:
                    left = root_buffer(parents, left)
                    above = root_buffer(parents, above)
                    label = min(left, above)
                    parents[max(left, above)] = uint8(label)
                elif left:
                    label = left
                elif above:
                    label = above
                else:
                    used += 1
                    parents[used] = uint8(used)
                    label = used
            labels[i] = uint8(label)
            i += 1
    found = 0
    for label in range(1, used + 1):
        parent = int(parents[label])
        if parent == label:
            found += 1
            parents[label] = uint8(found)
        else:
            parents[label] = parents[parent]
    for i in range(len(labels)):
        label = int(labels[i])
        if label:
            label = int(parents[label])
            labels[i] = uint8(label)
            areas[label] += 1
    return found


def inputs():
    width, height = 44, 28
    image = bytearray()
    state = 5
    for y in range(height):
        for x in range(width):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            spiral = max(abs(x - 14), abs(y - 14)) % 3 == 0 and x < 28 and not (x == y and x % 4 == 1)
            comb = x >= 30 and (y > 20 or x % 3 != 1)
            noise = (state >> 16) % 100 < 4
            image.append(255 if (spiral or comb) != noise else 0)
    return {
        "image": bytes(image),
        "width": width,
        "height": height,
        "labels": bytearray(width * height),
        "parents": bytearray(256),
        "areas": array("H", [0] * 256),
    }


def reference(image, width, height, labels, parents, areas):
    provisional = [0] * (width * height)
    used = 0
    groups = {}
    for i in range(width * height):
        if not image[i]:
            continue
        left = provisional[i - 1] if i % width else 0
        above = provisional[i - width] if i >= width else 0
        if not left and not above:
            used += 1
            groups[used] = {used}
            provisional[i] = used
        else:
            merged = set().union(*(groups[label] for label in (left, above) if label))
            for label in merged:
                groups[label] = merged
            provisional[i] = min(merged) if left and above else left or above
    found = 0
    for label in range(1, used + 1):
        least = min(groups[label])
        if least == label:
            found += 1
            parents[label] = found
        else:
            parents[label] = parents[least]
    for i, label in enumerate(provisional):
        labels[i] = parents[label]
        if label:
            areas[labels[i]] += 1
    return found
