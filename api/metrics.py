"""Figures for Prometheus, without any text: requests, their time, findings, decisions, the state of the lexicons."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5)
MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable that names the folder where several workers put their figures; `yanjian serve` sets it."""


class Metrics:
    """The figures of one worker. Those of a path, status or decision are looked up once and kept."""

    def __init__(self) -> None:
        self._requests_of: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._checked_of: dict[str, Counter] = {}
        self._registry = registry = CollectorRegistry()
        self.requests = Counter("yanjian_requests", "Requests", ["path", "status"], registry=registry)
        self.seconds = Histogram(
            "yanjian_request_seconds", "Time to the last byte", ["path"], buckets=SECONDS, registry=registry
        )
        self.working = Gauge(
            "yanjian_requests_working", "Requests at work", registry=registry, multiprocess_mode="livesum"
        )
        self.checked = Counter("yanjian_checked", "Conversations and drafts checked", ["decision"], registry=registry)
        self.stale = Gauge(
            "yanjian_lexicons_stale", "1 while the lexicon files as they are cannot be loaded",
            registry=registry, multiprocess_mode="max",
        )  # fmt: skip

    def count_request(self, path: str, status: int, seconds: float) -> None:
        """Count a request that has been answered, and its time."""
        kept = self._requests_of.get((path, status))
        if kept is None:
            kept = self._requests_of[path, status] = self.requests.labels(path, status), self.seconds.labels(path)
        requests, times = kept
        requests.inc()
        times.observe(seconds)

    def count_checked(self, decision: str) -> None:
        """Count a conversation or draft that has been checked."""
        kept = self._checked_of.get(decision)
        if kept is None:
            kept = self._checked_of[decision] = self.checked.labels(decision)
        kept.inc()

    def page(self) -> bytes:
        """The figures as Prometheus reads them, those of all workers together."""
        if MULTIPROCESS not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
