// The module `hashlib`: SHA-256, SHA-1 and MD5.
//
// All three work on blocks of 64 bytes: each block is mixed into a few words of state. The last block ends
// with a one bit and the length of all in bits; the words are the digest then. They differ in the order of
// bytes in a word, in how many words there are, and in how they are mixed (FIPS 180-4, RFC 1321).
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

enum { BLOCK = 64, LENGTH_AT = BLOCK - 8, WORDS_MAX = 8 };

struct hash {
    const struct nc_type *type;
    uint32_t state[WORDS_MAX];
    uint64_t length; // in bytes
    bool finished;   // the digest was taken
    uint8_t block[BLOCK];
};

static uint32_t left(uint32_t word, unsigned count) {
    return word << count | word >> (32 - count);
}
static uint32_t right(uint32_t word, unsigned count) {
    return left(word, 32 - count);
}

static uint32_t choose(uint32_t bits, uint32_t yes, uint32_t no) {
    return (bits & yes) | (~bits & no);
}
static uint32_t majority(uint32_t a, uint32_t b, uint32_t c) {
    return (a & b) | (a & c) | (b & c);
}

// The fractions of the cube roots of the first 64 primes.
static const uint32_t cube_roots[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static void mix_sha256(uint32_t *state, const uint32_t *block) {
    uint32_t w[64], v[8];
    memcpy(w, block, BLOCK);
    for (unsigned i = 16; i < 64; i++)
        w[i] = w[i - 16] + (right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3) + w[i - 7] +
               (right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10);
    memcpy(v, state, sizeof v);
    for (unsigned i = 0; i < 64; i++) {
        uint32_t e = v[4], a = v[0];
        uint32_t first =
            v[7] + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + choose(e, v[5], v[6]) + cube_roots[i] + w[i];
        uint32_t second = (right(a, 2) ^ right(a, 13) ^ right(a, 22)) + majority(a, v[1], v[2]);
        memmove(v + 1, v, 7 * sizeof *v);
        v[4] += first;
        v[0] = first + second;
    }
    for (unsigned i = 0; i < 8; i++)
        state[i] += v[i];
}

static void mix_sha1(uint32_t *state, const uint32_t *block) {
    static const uint32_t added[4] = {0x5a827999, 0x6ed9eba1, 0x8f1bbcdc, 0xca62c1d6};
    uint32_t w[80], v[5];
    memcpy(w, block, BLOCK);
    for (unsigned i = 16; i < 80; i++)
        w[i] = left(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
    memcpy(v, state, sizeof v);
    for (unsigned i = 0; i < 80; i++) {
        uint32_t b = v[1], c = v[2], d = v[3];
        uint32_t mixed = i < 20 ? choose(b, c, d) : i >= 40 && i < 60 ? majority(b, c, d) : b ^ c ^ d;
        uint32_t next = left(v[0], 5) + mixed + v[4] + added[i / 20] + w[i];
        memmove(v + 1, v, 4 * sizeof *v);
        v[2] = left(b, 30);
        v[0] = next;
    }
    for (unsigned i = 0; i < 5; i++)
        state[i] += v[i];
}

// The first 32 bits of the fractions of |sin(1)|, |sin(2)|, ...
static const uint32_t sines[64] = {
    0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
    0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
    0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
    0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
    0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
    0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
    0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
    0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};

static void mix_md5(uint32_t *state, const uint32_t *block) {
    static const uint8_t turns[4][4] = {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}};
    static const uint8_t steps[4] = {1, 5, 3, 7}, starts[4] = {0, 1, 5, 0}; // which word of the block is next
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3];
    for (unsigned i = 0; i < 64; i++) {
        unsigned round = i / 16;
        uint32_t mixed = round == 0   ? choose(b, c, d)
                         : round == 1 ? choose(d, b, c)
                         : round == 2 ? b ^ c ^ d
                                      : c ^ (b | ~d);
        uint32_t sum = a + mixed + sines[i] + block[(i * steps[round] + starts[round]) % 16];
        a = d;
        d = c;
        c = b;
        b += left(sum, turns[round][i % 4]);
    }
    state[0] += a;
    state[1] += b;
    state[2] += c;
    state[3] += d;
}

struct algorithm {
    bool big;       // which byte of a word comes first
    unsigned words; // of the digest
    void (*mix)(uint32_t *state, const uint32_t *block);
    uint32_t start[WORDS_MAX];
};

static const struct nc_type type_sha256, type_sha1, type_md5;
static const struct algorithm *algorithm_of(const struct nc_type *type) {
    static const struct algorithm sha256 = {true,
                                            8,
                                            mix_sha256,
                                            {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
                                             0x9b05688c, 0x1f83d9ab, 0x5be0cd19}},
                                  sha1 = {true,
                                          5,
                                          mix_sha1,
                                          {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0}},
                                  md5 = {false, 4, mix_md5, {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476}};
    return type == &type_sha256 ? &sha256 : type == &type_sha1 ? &sha1 : &md5;
}

// Bytes of a word, in the order of the algorithm.
static unsigned shift_of(const struct algorithm *a, unsigned byte) {
    return 8 * (a->big ? 3 - byte % 4 : byte % 4);
}

static void mix_block(struct hash *h, const struct algorithm *a) {
    uint32_t words[BLOCK / 4] = {0};
    for (unsigned i = 0; i < BLOCK; i++)
        words[i / 4] |= (uint32_t)h->block[i] << shift_of(a, i);
    a->mix(h->state, words);
}

static void add(struct hash *h, const uint8_t *data, size_t size) {
    const struct algorithm *a = algorithm_of(h->type);
    while (size) {
        size_t at = h->length % BLOCK, part = BLOCK - at < size ? BLOCK - at : size;
        memcpy(h->block + at, data, part);
        h->length += part;
        data += part;
        size -= part;
        if (at + part == BLOCK)
            mix_block(h, a);
    }
}

static void check(const struct hash *h) {
    if (h->finished)
        nc_value_error("hash is final");
}

static nc_value update(nc_value self, nc_value data) {
    struct nc_buffer buffer;
    nc_get_buffer(data, &buffer, NC_READ | NC_MUST);
    check((struct hash *)self);
    add((struct hash *)self, buffer.data, buffer.size);
    return NC_NONE;
}

static nc_value make(const struct nc_type *type, size_t n_pos, size_t n_kw, const nc_value *args) {
    nc_check_count(n_pos, n_kw, 0, 1, false);
    struct hash *h = NC_NEW_LEAF(struct hash, type, sizeof *h);
    memcpy(h->state, algorithm_of(type)->start, sizeof h->state);
    if (n_pos)
        update((nc_value)h, args[0]);
    return (nc_value)h;
}

static nc_value digest(nc_value self) {
    struct hash *h = (struct hash *)self;
    const struct algorithm *a = algorithm_of(h->type);
    check(h);
    uint64_t bits = h->length * 8;
    uint8_t end = 0x80, zeros[BLOCK] = {0}, digest_bytes[4 * WORDS_MAX];
    add(h, &end, 1);
    add(h, zeros, (2 * BLOCK + LENGTH_AT - h->length % BLOCK) % BLOCK);
    for (unsigned i = 0; i < 8; i++)
        h->block[LENGTH_AT + i] = (uint8_t)(bits >> 8 * (a->big ? 7 - i : i));
    mix_block(h, a);
    h->finished = true;
    for (unsigned i = 0; i < 4 * a->words; i++)
        digest_bytes[i] = (uint8_t)(h->state[i / 4] >> shift_of(a, i));
    return nc_bytes_new(digest_bytes, 4 * a->words);
}

NC_TABLE(members, {NAME(update), NC_F2(update)}, {NAME(digest), NC_F1(digest)});
static const struct nc_type type_sha256 = {NC_TYPE_HEAD(sha256, 0), .make = make, .members = &members};
static const struct nc_type type_sha1 = {NC_TYPE_HEAD(sha1, 0), .make = make, .members = &members};
static const struct nc_type type_md5 = {NC_TYPE_HEAD(md5, 0), .make = make, .members = &members};

NC_MODULE(hashlib, {NAME(sha256), (nc_value)&type_sha256}, {NAME(sha1), (nc_value)&type_sha1},
          {NAME(md5), (nc_value)&type_md5});
