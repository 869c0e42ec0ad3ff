"""deploy/SECURITY.md: every test and command that it names is there."""

import ast
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[1]
PAGE: Final = (ROOT / "deploy/SECURITY.md").read_text(encoding="utf-8")


def names_in(file: Path) -> set[str]:
    """The names of the tests of a file."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_every_test_that_the_page_names_is_there() -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
    missing = [
        f"{file}::{name}" if name else file
        for file, name in named
        if not (ROOT / file).is_file() or (name and name not in names_in(ROOT / file))
    ]

    assert len(named) > 30
    assert missing == []


def test_every_command_that_the_page_names_is_there() -> None:
    modules = re.findall(r"`python -m ([\w.]+)", PAGE)

    assert [module for module in modules if find_spec(module) is None] == []


def test_every_place_that_the_page_points_to_is_there() -> None:
    titles = {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in re.findall(r"^#+ (.+)$", PAGE, re.M)}
    anchors = re.findall(r"\]\(#([\w-]+)\)", PAGE)
    files = [file for file in re.findall(r"\]\(([\w./-]+?)(?:#[\w-]+)?\)", PAGE) if not file.startswith("http")]

    assert [anchor for anchor in anchors if anchor not in titles] == []
    assert [file for file in files if not (ROOT / "deploy" / file).exists()] == []


def test_every_test_that_the_desk_s_list_names_is_there() -> None:
    page = (ROOT / "bot/desk/ASVS.md").read_text(encoding="utf-8")
    usual = names_in(ROOT / "tests/stories/test_desk.py")
    named = re.findall(r"`(?:(tests/[\w/]+\.py)::)?(test_\w+)`", page)
    missing = [name for file, name in named if name not in (names_in(ROOT / file) if file else usual)]

    assert len(named) > 30
    assert missing == []
