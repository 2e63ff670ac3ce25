"""Edit distance with the least of three by `if`."""

from nativecomp import ptr8, ptr16, viper


@viper
def levenshtein(row: ptr16, a: ptr8, a_size: int, b: ptr8, b_size: int) -> int:
    for j in range(b_size + 1):
        row[j] = j
    for i in range(a_size):
        letter = a[i]
        diagonal = row[0]
        row[0] = i + 1
        for j in range(b_size):
            above = row[j + 1]
            if b[j] == letter:
                row[j + 1] = diagonal
            else:
                least = row[j]
                if above < least:
                    least = above
                if diagonal < least:
                    least = diagonal
                row[j + 1] = least + 1
            diagonal = above
    return row[b_size]
