"""The web framework's own telemetry is off: nothing leaves the machine, whatever the environment asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig

OFF: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
"""What is counted is at /metrics, what happened in our logs; neither holds any text."""
