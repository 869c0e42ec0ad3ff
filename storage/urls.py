"""What the URL of a database says: a SQLite file, or a PostgreSQL server. SQLAlchemy, which reads it, is loaded when one is read:
settings have a URL also where nobody opens the database.
"""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import URL


def is_sqlite(url: "URL") -> bool:
    """Whether the database is a SQLite file."""
    return url.get_backend_name() == "sqlite"


def file_of(url: "URL | str") -> Path | None:
    """The file a database URL names, or None when it names a server."""
    parsed = _read(url) if isinstance(url, str) else url
    return Path(parsed.database) if is_sqlite(parsed) and parsed.database else None


def name_of(url: str) -> str:
    """How a database is called where people read it: the file, or the server without its password."""
    file = file_of(url)
    if file is not None:
        return str(file)
    return _read(url).set(query={}).render_as_string(hide_password=True)


def names_a_database(url: str) -> bool:
    """Whether the URL can be read, and names a database on its server."""
    from sqlalchemy.exc import ArgumentError

    try:
        return bool(_read(url).database)
    except (ArgumentError, ValueError):
        return False


def _read(url: str) -> "URL":
    from sqlalchemy.engine import make_url

    return make_url(url)
