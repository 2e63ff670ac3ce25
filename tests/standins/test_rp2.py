"""The stand-in of `rp2`: the words of PIO programs, as MicroPython's `rp2.py` gives them, and what machines log."""

from typing import Any

import pytest

from nativecomp.standins import machine, rp2

NAMES = vars(rp2)

MIXED = """
@asm_pio(set_init=(PIO.OUT_LOW,) * 2, sideset_init=(PIO.OUT_LOW,) * 2, fifo_join=PIO.JOIN_RX, in_shiftdir=1,
         autopush=True, push_thresh=8)
def program():
    set(pins, 3)
    set(pindirs, 1) [3]
    wait(1, gpio, 7)
    wait(0, pin, 3).side(2)
    wait(1, irq, rel(2))
    wrap_target()
    in_(pins, 32)
    in_(null, 5)
    out(exec, 16)
    out(pindirs, 1)
    push(noblock)
    push(iffull, block)
    pull()
    pull(ifempty)
    pull(ifempty, noblock)
    mov(exec, x)
    mov(pc, invert(y))
    mov(x, reverse(isr))
    mov(isr, status)
    irq(3)
    irq(clear, 2)
    irq(block, rel(1))
    jmp(x_dec, "a")
    label("a")
    jmp(pin, "a")
    jmp(not_osre, "a")
    word(0x1234)
"""

LIGHTS = """
@asm_pio(sideset_init=PIO.OUT_LOW, autopull=True, pull_thresh=24)
def program():
    wrap_target()
    label("bitloop")
    out(x, 1).side(0)[2]
    jmp(not_x, "do_zero").side(1)[1]
    jmp("bitloop").side(1)[4]
    label("do_zero")
    nop().side(0)[4]
    wrap()
"""


def assembled(text: str) -> rp2.Program:
    names = dict(NAMES)
    exec(text, names)
    program: rp2.Program = names["program"]
    return program


@pytest.mark.parametrize(("text", "words", "execctrl", "shiftctrl"), [
    (LIGHTS, "6221 1123 1400 a442", 0x3000, 0x30020000),
    (MIXED, "e003 e381 2087 3823 20d2 4000 4065 60f0 6081 8000 8060 80a0 80e0 80c0 a081 a0aa a036 a0c5 c003 c042 c031 "
            "0056 00d6 00f6 1234", 0x40018280, 0x80850000),
])  # fmt: skip
def test_words(text: str, words: str, execctrl: int, shiftctrl: int) -> None:
    program = assembled(text)
    assert " ".join(f"{word:04x}" for word in program.words) == words
    assert (program.execctrl, program.shiftctrl) == (execctrl, shiftctrl)


@pytest.mark.parametrize(("text", "word"), [
    ("set(pins, 1)", 0xE001), ("nop()[2]", 0xA242), ("irq(clear, 3)", 0xC043), ("out(x, 32)", 0x6020),
])  # fmt: skip
def test_one_instruction(text: str, word: int) -> None:
    assert rp2.asm_pio_encode(text, 1) == word


def test_side_set_of_one_instruction() -> None:
    assert rp2.asm_pio_encode("out(x, 3).side(1)", 1) == 0x7023
    assert rp2.asm_pio_encode("out(x, 3).side(1)", 2, True) == 0x7823


@pytest.mark.parametrize(("body", "words"), [
    ("jmp('nowhere')", "no label nowhere"),
    ("label('a'); label('a')", "the label a is there twice"),
    ("nop()[32]", "a delay is 0 to 31 here, not 32"),
    ("nop().side(1)", "no pins are set by `side`: say `sideset_init`"),
    ("out(x, 33)", "a number of bits is 1 to 32, not 33"),
    ("set(x, 32)", "`set` takes 0 to 31, not 32"),
    ("[nop() for _ in range(33)]", "a block holds 32 instructions, the program has 33"),
])  # fmt: skip
def test_refusals(body: str, words: str) -> None:
    with pytest.raises(rp2.PIOASMError, match=words):
        assembled(f"@asm_pio()\ndef program():\n    {body}\n")


def test_a_program_for_a_board(board: Any) -> None:
    sm = rp2.StateMachine(5, assembled(LIGHTS), freq=8_000_000, sideset_base=machine.Pin(22))
    sm.active(1)
    sm.put(0x112233, 8)
    sm.put([1, 2])
    sm.answers.append(0x1234)
    assert (sm.rx_fifo(), sm.get(), sm.get()) == (1, 0x1234, 0)
    sm.exec("set(x, 3)")
    assert [event[:3] for event in board.log if event.device == "StateMachine 5"] == [
        ("StateMachine 5", "init", 8_000_000), ("StateMachine 5", "active", 1),
        ("StateMachine 5", "put", 0x11223300), ("StateMachine 5", "put", 1), ("StateMachine 5", "put", 2),
        ("StateMachine 5", "exec", 0xE023),
    ]  # fmt: skip
    assert rp2.PIO(1).programs == [sm.program]
    with pytest.raises(TypeError, match="no setting `side_base`; the settings are"):
        rp2.StateMachine(0, sm.program, side_base=3)
    with pytest.raises(AttributeError, match=r"put an `rp2\.py` beside the program"):
        rp2.DMA()  # type: ignore[attr-defined]
