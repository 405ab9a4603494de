"""What the rules make of each paper of a guide, before the detector is heard."""

from __future__ import annotations

from dataclasses import dataclass, replace

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Ruled:
    """A paper of a guide: where it was told, where it was said to be needless, and whether it counts as left out."""

    name: str
    place: Place | None = None
    denied: Place | None = None
    missing: bool = False

    def with_reason(self) -> Ruled:
        """The paper told where it was said to be needless: there is a reason not to bring it."""
        return replace(self, place=self.denied, denied=None, missing=False)
