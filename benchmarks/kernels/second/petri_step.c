/* Fires the enabled transitions of a Petri net in turn. */
#include <stdbool.h>
#include <stdint.h>

int petri_step(uint8_t *marking, const uint8_t *takes, const uint8_t *gives, int places, int transitions,
               int rounds) {
    int fired = 0;
    for (int round = 0; round < rounds; round++)
        for (int transition = 0; transition < transitions; transition++) {
            int row = transition * places;
            bool enabled = true;
            for (int place = 0; place < places; place++)
                if (marking[place] < takes[row + place]) {
                    enabled = false;
                    break;
                }
            if (enabled) {
                for (int place = 0; place < places; place++)
                    marking[place] += gives[row + place] - takes[row + place];
                fired++;
            }
        }
    return fired;
}
