"""A worker's life: it does tasks until its pipe is closed, so that none outlives a parent that was killed.

Messages are JSON: a task there; `{"ready"}`, `{"unit": n}`, `{"done"}`, or the problems that ended it, back.
"""

from __future__ import annotations

import gc
import json
import signal
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from checker.errors import CheckerError, Problem
from checker.scan.plan import Task
from checker.scan.scanning import Scanner
from checker.scan.settings import Settings


def work(pipe: Connection, settings: str, parts: str) -> None:
    """The main function of a worker's process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        scanner = Scanner(Settings.from_dict(json.loads(settings)), Path(parts))
        gc.collect()
        gc.freeze()
        _send(pipe, {"ready": True})
        while True:
            _do(scanner, json.loads(pipe.recv_bytes()), pipe)
    except EOFError:
        return
    except CheckerError as error:
        _give_up(pipe, error.problems)
    except OSError as error:
        _give_up(pipe, [unwritable(error)])


def _do(scanner: Scanner, message: dict[str, Any], pipe: Connection) -> None:
    def tell(unit: int) -> None:
        _send(pipe, {"unit": unit})

    task = Task.from_dict(message["task"])
    scanner.do(task, tell, singly=message["singly"], without=frozenset(message["without"]))
    _send(pipe, {"done": True})


def unwritable(error: OSError) -> Problem:
    """What to do where results cannot be written."""
    reason = error.strerror or str(error)
    return Problem(f"写不了结果：{reason}", "腾出磁盘空间后，用同样的命令接着做", str(error.filename or ""))


def _give_up(pipe: Connection, problems: Sequence[Problem]) -> None:
    with suppress(OSError):  # nobody listens any more
        _send(pipe, {"problems": list(map(asdict, problems))})


def _send(pipe: Connection, message: dict[str, Any]) -> None:
    pipe.send_bytes(json.dumps(message).encode())
