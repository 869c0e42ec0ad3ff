"""How `smallgains --help` is laid out: each command under its heading, and what the program ends with."""

from collections.abc import Mapping
from typing import Any, Final

from typer.core import TyperGroup

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "Try it": ("demo",),
    "Run it": ("run", "doctor", "healthy", "status", "migrate"),
    "Look after it": ("backup", "restore", "accept-ledger", "move", "rekey", "key", "totp", "audit"),
    "Tracks": (
        "new-track",
        "check",
        "schema",
        "rehearse",
        "publish",
        "versions",
        "diff",
        "rollback",
        "offer",
        "retire",
    ),
    "People": ("why", "explain"),
    "Research": ("landing", "export-study", "simulate"),
}
"""Which commands stand under which heading, in this order."""

EXIT_CODES: Final[Mapping[int, str]] = {
    0: "all is well, or it is done",
    1: "it looked, and something is not as it should be: it says what",
    2: "it could not do what was asked: a wrong option, a setting, the key, the database; it says what to mend",
    130: "it was broken off with Ctrl-C",
}
"""What every command ends with."""

_NAMES: Final = [name for names in HEADINGS.values() for name in names]
_HEADING_OF: Final = {name: heading for heading, names in HEADINGS.items() for name in names}


def exit_codes() -> str:
    """All of them, a paragraph each."""
    return "\n\n".join(["Exit codes:", *(f"{code}: {meaning}" for code, meaning in EXIT_CODES.items())])


class Arranged(TyperGroup):
    """The commands under their headings."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        for name, command in self.commands.items():
            command.rich_help_panel = _HEADING_OF.get(name)  # type: ignore[attr-defined]  # Typer's commands have it

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of the headings; what stands under none comes last."""
        return sorted(self.commands, key=lambda name: _NAMES.index(name) if name in _HEADING_OF else len(_NAMES))
