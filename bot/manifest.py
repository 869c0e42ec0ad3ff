"""What lies beside each backup: when it was made, of what, and by what it is known to be whole. Nothing about anybody."""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

SUFFIX: Final = ".json"
_STEM: Final = "smallgains-%Y%m%dT%H%M%SZ"


class Kind(StrEnum):
    """What a backup is a copy of."""

    FILE = "sqlite"
    SERVER = "postgresql"

    @property
    def suffix(self) -> str:
        """How the name of such a copy ends."""
        return ".db" if self is Kind.FILE else ".dump"


def _plain(name: str) -> str:
    if Path(name).name != name:
        raise ValueError("should be the name of a file beside it")
    return name


class Manifest(BaseModel):
    """One backup: `made_at` is the moment whose state it holds, `schema_version` the step of migration it stands at; of `rows` how many
    there are in each table.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Annotated[int, Field(ge=1, le=1)] = 1
    made_at: datetime
    program: str
    database: Kind
    schema_version: str
    file: Annotated[str, AfterValidator(_plain)]
    bytes: int
    sha256: str
    rows: dict[str, int]

    @classmethod
    def read(cls, file: Path) -> Self | None:
        """The manifest in this file, or None when there is none."""
        try:
            return cls.model_validate_json(file.read_bytes())
        except (OSError, ValidationError):
            return None

    @property
    def text(self) -> str:
        """As it is written down."""
        return self.model_dump_json(indent=2) + "\n"

    @property
    def name(self) -> str:
        """The name of the manifest's own file."""
        return Path(self.file).with_suffix(SUFFIX).name


def beside(copy: Path) -> Manifest | None:
    """The manifest that lies beside a copy, if there is one."""
    manifest = Manifest.read(copy.with_suffix(SUFFIX))
    return manifest if manifest is not None and manifest.file == copy.name else None


def name_at(made_at: datetime, kind: Kind) -> str:
    """How a copy of this moment is called."""
    return made_at.astimezone(UTC).strftime(_STEM) + kind.suffix


def digest_of(file: Path) -> str:
    """SHA-256 over every byte."""
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
