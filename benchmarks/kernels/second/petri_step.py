"""Fires the enabled transitions of a Petri net in turn, for some rounds; returns how many fired."""


from nativecomp import ptr8, uint8, viper


@viper
def petri_step_pointer(marking: ptr8, takes: ptr8, gives: ptr8, places: int, transitions: int, rounds: int) -> int:
    fired = 0
    for _ in range(rounds):
        for transition in range(transitions):
            row = transition * places
            enabled = True
            for place in range(places):
                if marking[place] < takes[row + place]:
                    enabled = False
                    break
            if enabled:
                for place in range(places):
                    marking[place] += gives[row + place] - takes[row + place]
                fired += 1
    return fired


@viper
def petri_step_buffer(marking: uint8[:], takes: uint8[:], gives: uint8[:], transitions: int, rounds: int) -> int:
    places = len(marking)
    fired = 0
    for _ in range(rounds):
        for transition in range(transitions):
            row = transition * places
            enabled = True
            for place in range(places):
                if marking[place] < takes[row + place]:
                    enabled = False
                    break
            if enabled:
                for place in range(places):
                    marking[place] += gives[row + place] - takes[row + place]
                fired += 1
    return fired


def inputs():
    places, transitions = 12, 12
    takes = bytearray(places * transitions)
    gives = bytearray(places * transitions)
    for t in range(transitions):
        takes[t * places + t] = 1
        takes[t * places + (t + 2) % places] = 1
        gives[t * places + (t + 5) % places] = 1
        gives[t * places + (t + 7) % places] = 1
    return {
        "marking": bytearray([4] * places),
        "takes": bytes(takes),
        "gives": bytes(gives),
        "places": places,
        "transitions": transitions,
        "rounds": 20,
    }


def reference(marking, takes, gives, places, transitions, rounds):
    fired = 0
    rows = [slice(t * places, t * places + places) for t in range(transitions)]
    for row in rows * rounds:
        if all(have >= need for have, need in zip(marking, takes[row])):
            marking[:] = bytes(have - need + gift for have, need, gift in zip(marking, takes[row], gives[row]))
            fired += 1
    return fired
