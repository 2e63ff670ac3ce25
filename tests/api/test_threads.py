"""Compiled functions called from several threads, in children of a fork, pickled and copied."""

import copy
import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from typing import Any

import pytest

import nativecomp
from nativecomp import viper
from tests.api.pickled import Scaler, add, tripled

TEXT = """\
@viper
def add(o, n: int) -> int:
    s = 0
    for i in range(n):
        s += int(o(i))
    return s

@viper
def total(data: ptr8, n: int) -> int:
    s = 0
    for i in range(n):
        s += data[i]
    return s

@viper
def ask(o):
    return o()
"""


def in_threads(*works: Callable[[], Any]) -> list[Any]:
    """What each of these gives, or raises, in a thread of its own."""
    found: list[Any] = [None] * len(works)

    def run(number: int) -> None:
        try:
            found[number] = works[number]()
        except BaseException as error:
            found[number] = error

    threads = [threading.Thread(target=run, args=(number,), daemon=True) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
        assert not thread.is_alive(), "a call hangs"
    return found


@pytest.fixture(name="often")
def switching_often() -> Any:
    """Let threads take turns as often as the interpreter can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def test_calls_of_one_module(often: None) -> None:
    module = nativecomp.load_source(TEXT)

    def work(k: int) -> list[int]:
        found = []
        for _ in range(20):
            found.append(module.add(lambda i: i + k, 20) - 20 * k)
            found.append(module.total(bytes([k] * 50), 50) - 50 * k + 190)
            value, count = module.count_call(lambda: module.total(bytes([k]), 1))
            assert (value, count) == (k, alone)
        return found

    _, alone = module.count_call(lambda: module.total(b"x", 1))
    limit = sys.getrecursionlimit()
    assert in_threads(*(lambda k=k: work(k) for k in range(4))) == [[190] * 40] * 4  # type: ignore[misc]
    assert sys.getrecursionlimit() == limit


def test_calls_of_several_modules_and_calls_out_of_calls(often: None) -> None:
    modules = [nativecomp.load_source(TEXT) for _ in range(3)]

    def work(k: int) -> list[int]:
        inner, outer = modules[max(k, 1)], modules[k]
        return [outer.add(lambda i: inner.total(bytes([i] * 3), 3), 10) for _ in range(20)]

    # Each thread takes the locks in the order of the modules: none waits for one behind it.
    assert in_threads(*(lambda k=k: work(k) for k in range(3))) == [[135] * 20] * 3  # type: ignore[misc]


def test_a_first_call_in_each_thread() -> None:
    assert in_threads(*(lambda k=k: tripled(k) for k in range(4))) == [0, 3, 6, 9]  # type: ignore[misc]


def test_threads_that_would_wait_for_each_other_are_told() -> None:
    one, two = nativecomp.load_source(TEXT), nativecomp.load_source(TEXT)
    met = threading.Barrier(2)

    def cross(first: Any, second: Any) -> Any:
        def inside() -> Any:
            met.wait()
            return second.ask(lambda: 5)

        return first.ask(inside)

    found = in_threads(lambda: cross(one, two), lambda: cross(two, one))
    refused = [error for error in found if isinstance(error, RuntimeError)]
    assert len(refused) == 1
    assert "would wait forever" in str(refused[0])
    assert 5 in found
    assert one.ask(lambda: 6) + two.ask(lambda: 7) == 13


def in_child(work: Callable[[], bool]) -> None:
    """Run something in a child of a fork, which must end well, and soon."""
    child = os.fork()
    if child == 0:
        try:
            os._exit(0 if work() else 1)
        finally:
            os._exit(2)
    for _ in range(300):
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            assert status == 0
            return
        time.sleep(0.1)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    pytest.fail("the child of the fork hangs")


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_while_another_thread_compiles() -> None:
    text = "@viper\ndef f(a: int) -> int:\n    return a * 3 + {}\n"
    begun = threading.Event()

    def compile_much() -> int:
        found = 0
        for number in range(12):
            begun.set()
            found += nativecomp.load_source(text.format(number)).f(0)
        return found

    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(compile_much()))
    thread.start()
    begun.wait()
    for number in range(3):
        time.sleep(0.05 * number)
        in_child(lambda number=number: nativecomp.load_source(text.format(number + 99)).f(1) == number + 102)  # type: ignore[misc]
    thread.join()
    assert found == [66]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_fork_while_another_thread_is_in_a_call() -> None:
    module = nativecomp.load_source("@viper\ndef peek(o) -> int:\n    o()\n    return ptr32(0x40000000)[0]\n")
    module.watch(0x4000_0000, 4, read=7)
    inside, leave = threading.Event(), threading.Event()

    def wait() -> None:
        inside.set()
        leave.wait()

    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(module.peek(wait)))
    thread.start()
    inside.wait()
    in_child(lambda: module.peek(lambda: None) == 7)
    leave.set()
    thread.join()
    assert found == [7]


@pytest.mark.parametrize("make", [copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))])
def test_decorated_functions_are_copied_as_functions_are(make: Callable[[Any], Any]) -> None:
    assert make(add) is add
    assert make(Scaler.fixed) is Scaler.fixed
    scaled = make(Scaler(4).scaled)
    assert scaled(5) == 20
    assert make({"work": [tripled]})["work"][0](3) == 9


def test_what_has_no_name_in_a_module_is_not_pickled() -> None:
    @viper
    def inner(n: int) -> int:
        return n

    for function in (inner, nativecomp.load_source(TEXT).total):
        assert copy.deepcopy(function) is function
        with pytest.raises((pickle.PicklingError, AttributeError)):
            pickle.dumps(function)
