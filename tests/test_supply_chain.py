"""What the bot runs on: licences that may be used, advisories that are heard, a bill of materials that is the same each time."""

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


def in_ci(name: str) -> ModuleType:
    """A script of CI's, as a module."""
    spec = spec_from_file_location(name, ROOT / ".ci" / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    return in_ci("licences")


def test_an_advisory_is_heard_and_a_package_left_out_is_no_clean_bill() -> None:
    audit = in_ci("audit")
    good = {"name": "sound", "version": "1", "vulns": []}
    bad = {"name": "unsound", "version": "1", "vulns": [{"id": "PYSEC-0"}]}

    assert audit.known({"dependencies": [good, bad]}) == {"sound": [], "unsound": ["PYSEC-0"]}
    with pytest.raises(RuntimeError, match="private"):
        audit.known({"dependencies": [good, {"name": "private", "skip_reason": "unknown there"}]})


def test_what_is_wrong_with_the_asking_is_no_answer(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_text("no requirement at all !!\n", encoding="utf-8")

    with pytest.raises(RuntimeError, match="pip-audit failed"):
        in_ci("audit").audit("pypi", [str(tmp_path / "broken.txt")])


@pytest.mark.parametrize(
    ("licence", "allowed"),
    [
        ("MIT", True),
        ("GPL-3.0-only", False),
        ("GPL-2.0-or-later OR LGPL-2.0-or-later", True),
        ("MIT AND GPL-3.0-only", False),
        ("MPL-2.0 AND (Apache-2.0 OR AGPL-3.0-only)", True),
        ("(GPL-3.0-only)", False),
        ("unknown", False),
    ],
)
def test_of_a_choice_one_licence_is_enough_and_of_several_together_each_counts(
    licences: ModuleType, licence: str, allowed: bool
) -> None:
    assert licences.is_allowed(licence) is allowed


def test_the_list_of_licences_is_what_is_installed(licences: ModuleType) -> None:
    page, wrong = licences.page(ROOT)
    assert wrong == []
    assert (ROOT / licences.LICENCES).read_text(encoding="utf-8") == page


def test_the_bill_of_materials_is_the_same_each_time_and_tells_no_place_of_this_machine(tmp_path: Path) -> None:
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        subprocess.run([ROOT / ".ci" / "sbom", sys.executable, file], check=True, capture_output=True)
    one, two = (file.read_bytes() for file in files)
    assert one == two
    names = {part["name"] for part in json.loads(one)["components"]}
    assert {"python-telegram-bot", "psycopg", "sqlmodel"} <= names
    assert str(ROOT).encode() not in one
