"""Call the command line in this process, as the console script does."""

import io
import json
import os
import sys
import warnings
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import Any
from unittest import mock

from nativecomp import standins
from nativecomp.cli import main
from nativecomp.desk import api


@dataclass(frozen=True)
class Answer:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def object(self) -> dict[str, Any]:
        """The one object that `--json` prints; beside it there may be progress."""
        assert "rror" not in self.err, self.err
        found: dict[str, Any] = json.loads(self.out)
        assert list(found) == ["schema", "verb", "exit_code", "result", "messages"]
        assert found["exit_code"] == self.code
        return found

    @property
    def result(self) -> Any:
        return self.object["result"]


def nativecomp(*arguments: object) -> Answer:
    """Run `nativecomp ARGUMENTS`. What it changes in this process is put back."""
    out, err = io.StringIO(), io.StringIO()
    code: object = 0
    modules, path, chosen = dict(sys.modules), list(sys.path), api._chosen
    with (
        mock.patch.object(sys, "argv", ["nativecomp", *map(str, arguments)]),
        redirect_stdout(out),
        redirect_stderr(err),
        warnings.catch_warnings(),
    ):
        try:
            main()
        except SystemExit as leave:
            code = leave.code
        finally:
            # Those of the program that ran: each file of a test is another one.
            new = [name for name in sys.modules.keys() - modules.keys() if not name.startswith("nativecomp")]
            files = {name: str(getattr(sys.modules[name], "__file__", "")) for name in new}
            here = [name for name, file in files.items() if f"{os.getcwd()}/" in file and "/.venv/" not in file]
            for name in ("__main__", *standins.OWN, *here):
                sys.modules.pop(name, None)
                if name in modules:
                    sys.modules[name] = modules[name]
            sys.path[:], api._chosen = path, chosen
    assert isinstance(code, int | None)
    answer = Answer(code or 0, out.getvalue(), err.getvalue())
    assert "Traceback" not in answer.out
    assert "internal error" not in answer.err
    return answer
