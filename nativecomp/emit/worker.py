"""The worker process: reads pickled lists of requests from standard input, writes pickled answers to standard output.

`python -m nativecomp.emit.worker [--costs]`. It ends at the end of its input. LLVM's own messages go to standard error,
where the parent finds them when LLVM aborts. With `--costs` LLVM prints what it writes, from which costs are read; that
cannot be turned off again, so other requests go to other workers.
"""

import os
import pickle
import signal


def main() -> None:
    # Ctrl-C is the parent's matter: it ends this process by closing the pipes or by a signal of its own.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a stray print must not get into the answers
    from nativecomp.emit.batch import emit_batch
    from nativecomp.emit.machine import warm_up

    warm_up()
    while True:
        try:
            batch = pickle.load(requests)
        except EOFError:
            return
        for answer in emit_batch(batch):
            pickle.dump(answer, answers)
            answers.flush()


if __name__ == "__main__":
    main()
