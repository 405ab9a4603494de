"""Running the service: uvicorn with our settings, in one process or several."""

from __future__ import annotations

import os
import tempfile

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from api.metrics import MULTIPROCESS

FACTORY = "api.app:create_app"
GRACE_SECONDS = 10
MESSAGE_BYTES = 1_000_000
"""The longest message of a WebSocket that is taken off the wire."""


class HalfOpenProtocol(HttpToolsProtocol):
    """Answers a client that has sent all and closed its sending side, as Emacs's langtool does, then closes."""

    def eof_received(self) -> bool:  # type: ignore[override]
        """Keep the connection for the answer that is due; without one it is closed."""
        cycle = self.cycle
        due = cycle is not None and not cycle.more_body and not cycle.response_complete
        if due:
            cycle.keep_alive = False
        return due


def run(host: str, port: int, workers: int) -> None:
    """Serve until told to stop. Settings come from the environment, in every worker anew."""
    with tempfile.TemporaryDirectory(prefix="yanjian-metrics-") as folder:
        if workers > 1:
            os.environ.setdefault(MULTIPROCESS, folder)
        uvicorn.run(
            FACTORY, factory=True, host=host, port=port, workers=workers, http=HalfOpenProtocol, access_log=False,
            server_header=False, log_level="warning", timeout_graceful_shutdown=GRACE_SECONDS, ws_max_size=MESSAGE_BYTES,
        )  # fmt: skip
