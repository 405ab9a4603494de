"""Completeness of the one-time notice (一次性告知): norms N3, N4."""

from __future__ import annotations

from checker.model import Finding, Notice
from checker.rules.scene import Scene


def notice(scene: Scene) -> tuple[Notice | None, list[Finding]]:
    """The notice's elements, or None where nothing called for one, and a finding for each that is not told."""
    return None, []
