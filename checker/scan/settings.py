"""What decides the results of a scan, beside its input."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from checker.lexicon.folder import shipped
from checker.model import Channel

_DATA = Path(__file__).parent.parent / "data"
_TUPLES = ("lexicons", "baseline", "known")


@dataclass(frozen=True, slots=True)
class Settings:
    """`channel` is for records that name none; `mapping` names the columns of tables; `bare` leaves the reports alone.

    `baseline` are the output folders of earlier scans whose findings are left out, `known` those with verdicts, or the
    URLs of their databases.
    """

    profile: str | None = None
    channel: Channel | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    lexicons: tuple[str, ...] = ()
    mask: bool = True
    baseline: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    bare: bool = False

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Settings:
        """The settings that `as_dict` gave."""
        return cls(**{**value, **{name: tuple(value[name]) for name in _TUPLES}})

    def as_dict(self) -> dict[str, Any]:
        """The settings as plain values."""
        return {**asdict(self), **{name: list(getattr(self, name)) for name in _TUPLES}}

    @property
    def folders(self) -> list[Path]:
        """The agency's lexicons."""
        return [Path(folder) for folder in self.lexicons]

    def lexicon_hash(self) -> str:
        """16 hexadecimal digits that change with any file of the lexicons or of the trained detector."""
        digest = hashlib.sha256()
        for folder in (shipped(), *self.folders):
            for path in sorted(folder.rglob("*.toml")):
                digest.update(
                    str(path.relative_to(folder)).encode("utf-8", "surrogatepass") + b"\0" + path.read_bytes()
                )
        for path in sorted(_DATA.glob("*.npz")):
            digest.update(path.read_bytes())
        return digest.hexdigest()[:16]
