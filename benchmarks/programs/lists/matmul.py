"""Matrix products, powers and a determinant on nested lists of ints."""

SIZE = 30
SIZE_SMALL = 5
CHECK = (19860, 2285)

MODULUS = 9973


def make_matrix(size, seed):
    matrix = []
    for _ in range(size):
        row = []
        for _ in range(size):
            seed = (seed * 75 + 74) % 65537
            row.append(seed % 100 - 50)
        matrix.append(row)
    return matrix


def multiply(a, b):
    size = len(a)
    result = [[0] * size for _ in range(size)]
    for i in range(size):
        for j in range(size):
            total = 0
            for k in range(size):
                total += a[i][k] * b[k][j]
            result[i][j] = total % MODULUS
    return result


def multiply_by_rows(a, b):
    columns = list(zip(*b))
    return [
        [sum(x * y for x, y in zip(row, column)) % MODULUS for column in columns]
        for row in a
    ]


def determinant(matrix):
    """Determinant modulo MODULUS by elimination."""
    rows = [row[:] for row in matrix]
    size = len(rows)
    result = 1
    for column in range(size):
        pivot = column
        while pivot < size and rows[pivot][column] % MODULUS == 0:
            pivot += 1
        if pivot == size:
            return 0
        if pivot != column:
            rows[pivot], rows[column] = rows[column], rows[pivot]
            result = -result
        top = rows[column]
        result = result * top[column] % MODULUS
        inverse = pow(top[column], MODULUS - 2, MODULUS)
        for r in range(column + 1, size):
            row = rows[r]
            factor = row[column] * inverse % MODULUS
            if factor:
                for c in range(column, size):
                    row[c] = (row[c] - factor * top[c]) % MODULUS
    return result


def main(n):
    a = make_matrix(n, 1)
    b = make_matrix(n, 99)
    product = multiply(a, b)
    if multiply_by_rows(a, b) != product:
        return -1
    trace = 0
    for i in range(n):
        trace += product[i][i]
    result = determinant(product)
    if determinant(a) * determinant(b) % MODULUS != result:
        return -2
    return trace, result
