"""The worker process: reads pickled requests from standard input, writes pickled answers to standard output.

`python -m nativecomp.codegen.worker`. It ends at the end of its input. LLVM's own messages go to standard error, where
the parent finds them when LLVM aborts.
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
    from nativecomp.codegen.errors import CodegenError
    from nativecomp.codegen.machine import emit, warm_up

    warm_up()
    while True:
        try:
            request = pickle.load(requests)
        except EOFError:
            return
        try:
            answer: object = emit(request)
        except CodegenError as error:
            answer = error
        except RuntimeError as error:
            answer = CodegenError(f"LLVM: {error}", request.llvm)
        pickle.dump(answer, answers)
        answers.flush()


if __name__ == "__main__":
    main()
