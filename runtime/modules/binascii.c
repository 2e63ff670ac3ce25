// The module `binascii`: bytes as text.
#include "../objects/strings.h"
#include "modules.h"
#include "nativecomp/heap.h"
#include "nativecomp/memory.h"

static struct nc_text hexadecimal(size_t n, const nc_value *args) {
    struct nc_buffer buffer;
    nc_get_buffer(args[0], &buffer, NC_READ | NC_MUST);
    struct nc_text text;
    nc_text_init(&text, buffer.size * 3 + 1);
    for (size_t i = 0; i < buffer.size; i++) {
        uint8_t byte = ((const uint8_t *)buffer.data)[i];
        if (i && n > 1) {
            struct nc_span between = nc_str_span(args[1]);
            nc_text_add(&text, between.data, between.size);
        }
        nc_text_fill(&text, "0123456789abcdef"[byte >> 4], 1);
        nc_text_fill(&text, "0123456789abcdef"[byte & 15], 1);
    }
    return text;
}

static nc_value hexlify(size_t n, const nc_value *args) {
    struct nc_text text = hexadecimal(n, args);
    return nc_text_bytes(&text);
}

nc_value nc_hex_method(size_t n, const nc_value *args) {
    struct nc_text text = hexadecimal(n, args);
    return nc_text_str(&text);
}

static int hex_digit(char c) {
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    nc_value_error("non-hex digit found");
}

static nc_value unhexlify(nc_value v) {
    struct nc_buffer buffer;
    nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
    if (buffer.size % 2)
        nc_value_error("odd-length string");
    struct nc_text text;
    nc_text_init(&text, buffer.size / 2 + 1);
    const char *data = buffer.data;
    for (size_t i = 0; i < buffer.size; i += 2)
        nc_text_fill(&text, (char)(hex_digit(data[i]) << 4 | hex_digit(data[i + 1])), 1);
    return nc_text_bytes(&text);
}

// As unhexlify, with spaces between bytes.
static nc_value fromhex(nc_value type, nc_value v) {
    struct nc_span span = nc_str_span(v);
    struct nc_text text;
    nc_text_init(&text, span.size / 2 + 1);
    for (size_t i = 0; i < span.size; i += 2) {
        while (i < span.size && nc_is_space(span.data[i]))
            i++;
        if (i == span.size)
            break;
        if (i + 1 == span.size)
            nc_value_error("non-hex digit found");
        nc_text_fill(&text, (char)(hex_digit(span.data[i]) << 4 | hex_digit(span.data[i + 1])), 1);
    }
    if (type == (nc_value)NC_KIND(bytes))
        return nc_text_bytes(&text);
    nc_value bytes = nc_bytearray_new(text.data, text.size);
    return type == (nc_value)NC_KIND(bytearray) ? bytes : nc_call1(type, bytes);
}

const struct nc_wrapped nc_bytes_fromhex = {&nc_type_classmethod, NC_F2(fromhex)};

static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static nc_value b2a_base64(size_t n, const nc_value *args, const struct nc_map *keywords) {
    static const struct nc_parameter parameters[] = {{N(newline), NC_TRUE}};
    nc_value newline;
    nc_bind(n - 1, args + 1, keywords, 0, 1, parameters, &newline);
    struct nc_buffer buffer;
    nc_get_buffer(args[0], &buffer, NC_READ | NC_MUST);
    const uint8_t *data = buffer.data;
    struct nc_text text;
    nc_text_init(&text, buffer.size * 4 / 3 + 5);
    for (size_t i = 0; i < buffer.size; i += 3) {
        size_t have = buffer.size - i < 3 ? buffer.size - i : 3;
        uint32_t bits = 0;
        for (size_t j = 0; j < 3; j++)
            bits = bits << 8 | (j < have ? data[i + j] : 0);
        for (size_t j = 0; j < 4; j++)
            nc_text_fill(&text, j <= have ? letters[bits >> (18 - 6 * j) & 63] : '=', 1);
    }
    if (nc_truth(newline))
        nc_text_fill(&text, '\n', 1);
    return nc_text_bytes(&text);
}

static nc_value a2b_base64(nc_value v) {
    struct nc_buffer buffer;
    nc_get_buffer(v, &buffer, NC_READ | NC_MUST);
    struct nc_text text;
    nc_text_init(&text, buffer.size * 3 / 4 + 4);
    uint32_t bits = 0;
    unsigned count = 0; // bits waiting
    unsigned pads = 0;  // since the last letter
    for (size_t i = 0; i < buffer.size; i++) {
        char c = ((const char *)buffer.data)[i];
        const char *at = c ? memchr(letters, c, 64) : NULL;
        if (c == '=' && count && ++pads == count / 2) { // two bits left over want one, four want two
            count = 0;
            break;
        }
        if (!at)
            continue; // anything else does not count
        bits = bits << 6 | (uint32_t)(at - letters);
        count += 6;
        pads = 0;
        if (count >= 8) {
            count -= 8;
            nc_text_fill(&text, (char)(bits >> count), 1);
        }
    }
    if (count)
        nc_value_error("incorrect padding");
    return nc_text_bytes(&text);
}

uint32_t nc_crc32(uint32_t crc, const uint8_t *data, size_t size) {
    crc = ~crc;
    while (size--) {
        crc ^= *data++;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xedb88320 : 0);
    }
    return ~crc;
}

static nc_value crc32(size_t n, const nc_value *args) {
    struct nc_buffer buffer;
    nc_get_buffer(args[0], &buffer, NC_READ | NC_MUST);
    return nc_int_from_uint64(
        nc_crc32(n > 1 ? (uint32_t)nc_get_int_truncated(args[1]) : 0, buffer.data, buffer.size));
}

NC_MODULE(binascii, {NAME(hexlify), NC_FN(hexlify, 1, 2)}, {NAME(unhexlify), NC_F1(unhexlify)},
          {NAME(b2a_base64), NC_FK(b2a_base64, 1, 1)}, {NAME(a2b_base64), NC_F1(a2b_base64)},
          {NAME(crc32), NC_FN(crc32, 1, 2)});
