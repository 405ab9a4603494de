"""Debian's Chromium, driven by Playwright, and a page like those the draft guard is put into."""

from __future__ import annotations

import http.server
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

PAGE = """<!doctype html><meta charset="utf-8"><title>办公系统</title>
<form id="form" action="/sent"><textarea id="draft" name="draft" rows="5" cols="60"></textarea>
<button id="submit">发送</button></form>
<div id="rich" contenteditable="true" style="border:1px solid;min-height:4em"></div>
<button id="chat-send" type="button">发出</button><output id="out"></output>
<script>document.getElementById("chat-send").onclick = () => {{ document.getElementById("out").textContent += "sent" }}</script>
{script}
"""


def chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@contextmanager
def office_page(script: str) -> Iterator[str]:
    """A web page of another origin than the service's; its address."""
    content = PAGE.format(script=script).encode()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *arguments: object) -> None:
            """Nothing is logged."""

    site = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{site.server_port}/"
    finally:
        site.shutdown()
        site.server_close()
