"""Settings of the service: environment variables YANJIAN_… over a TOML file named by YANJIAN_CONFIG."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import TomlConfigSettingsSource

from checker import CheckerError, Problem

CONFIG_VARIABLE = "YANJIAN_CONFIG"


class ApiKey(BaseModel):
    """One key: its name in logs, the SHA-256 of the key in hexadecimal, and its own limits."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(min_length=1)
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    requests_per_minute: int | None = Field(default=None, ge=1)
    max_bytes: int | None = Field(default=None, ge=1)


class Settings(BaseSettings):
    """All settings with their defaults. Limits count per worker process; nothing is shared between workers."""

    model_config = SettingsConfigDict(env_prefix="YANJIAN_", extra="forbid", frozen=True)

    lexicons: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders of the agency's own lexicons, over the shipped ones; in the environment separated as in PATH."""
    keys: tuple[ApiKey, ...] = ()
    """Keys that open the service; with none it is open to all who reach it."""
    requests_per_minute: int = Field(default=0, ge=0)
    """For keys without a limit of their own, and for everybody together where there are no keys; 0 is no limit."""
    max_bytes: int = Field(default=1_000_000, ge=1)
    """The longest request body, but for a batch."""
    max_characters: int = Field(default=60_000, ge=1)
    """The longest text of a LanguageTool client, in UTF-16 units, and of a live conversation."""
    max_batch_bytes: int = Field(default=64_000_000, ge=1)
    inline_characters: int = Field(default=1_000, ge=0)
    """Texts up to this length are checked at once; longer ones wait for the worker thread and hold up nobody."""
    queue: int = Field(default=64, ge=1)
    """How many long texts may wait for the worker thread; beyond, 503."""
    open_requests: int = Field(default=1_000, ge=1)
    """How many requests may be open at once, those that are still arriving among them; beyond, 503."""
    request_seconds: float = Field(default=10.0, gt=0)
    """How long a body may take to arrive, and how long a check may take."""
    remember_seconds: float = Field(default=60.0, ge=0)
    """How long an answer is kept in memory for the same request again; 0 is not at all."""
    origins: tuple[str, ...] = ()
    """Web origins whose pages may call the service, such as https://oa.example.cn; browser extensions always may."""
    reload_seconds: float = Field(default=2.0, ge=0)
    """How often the lexicon files are looked at for changes; 0 is never."""
    store: str = ""
    """Where practice is kept: a file of SQLite or postgresql://USER@HOST/NAME; left out, a file of the user's own."""

    @field_validator("lexicons", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return [part for part in value.split(os.pathsep) if part] if isinstance(value, str) else value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments, then the environment, then the TOML file."""
        config = os.environ.get(CONFIG_VARIABLE)
        toml = [TomlConfigSettingsSource(settings_cls, Path(config))] if config else []
        return (init_settings, env_settings, *toml)


def load_settings(**given: Any) -> Settings:  # noqa: ANN401  (any field)
    """The settings in force. Raises CheckerError with every fault of the environment and the file."""
    config = os.environ.get(CONFIG_VARIABLE, "")
    if config and not Path(config).is_file():
        raise CheckerError(Problem("没有这个设置文件", f"请检查 {CONFIG_VARIABLE} 或 --config 的路径", config))
    try:
        return Settings(**given)
    except tomllib.TOMLDecodeError as error:
        raise CheckerError(Problem(f"不是正确的 TOML：{error}", "请检查引号、括号和等号", config)) from error
    except ValidationError as error:
        advice = f"各项设置见 yanjian serve --help；来自环境变量 YANJIAN_… 或 {config or '设置文件'}"
        raise CheckerError([_problem(dict(details), advice) for details in error.errors()]) from error


def _problem(details: dict[str, Any], advice: str) -> Problem:
    return Problem(f"设置不对：{details['msg']}", advice, field=".".join(map(str, details["loc"])))
