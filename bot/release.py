"""Which version of the program this is."""

from importlib import metadata
from typing import Final

_PROGRAM: Final = "smallgains"


def version() -> str:
    """The version that is installed; "unknown" in a folder that is not."""
    try:
        return metadata.version(_PROGRAM)
    except metadata.PackageNotFoundError:
        return "unknown"
