"""The plan of the house: imports run down only, and only some rooms have a window to the outside."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
PACKAGES = ("curriculum", "storage", "bot")
STANDARD = sys.stdlib_module_names


@dataclass(frozen=True)
class Module:
    """One of our files: its dotted name, and what it imports and calls."""

    name: str
    tree: ast.Module

    @property
    def imports(self) -> Iterator[str]:
        """Every name that is imported, in full: `from bot import lock` is `bot.lock`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{self.name} imports relatively"
                yield from (f"{node.module}.{alias.name}" for alias in node.names)

    @property
    def mentions(self) -> Iterator[str]:
        """Every dotted name in the code, such as `datetime.now`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Attribute):
                yield ast.unparse(node)

    def is_in(self, *parts: str) -> bool:
        """Whether it is one of these modules, or in one of these packages."""
        return any(self.name == part or self.name.startswith(f"{part}.") for part in parts)


def modules() -> list[Module]:
    """All of our own code."""
    files = sorted(file for package in PACKAGES for file in (HOME / package).rglob("*.py"))
    return [Module(_name(file), ast.parse(file.read_text(encoding="utf-8"), str(file))) for file in files]


def _name(file: Path) -> str:
    return ".".join(file.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")


ALL = modules()


def importers(*wanted: str) -> set[str]:
    """Which modules import one of these modules, or something of these packages."""
    return {
        module.name
        for module in ALL
        for imported in module.imports
        if any(imported == each or imported.startswith(f"{each}.") for each in wanted)
    }


def outside(found: set[str], *rooms: str) -> set[str]:
    """Those that are not in one of these rooms."""
    return {name for name in found if not any(name == room or name.startswith(f"{room}.") for room in rooms)}


def test_there_is_a_house_to_look_at() -> None:
    assert {"curriculum.timing", "storage.database", "bot.app", "bot.chat.turn"} <= {module.name for module in ALL}


def test_imports_run_down_only() -> None:
    assert outside(importers("bot"), "bot") == set()
    assert outside(importers("storage"), "storage", "bot") == set()
    assert importers("tests") == set()


def test_the_curriculum_knows_the_standard_library_pydantic_and_yaml_alone() -> None:
    foreign = {
        (module.name, imported.partition(".")[0])
        for module in ALL
        if module.is_in("curriculum")
        for imported in module.imports
        if imported.partition(".")[0] not in STANDARD | {"curriculum", "pydantic", "pydantic_core", "yaml"}
    }

    # The reading grade alone asks where a word may be broken.
    assert foreign == {("curriculum.lint.syllables", "pyphen")}
    assert outside(importers("yaml"), "curriculum.reading") == set()


def test_the_curriculum_does_nothing_to_the_outside() -> None:
    windows = {"asyncio", "os", "sys", "socket", "subprocess", "threading", "logging", "sqlite3", "random", "secrets"}
    found = {
        (module.name, imported)
        for module in ALL
        if module.is_in("curriculum")
        for imported in module.imports
        if imported.partition(".")[0] in windows
    }

    assert found == set()


def test_only_storage_speaks_to_the_database() -> None:
    assert outside(importers("sqlmodel", "alembic", "aiosqlite"), "storage") == set()
    assert outside(importers("sqlalchemy"), "storage") == set()
    assert outside(importers("storage.tables"), "storage") == set()


def test_only_the_chat_and_the_wire_know_telegram() -> None:
    assert outside(importers("telegram"), "bot.chat.turn", "bot.telegram", "bot.app", "bot.handling", "bot.running", "bot.doctor", "bot.rehearsal.wire") == set()  # fmt: skip
    assert outside(importers("aiohttp"), "bot.telegram", "bot.sandbox") == set()
    assert outside(importers("apscheduler"), "bot.engine") == set()


def test_few_places_say_what_the_log_is_about() -> None:
    assert importers("structlog") == {"bot.logs", "bot.intake", "bot.delivery", "bot.measures", "bot.error_reports"}


def test_only_one_place_sends_errors_elsewhere() -> None:
    assert importers("sentry_sdk") == {"bot.error_reports"}


def test_only_one_place_makes_codes() -> None:
    assert importers("pyotp") == {"bot.one_time_codes"}


def test_only_the_words_are_looked_up_in_catalogues() -> None:
    assert outside(importers("babel"), "bot.words") == set()


def test_only_pictures_are_drawn() -> None:
    assert outside(importers("PIL"), "bot.chat.pictures") == set()
    assert outside(importers("bot.landing.hiding"), "bot.landing") == set()


def test_only_the_door_serves_anybody() -> None:
    # The sandbox is a server as well, with one of its own.
    assert outside(importers("uvicorn"), "bot.door") == set()
    assert outside(importers("starlette"), "bot.door", "bot.desk") == set()
    assert outside(importers("jinja2", "markupsafe"), "bot.desk") == {"bot.words.gathering"}  # reads what its pages say
    assert outside(importers("bot.desk.serving", "bot.desk.building"), "bot.desk") == {"bot.app"}
    assert outside(importers("bot.door"), "bot.door") == {"bot.app"}
    assert outside(importers("prometheus_client"), "bot.metrics", "bot.measures") == set()


def test_the_chat_knows_no_engine() -> None:
    engine = ("delivery", "intake", "running", "cli", "demo", "doctor", "app", "engine", "lock", "settings", "telegram", "door")  # fmt: skip
    found = importers(*(f"bot.{part}" for part in engine))

    assert {name for name in found if name.startswith("bot.chat")} == set()


def test_the_use_cases_know_neither_chat_nor_wire() -> None:
    use_cases = {
        "bot.broadcasting",
        "bot.enrolling",
        "bot.exporting",
        "bot.forgetting",
        "bot.gaining",
        "bot.gating",
        "bot.granting",
        "bot.holding",
        "bot.journal",
        "bot.letter",
        "bot.looking_back",
        "bot.pattern_checking",
        "bot.practice",
        "bot.publishing",
        "bot.question",
        "bot.second_factor",
        "bot.second_reader",
        "bot.sharing",
    }
    found = importers("telegram", "bot.chat", "bot.telegram", "bot.delivery", "bot.intake")

    assert found & use_cases == set()


def test_the_words_of_the_chat_know_neither_storage_nor_clock() -> None:
    parts = (
        "messages",
        "gain_messages",
        "gate_messages",
        "help_messages",
        "journal_messages",
        "letter_messages",
        "look_back_messages",
        "progress_messages",
        "code_messages",
        "access_messages",
        "admin_menu",
        "broadcast_messages",
        "reading_messages",
        "rights_messages",
        "keeping_messages",
        "pattern_messages",
        "standing_texts",
        "wording",
        "buttons",
        "menus",
    )
    words = {f"bot.chat.{part}" for part in parts}

    assert importers("storage.database", "bot.clock") & words == set()


def test_the_sandbox_is_known_to_demo_and_rehearsals_alone_and_knows_the_clock_alone() -> None:
    assert outside(importers("bot.sandbox"), "bot.sandbox", "bot.demo", "bot.rehearsal") == set()
    known = {
        imported
        for module in ALL
        if module.is_in("bot.sandbox")
        for imported in module.imports
        if imported.partition(".")[0] in PACKAGES and not imported.startswith("bot.sandbox")
    }
    assert known <= {"bot.clock.Clock", "bot.clock.utc_now"}


def test_only_the_command_line_reads_settings_from_the_environment() -> None:
    assert outside(importers("bot.settings.read_settings"), "bot.console") == set()
    environment = {"os.environ", "os.environb", "os.getenv", "environ.get"}
    readers = {module.name for module in ALL if environment & set(module.mentions)}
    # One hands its own environment on to the bot, without our settings in it; the other finds systemd there.
    assert readers <= {"bot.demo", "bot.console"}


@pytest.mark.parametrize("asks", ["datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"])
def test_only_the_clock_reads_the_clock(asks: str) -> None:
    assert {module.name for module in ALL if asks in set(module.mentions)} <= {"bot.clock"}


def test_only_the_places_that_begin_a_program_choose_the_real_clock() -> None:
    # A sandbox that is given no clock, the engine's own jobs, the watch on the machine's clock and the doctor live in
    # real time whatever the demo plays.
    real = outside(
        importers("bot.clock.utc_now"), "bot.sandbox.pretend", "bot.engine.embedded", "bot.app", "bot.doctor"
    )

    assert real == {"bot.console"}


def test_only_one_place_puts_the_parts_together() -> None:
    assert importers("bot.app") == {"bot.running", "bot.rehearsal.stage"}


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.name)
def test_every_module_opens_with_a_sentence(module: Module) -> None:
    opening = ast.get_docstring(module.tree)

    assert opening is not None
    assert opening.partition("\n\n")[0].rstrip().endswith((".", ":", "?"))


@pytest.mark.parametrize("module", ALL, ids=lambda module: module.name)
def test_no_module_is_called_after_nothing(module: Module) -> None:
    assert not {"utils", "util", "helpers", "helper", "manager", "misc", "common"} & set(module.name.split("."))
