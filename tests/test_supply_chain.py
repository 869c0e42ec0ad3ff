"""What the bot runs on: licences that may be used, advisories that are heard, a bill of materials that is the same each time."""

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    spec = spec_from_file_location("licences", ROOT / ".ci" / "licences.py")
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    sys.modules["licences"] = module
    spec.loader.exec_module(module)
    return module


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
