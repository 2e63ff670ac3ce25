#include <stdint.h>

static inline int is_digit(uint8_t c) {
    return c >= '0' && c <= '9';
}

int32_t gcode_parse(const uint8_t *text, int32_t length, int32_t *moves) {
    const uint8_t *p = text;
    const uint8_t *end = text + length;
    int32_t position[3] = {0, 0, 0};
    int32_t feed = 0;
    int32_t count = 0;
    int absolute = 1;
    int moving = 0;
    while (p < end) {
        uint8_t letter = *p++;
        if (letter == ';') {
            while (p < end && *p != '\n')
                p++;
        } else if (letter == '(') {
            while (p < end && *p != ')')
                p++;
            p++;
        } else if (letter == '\n') {
            if (moving) {
                *moves++ = position[0];
                *moves++ = position[1];
                *moves++ = position[2];
                *moves++ = feed;
                count++;
                moving = 0;
            }
        } else if (letter >= 'A' && letter <= 'Z') {
            int negative = 0;
            if (p < end && *p == '-') {
                negative = 1;
                p++;
            }
            int32_t value = 0;
            while (p < end && is_digit(*p))
                value = value * 10 + *p++ - '0';
            int places = 3;
            if (p < end && *p == '.') {
                for (p++; p < end && is_digit(*p); p++) {
                    if (places > 0) {
                        value = value * 10 + *p - '0';
                        places--;
                    }
                }
            }
            for (; places > 0; places--)
                value *= 10;
            if (negative)
                value = -value;
            switch (letter) {
            case 'G':
                if (value == 90000)
                    absolute = 1;
                else if (value == 91000)
                    absolute = 0;
                break;
            case 'F':
                feed = value;
                break;
            case 'X':
            case 'Y':
            case 'Z':
                moving = 1;
                if (absolute)
                    position[letter - 'X'] = value;
                else
                    position[letter - 'X'] += value;
                break;
            }
        }
    }
    return count;
}
