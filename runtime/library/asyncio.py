"""Coroutines that take turns: the module `asyncio` of programs on our runtime.

A task is a coroutine and the time at which it goes on. Those that can go on lie in a list, by time and, of the same
time, in the order in which they came. The loop takes the first, waits until its time has come and resumes it. What a
task waits for (a time, another task, an event) puts it back into the list; until then it lies in a list there.

Streams are not there: no board of ours has sockets.
"""

import sys
import time


class CancelledError(BaseException):
    """In a task that was cancelled."""


class TimeoutError(Exception):
    """What was waited for took too long."""


_ready = []
_flags = []  # that tasks wait for: interrupts set them
_current = None
_handler = None
_stop = None


def _push(task, at):
    low, high = 0, len(_ready)
    while low < high:
        middle = (low + high) // 2
        if time.ticks_diff(_ready[middle].time, at) <= 0:
            low = middle + 1
        else:
            high = middle
    task.time = at
    task.where = _ready
    _ready.insert(low, task)


def _wake(task):
    _push(task, time.ticks_ms())


class Task:
    """A coroutine that takes its turns beside the others.

    `where` is the list that it waits in, `on` the task that it waits for. `waiting` are the tasks, and functions, that
    wait for its end.
    """

    def __init__(self, coro):
        self.coro = coro
        self.time = 0
        self.where = self.on = self.error = self.value = None
        self.finished = self.seen = False
        self.waiting = []

    def __iter__(self):
        return self

    def __next__(self):
        if not self.finished:
            self.waiting.append(_current)
            _current.where = self.waiting
            _current.on = self
            return None
        self.seen = True
        if self.error is not None:
            raise self.error
        raise StopIteration(self.value)

    def done(self):
        return self.finished

    def cancel(self):
        if self.finished:
            return False
        if self is _current:
            raise RuntimeError("can't cancel self")
        while self.on is not None and not self.on.finished:
            self = self.on
        if self is _current:
            raise RuntimeError("can't cancel self")
        if self.where is not _ready:
            if self.where is not None:
                self.where.remove(self)
            _wake(self)
        elif time.ticks_diff(self.time, time.ticks_ms()) > 0:
            _ready.remove(self)
            _wake(self)  # one that is due keeps its place, so that it has its turn whoever cancels it
        self.error = CancelledError()
        return True

    def _end(self, value, error):
        self.value, self.error = value, error
        self.finished = True
        self.seen = bool(self.waiting) or error is None or isinstance(error, CancelledError)
        for one in self.waiting:
            if isinstance(one, Task):
                _wake(one)
            else:
                one(self)
        self.waiting = []
        if not self.seen:
            _wake(self)  # whoever has not asked by then does not hear of it


def create_task(coro):
    if type(coro) is not _coroutine:
        raise TypeError("coroutine expected")
    task = Task(coro)
    _wake(task)
    return task


def _task_of(awaitable):
    return awaitable if isinstance(awaitable, Task) else create_task(awaitable)


def current_task():
    if _current is None:
        raise RuntimeError("no running event loop")
    return _current


class _Sleep:
    """One object for all that sleep: it is asked twice in a row, and makes no new ones."""

    def __init__(self):
        self.until = None

    def __iter__(self):
        return self

    def __next__(self):
        if self.until is None:
            raise StopIteration
        _push(_current, self.until)
        self.until = None


_sleep = _Sleep()


def sleep_ms(ms):
    _sleep.until = time.ticks_add(time.ticks_ms(), max(0, ms))
    return _sleep


def sleep(seconds):
    return sleep_ms(int(seconds * 1000))


def _next_task(main_task):
    """The task whose turn it is, once its time has come; None if there are none and no certain one is waited for."""
    while True:
        for flag in _flags:
            if flag.state:
                _flags.remove(flag)
                _wake(flag.task)
                break
        wait = time.ticks_diff(_ready[0].time, time.ticks_ms()) if _ready else 1
        if _ready and wait <= 0:
            return _ready.pop(0)
        if not _ready and not _flags and main_task is None:
            return None
        time.sleep_ms(min(wait, 1) if _flags else wait)  # scheduled functions run meanwhile


def _report(task):
    """Say that a task ended by an exception that nobody has asked for."""
    if not task.seen:
        task.seen = True
        Loop.call_exception_handler(
            {"message": "Task exception wasn't retrieved", "exception": task.error, "future": task}
        )


def run_until_complete(main_task=None):
    global _current
    while True:
        task = _next_task(main_task)
        if task is None:
            return None
        if task.finished:
            _report(task)
            continue
        _current = task
        task.where = task.on = None
        error, value = task.error, None
        task.error = None
        try:
            if error is None:
                task.coro.send(None)
            else:
                task.coro.throw(error)
            _current = None
            continue
        except StopIteration as end:
            error, value = None, end.value
        except (CancelledError, Exception) as raised:
            error = raised
        except BaseException:  # of the program, not of a task
            _current = None
            raise
        _current = None
        task._end(value, error)
        if task is main_task:
            task.seen = True
            for one in [one for one in _ready if one.finished]:
                _ready.remove(one)
                _report(one)
            if error is not None:
                raise error
            return value


def run(coro):
    return run_until_complete(create_task(coro))


async def _nothing():
    pass


_coroutine = type(_nothing())


class Loop:
    """The loop: there is one."""

    @staticmethod
    def create_task(coro):
        return create_task(coro)

    @staticmethod
    def run_forever():
        global _stop

        _stop = Task(_nothing())
        return run_until_complete(_stop)

    @staticmethod
    def run_until_complete(awaitable):
        return run_until_complete(_task_of(awaitable))

    @staticmethod
    def stop():
        global _stop
        if _stop is not None:
            _wake(_stop)
            _stop = None

    @staticmethod
    def close():
        pass

    @staticmethod
    def set_exception_handler(handler):
        global _handler
        _handler = handler

    @staticmethod
    def get_exception_handler():
        return _handler

    @staticmethod
    def default_exception_handler(loop, context):
        print(context["message"], file=sys.stderr)
        print("future:", context["future"], "coro=", context["future"].coro, file=sys.stderr)
        sys.print_exception(context["exception"], sys.stderr)

    @staticmethod
    def call_exception_handler(context):
        (_handler or Loop.default_exception_handler)(Loop, context)


def get_event_loop():
    return Loop


def new_event_loop():
    global _handler, _stop, _current
    _ready.clear()
    _flags.clear()
    _handler = _stop = _current = None
    return Loop


async def wait_for(awaitable, timeout, sleep=sleep):
    if timeout is None:
        return await awaitable
    task = _task_of(awaitable)
    late = []

    async def alarm():
        await sleep(timeout)
        if task.cancel():
            late.append(True)

    clock = create_task(alarm())
    try:
        value = await task
    except CancelledError:
        if not late:
            raise
    finally:
        clock.cancel()
    if late:
        raise TimeoutError  # noqa: UP041 (the one above)
    return value


def wait_for_ms(awaitable, timeout):
    return wait_for(awaitable, timeout, sleep_ms)


def _pause():
    yield


async def gather(*awaitables, return_exceptions=False):
    me = current_task()
    tasks = [_task_of(one) for one in awaitables]
    left = [sum(not one.finished for one in tasks)]
    failed_early = any(one.finished and one.error is not None for one in tasks) and not return_exceptions

    def ended(task):
        left[0] -= 1
        failed = task.error is not None and not return_exceptions
        if (left[0] == 0 or failed) and me.where is waiting:
            waiting.clear()
            _wake(me)

    waiting = []
    for one in tasks:
        if not one.finished:
            one.waiting.append(ended)
    if left[0] and not failed_early:
        waiting.append(me)
        me.where = waiting
        try:
            await _pause()
        except CancelledError:
            for one in tasks:
                one.cancel()
            raise
    results = []
    for one in tasks:
        one.seen = one.seen or one.finished
        if one.finished and one.error is not None and not return_exceptions:
            raise one.error
        results.append(one.value if one.error is None else one.error)
    return results


def _wait_in(waiting):
    waiting.append(_current)
    _current.where = waiting
    yield


class Event:
    """Something that happens, and that any number of tasks wait for."""

    def __init__(self):
        self.state = False
        self.waiting = []

    def is_set(self):
        return self.state

    def set(self):
        self.state = True
        waiting, self.waiting = self.waiting, []
        for task in waiting:
            _wake(task)

    def clear(self):
        self.state = False

    async def wait(self):
        if not self.state:
            await _wait_in(self.waiting)
        return True


class ThreadSafeFlag:
    """A flag that an interrupt may set, for one task that waits."""

    def __init__(self):
        self.state = False
        self.task = None

    def set(self):
        self.state = True

    def clear(self):
        self.state = False

    async def wait(self):
        if not self.state:
            self.task = _current
            _flags.append(self)
            self.task.where = None
            try:
                await _pause()
            except CancelledError:
                if self in _flags:
                    _flags.remove(self)
                raise
        self.state = False


class Lock:
    """One task at a time has it; those that wait get it in their order. It belongs to `owner`, who may not yet know."""

    def __init__(self):
        self.owner = None
        self.taken = False
        self.waiting = []

    def locked(self):
        return self.taken

    async def acquire(self):
        me = current_task()
        if self.owner is None:
            self.owner = me
        else:
            try:
                await _wait_in(self.waiting)
            except CancelledError:
                if self.owner is me:
                    self._pass_on()
                raise
        self.taken = True
        return True

    def release(self):
        if not self.taken:
            raise RuntimeError("Lock not acquired")
        self._pass_on()

    def _pass_on(self):
        self.taken = False
        self.owner = self.waiting.pop(0) if self.waiting else None
        if self.owner is not None:
            _wake(self.owner)

    async def __aenter__(self):
        return await self.acquire()

    async def __aexit__(self, kind, value, trace):
        self.release()
