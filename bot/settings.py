"""What the outside decides: read once from the environment or an env file, then frozen; secrets never show."""

import math
from collections.abc import Mapping, Set
from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Literal, NoReturn, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from bot import addresses
from bot.addresses import Carried, Listen
from bot.rights import Admins
from bot.roles import Role
from bot.to_mend import ToMend
from curriculum.study import MOST_IN_A_NAME, Study
from storage import keys, tombstones
from storage.urls import file_of, names_a_database

PREFIX: Final = "SMALLGAINS_"
_SQLITE: Final = "sqlite+aiosqlite:///"
_POSTGRESQL: Final = "postgresql+psycopg://"
TELEGRAM: Final = "https://api.telegram.org"
_WHERE: Final = tuple(f"{PREFIX}{name}".lower() for name in ("DATABASE_URL", "KEY_FILE", "KEYS_FILE", "FORGOTTEN_FILE"))
"""Which data it is about."""
_SLOW_ANSWER_SECONDS: Final = 0.3
_FEWEST_SENDERS: Final = 8
_MOST_SENDERS_UNASKED: Final = 64


class LogFormat(StrEnum):
    """How the log is written: JSON, lines to read, or whichever of them suits who reads it."""

    AUTO = "auto"
    JSON = "json"
    CONSOLE = "console"


class SettingsProblem(ToMend):
    """A setting is missing or makes no sense; the text says which one and what to do."""


class Settings(BaseSettings):
    """Every setting, with its default. Names in the environment carry the prefix `SMALLGAINS_`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True
    )

    token: SecretStr | None = Field(default=None, description="the bot's token from BotFather")
    token_file: Path | None = Field(default=None, description="a file that holds the token")
    api_url: str = Field(default=TELEGRAM, description="where the Bot API is")
    database_url: str = Field(
        default="sqlite+aiosqlite:///var/smallgains.db",
        description="where everything is kept",
        repr=False,  # a password may be in it
    )
    admins: Annotated[Admins, NoDecode] = Field(
        default=Admins(), description="numeric Telegram ids separated by commas, each perhaps with :scope+scope"
    )
    totp: Literal["optional", "required"] = Field(default="optional", description="whether publishing takes a code app")
    second_reader: Literal["off", "required"] = Field(
        default="off", description="whether another admin reads a track before it is published in the chat"
    )
    key_file: Path | None = Field(default=None, description="the key that private words are encrypted with")
    keys_file: Path | None = Field(default=None, description="where the keys of people are kept, locked by the above")
    forgotten_file: Path | None = Field(default=None, description="the ledger of who asked to be forgotten")
    role: Role = Field(
        default=Role.ALL, description="all, web or worker: what this process does, of several on a server"
    )
    messages_per_second: float = Field(default=25, gt=0, le=1000)
    paid_broadcasts: bool = Field(
        default=False, description="whether nudges may cost Stars beyond Telegram's free rate"
    )
    senders: int | None = Field(default=None, ge=1, le=256, description="how many nudges are requested at a time")
    tick_seconds: float = Field(default=5, gt=0, le=300)
    contact: str = Field(default="the person who gave you the link to this bot", description="who runs this bot")
    study: str | None = Field(
        default=None, max_length=MOST_IN_A_NAME, description="what the study is called that people may take part in"
    )
    study_contact: str | None = Field(default=None, description="who answers for the study, if not who runs this bot")
    listen: Annotated[Listen | None, NoDecode] = Field(default=None, description="host:port of the bot's own address")
    desk_url: str | None = Field(default=None, description="where browsers find the bot's own address, for /desk")
    webhook_url: str | None = Field(default=None, description="where Telegram carries updates; else they are fetched")
    webhook_secret: SecretStr | None = Field(default=None, description="what Telegram proves itself with there")
    webhook_secret_file: Path | None = Field(default=None, description="a file that holds this secret")
    webhook_connections: int = Field(default=40, ge=1, le=100)
    heartbeat_file: Path | None = Field(default=None, description="where this process says every few seconds how it is")
    backup_folder: Path | None = Field(default=None, description="where backups of the database are kept, one a day")
    backup_keys_folder: Path | None = Field(
        default=None, description="where the newest copy of the keys of people and of the ledger is kept"
    )
    backup_at: time = Field(default=time(3, 30), description="when a backup is made, in UTC")
    backup_keep_days: int = Field(default=30, ge=1, le=3650)
    sentry_dsn: SecretStr | None = Field(default=None, description="the address of a Sentry project, for errors")
    sentry_dsn_file: Path | None = Field(default=None, description="a file that holds this address")
    log_format: LogFormat = Field(
        default=LogFormat.AUTO, description="auto, json or console: how the log is written on stderr"
    )
    clock_file: Path | None = Field(default=None, description="the demo's clock; refused against Telegram")

    @field_validator("admins", mode="before")
    @classmethod
    def _with_scopes(cls, value: object) -> object:
        if isinstance(value, str):
            return Admins.read(value)
        return Admins.of(value) if isinstance(value, Set) else value

    @field_validator("listen", mode="before")
    @classmethod
    def _host_and_port(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return addresses.listen_in(value) if value.strip() else None

    @field_validator("desk_url")
    @classmethod
    def _an_origin(cls, value: str | None) -> str | None:
        return addresses.origin_in(value) if value and value.strip() else None

    @field_validator("backup_folder", "backup_keys_folder", mode="before")
    @classmethod
    def _no_folder_when_empty(cls, value: object) -> object:
        return None if isinstance(value, str) and not value.strip() else value

    @field_validator("backup_at")
    @classmethod
    def _in_utc(cls, value: time) -> time:
        if value.tzinfo is not None:
            raise ValueError("should be a time of day in UTC, like 03:30")
        return value

    @field_validator("webhook_url")
    @classmethod
    def _none_when_empty(cls, value: str | None) -> str | None:
        return (value or "").strip() or None

    @field_validator("api_url")
    @classmethod
    def _no_slash(cls, value: str) -> str:
        if not value.startswith(("http://", "https://")):
            raise ValueError("should start with https:// or http://")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _a_file_or_a_server(cls, value: str) -> str:
        if value.startswith(_SQLITE) and value.removeprefix(_SQLITE):
            return value
        if value.startswith(_POSTGRESQL) and names_a_database(value):
            return value
        raise ValueError(
            f"should be {_SQLITE} and a path, like {_SQLITE}var/smallgains.db, or {_POSTGRESQL} and a server with a "
            f"database, like {_POSTGRESQL}smallgains@db.example.org/smallgains"
        )

    @model_validator(mode="after")
    def _clock_is_the_demo_s(self) -> Self:
        if self.clock_file is not None and self.api_url == TELEGRAM:
            raise ValueError("a clock that can be moved is for the demo alone, never against Telegram")
        return self

    @model_validator(mode="after")
    def _telegram_finds_the_webhook(self) -> Self:
        if self.webhook_url is None:
            return self
        try:
            addresses.check_webhook(self.webhook_url, for_telegram=self.api_url == TELEGRAM)
        except ValueError as error:
            raise ValueError(f"{PREFIX}WEBHOOK_URL: {error}") from error
        if self.listen is None:
            raise ValueError(
                f"{PREFIX}WEBHOOK_URL needs {PREFIX}LISTEN too: where the bot itself listens, like 127.0.0.1:8080"
            )
        return self

    @model_validator(mode="after")
    def _roles_are_of_several(self) -> Self:
        if self.role is not Role.ALL and file_of(self.database_url) is not None:
            raise ValueError(
                f"the role {self.role} is for one of several processes, and these need a PostgreSQL server "
                f"({PREFIX}DATABASE_URL): on a SQLite file one process does everything"
            )
        if self.role is Role.WEB and self.webhook_url is None:
            raise ValueError(f"the role web takes in what Telegram carries: it needs {PREFIX}WEBHOOK_URL")
        return self

    @property
    def running_study(self) -> Study | None:
        """The study that people may take part in, if the operator runs one."""
        name, contact = (" ".join((told or "").split()) for told in (self.study, self.study_contact or self.contact))
        return Study(name, contact) if name else None

    @property
    def senders_at_work(self) -> int:
        """So many nudges are requested at a time: as set, or as many as the rate takes while answers are slow."""
        at_the_rate = math.ceil(self.messages_per_second * _SLOW_ANSWER_SECONDS)
        return self.senders or min(max(_FEWEST_SENDERS, at_the_rate), _MOST_SENDERS_UNASKED)

    @property
    def key_path(self) -> Path:
        """The key file: as set, or `smallgains.key` beside the database; in `var` when that is on a server."""
        return self.key_file or self._folder / "smallgains.key"

    @property
    def keys_path(self) -> Path:
        """The keys of people: as set, or `smallgains-keys.db` beside the database."""
        return self.keys_file or self._folder / keys.FILE_NAME

    @property
    def forgotten_path(self) -> Path:
        """The ledger of who is forgotten: as set, or `smallgains-forgotten.log` beside the database."""
        return self.forgotten_file or self._folder / tombstones.FILE_NAME

    @property
    def data_folder(self) -> Path:
        """Where what is kept on this machine lies: beside the database, or with the keys of people when that is on a server."""
        file = file_of(self.database_url)
        return file.parent if file is not None else self.keys_path.parent

    @property
    def study_salt_path(self) -> Path:
        """What made-up numbers of people are made with, for a study: `smallgains-study.salt` beside the database."""
        return self._folder / "smallgains-study.salt"

    @property
    def _folder(self) -> Path:
        file = file_of(self.database_url)
        return file.parent if file is not None else Path("var")

    @property
    def desk_origin(self) -> str | None:
        """Where browsers find the desk: as set, or where Telegram finds the webhook, or on this machine alone; None when
        none of that is known.
        """
        if self.desk_url is not None:
            return self.desk_url
        if self.webhook_url is not None:
            return addresses.origin_of(self.webhook_url)
        return None if self.listen is None else self.listen.at_home

    def bot_token(self) -> str:
        """The bot's token. Raises `SettingsProblem` when there is none."""
        return (
            _written(self.token)
            or _read(self.token_file, "token")
            or _missing(
                f"there is no bot token: set {PREFIX}TOKEN or {PREFIX}TOKEN_FILE (BotFather in Telegram gives you one)"
            )
        )

    def sentry_address(self) -> str | None:
        """Where errors are sent to, None when nowhere. Raises `SettingsProblem`."""
        return _written(self.sentry_dsn) or _read(self.sentry_dsn_file, "Sentry address") or None

    def carried(self) -> Carried | None:
        """Where and how updates are carried to the bot, None when it fetches them. Raises `SettingsProblem` when there
        is no good secret.
        """
        if self.webhook_url is None:
            return None
        secret = (
            _written(self.webhook_secret)
            or _read(self.webhook_secret_file, "webhook secret")
            or _missing(
                f"there is no webhook secret, by which Telegram is known from strangers: set {PREFIX}WEBHOOK_SECRET or "
                f"{PREFIX}WEBHOOK_SECRET_FILE; {addresses.MAKE_A_SECRET}"
            )
        )
        if not addresses.SECRET.fullmatch(secret):
            raise SettingsProblem(
                f"the webhook secret should have 32 to 256 of A-Z a-z 0-9 _ - and nothing else; {addresses.MAKE_A_SECRET}"
            )
        return Carried(self.webhook_url, self.webhook_connections, secret)


def _written(secret: SecretStr | None) -> str:
    """A secret that is a setting itself, or nothing."""
    return "" if secret is None else secret.get_secret_value().strip()


def _read(file: Path | None, what: str) -> str:
    """A secret that lies in a file, or nothing without a file. Raises `SettingsProblem`."""
    if file is None:
        return ""
    try:
        secret = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsProblem(f"the {what} file {file} cannot be read") from error
    return secret or _missing(f"the {what} file {file} is empty")


def _missing(says: str) -> NoReturn:
    raise SettingsProblem(says)


class _OfThatFile(Settings):
    """Settings by a file that was asked for: the environment outweighs it, but for where things are kept. Who names the file
    of one installation never means the data of another.
    """

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The usual ones, once it is seen that they do not contradict each other. Raises `SettingsProblem`."""
        outside, inside = _named(env_settings), _named(dotenv_settings)
        for name in _WHERE:
            if name in outside and inside.get(name, outside[name]) != outside[name]:
                raise SettingsProblem(
                    f"{name.upper()} is set in the environment, and the env file names another: unset {name.upper()}, "
                    "or leave --env-file out"
                )
        return init_settings, env_settings, dotenv_settings, file_secret_settings


def _named(source: PydanticBaseSettingsSource) -> Mapping[str, str | None]:
    return source.env_vars if isinstance(source, EnvSettingsSource) else {}


def read_settings(env_file: Path | None = None, *, role: Role | None = None) -> Settings:
    """The settings from the environment and `env_file` (default `.env`); a `role` that is given counts. Raises
    `SettingsProblem`, also when both name where things are kept, and not the same.
    """
    try:
        kind, file = (Settings, Path(".env")) if env_file is None else (_OfThatFile, env_file)
        return kind(_env_file=file) if role is None else kind(_env_file=file, role=role)
    except ValidationError as error:
        problems = [
            f"{PREFIX}{str(one['loc'][0]).upper()}: {_plainly(one['msg'])}" if one["loc"] else _plainly(one["msg"])
            for one in error.errors(include_input=False, include_url=False)
        ]
        raise SettingsProblem("; ".join(problems)) from error


def _plainly(says: str) -> str:
    return says.removeprefix("Value error, ")
