"""The files of scenarios that trainers write: in the agency's own lexicon folder, never among the shipped ones."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from checker.errors import CheckerError, Problem
from checker.lexicon.folder import shipped
from checker.practice.loading import FOLDER
from checker.store.practice.refusal import RefusalError, unknown

NAME = re.compile(r"[a-z0-9]{1,40}([-_][a-z0-9]{1,40}){0,5}")
"""A file's name without .toml, such as our-hall."""


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of scenarios. `own` ones can be written; `digest` is that of its bytes."""

    name: str
    own: bool
    digest: str


class ScenarioFiles:
    """The files below the shipped folder, to be read, and below the agency's, to be read and written."""

    def __init__(self, folders: Sequence[Path]) -> None:
        own = folders[-1] if folders else None
        self._own = own / FOLDER if own and own.resolve() != shipped().resolve() else None

    @property
    def refusal(self) -> str:
        """Why nothing can be saved; empty where it can."""
        if self._own is None:
            return "没有本单位的词库文件夹，不能保存。请用 yanjian init 文件夹 建一个，再用 yanjian serve --lexicons 文件夹 启动"
        return ""

    def rows(self) -> list[FileRow]:
        """All files, the agency's own first."""
        return [*self._listed(self._own, own=True), *self._listed(shipped() / FOLDER, own=False)]

    def read(self, name: str, *, own: bool) -> tuple[str, str]:
        """The text of a file and its digest. Raises RefusalError where there is none."""
        folder = self._own if own else shipped() / FOLDER
        if folder is None or not NAME.fullmatch(name) or not (folder / f"{name}.toml").is_file():
            raise unknown("文件")
        data = (folder / f"{name}.toml").read_bytes()
        return data.decode("utf-8-sig", "replace"), _digest(data)

    def save(self, name: str, text: str, digest: str | None) -> str:
        """Write a file of the agency's: the new digest. The caller holds the lock of all that save.

        `digest` is that of the text the writer began with, None for a new file. Raises RefusalError where the file was
        changed meanwhile, CheckerError where it cannot be written.
        """
        if self._own is None:
            raise CheckerError(Problem("不能保存", self.refusal))
        if not NAME.fullmatch(name):
            raise CheckerError(Problem("文件名不对", "只用小写字母、数字和连字符，如 our-hall", field="name"))
        path = self._own / f"{name}.toml"
        found = _digest(path.read_bytes()) if path.is_file() else None
        if found != digest:
            message = "已经有这个文件" if digest is None else "这个文件已经被别人改过或删除"
            raise RefusalError("stale", message, "请先复制您的内容，重新打开文件，再改")
        data = text.encode()
        try:
            _write(path, data)
        except OSError as error:
            raise CheckerError(
                Problem(f"写不了文件：{error.strerror}", "请检查文件夹的权限和磁盘空间", str(path))
            ) from error
        return _digest(data)

    def _listed(self, folder: Path | None, *, own: bool) -> list[FileRow]:
        paths = sorted(folder.glob("*.toml")) if folder else []
        return [FileRow(path.stem, own, _digest(path.read_bytes())) for path in paths]


def _digest(data: bytes) -> str:
    return sha256(data).hexdigest()[:16]


def _write(path: Path, data: bytes) -> None:
    """The whole file or nothing, whenever the machine stops."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
