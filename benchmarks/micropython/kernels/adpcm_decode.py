"""IMA ADPCM with limits by `if` and a signed byte by hand."""

from nativecomp import ptr8, ptr16, viper


@viper
def adpcm_decode(output: ptr16, data: ptr8, count: int, steps: ptr16, changes: ptr8):
    predicted = 0
    index = 0
    for i in range(count):
        code = data[i >> 1]
        code = code >> 4 if i & 1 else code & 15
        step = steps[index]
        difference = step >> 3
        if code & 4:
            difference += step
        if code & 2:
            difference += step >> 1
        if code & 1:
            difference += step >> 2
        if code & 8:
            difference = -difference
        predicted += difference
        if predicted > 32767:
            predicted = 32767
        elif predicted < -32768:
            predicted = -32768
        index += (changes[code] ^ 128) - 128
        if index > 88:
            index = 88
        elif index < 0:
            index = 0
        output[i] = predicted
