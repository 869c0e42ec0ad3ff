"""What the project needs is told the same everywhere: in pyproject.toml, in the requirement files, in the README.

The requirement files hold names, versions and hashes alone: no address of anything.
"""

import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9._-]*)==(?P<version>[^ ;\\]+)( ; (?P<marker>[^\\]+))? \\")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")
ASKED_FOR_HERE = re.compile(r"    # +(via )?smallgains \(pyproject\.toml.*\)")
PEERS = "tests/benchmarks/requirements-peers.txt"
COMMENT = re.compile(r" *#.*")

MOST_PACKAGES = 30
"""So many may be asked for at run time, with PostgreSQL; each has to be worth its risk."""

Pins = dict[str, tuple[str, str | None]]


def problems(root: Path) -> list[str]:
    """Everything that is wrong, each in one line."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    run = project["project"]["dependencies"]
    build, dev = _group(project, "build"), _group(project, "dev")
    found: list[str] = []
    extras = [one for asked in project["project"]["optional-dependencies"].values() for one in asked]
    lists: dict[str, Pins] = {}
    for name, asked in (
        ("requirements.txt", run),
        ("requirements-extras.txt", run + extras),
        ("requirements-build.txt", build),
        ("requirements-dev.txt", run + dev),
        (PEERS, _group(project, "peers")),
    ):
        lists[name], direct, faults = _read(root / name)
        found += [f"{name}:{fault}" for fault in faults]
        found += [f"{name}: {fault}" for fault in _disagreements(asked, lists[name], direct)]
    del lists[PEERS]  # they have an environment of their own
    found += _untold(run, (root / "README.md").read_text(encoding="utf-8"))
    everything = lists["requirements-dev.txt"]
    found += [
        f"{name}: {package} is pinned otherwise than in requirements-dev.txt"
        for name, pins in lists.items()
        for package, pin in pins.items()
        if everything.get(package) != pin
    ]
    return found


def _group(project: dict[str, Any], name: str) -> list[str]:
    asked: list[str] = []
    for entry in project["dependency-groups"][name]:
        asked += [entry] if isinstance(entry, str) else _group(project, entry["include-group"])
    return asked


def _read(file: Path) -> tuple[Pins, set[str], list[str]]:
    """What is pinned, which of it pyproject.toml asks for itself, and lines that have no place in such a list."""
    pins: Pins = {}
    direct: set[str] = set()
    faults: list[str] = []
    package = ""
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if pin := PIN.fullmatch(line):
            package = pin["name"]
            pins[package] = (pin["version"], pin["marker"])
        elif ASKED_FOR_HERE.fullmatch(line):
            direct.add(package)
        elif "://" in line or not (HASH.fullmatch(line) or COMMENT.fullmatch(line)):
            faults.append(f"{number}: this line is no name with a version, no hash and no comment")
    return pins, direct, faults


def _disagreements(asked: list[str], pins: Pins, direct: set[str]) -> list[str]:
    wanted = {canonicalize_name(one.name): one for one in map(Requirement, asked)}
    return [
        *(f"{name} is not asked for in pyproject.toml" for name in sorted(direct - set(wanted))),
        *(f"{name} is missing" for name in sorted(set(wanted) - set(pins))),
        *(
            f"{name} is pinned to {pins[name][0]}, and pyproject.toml asks for {one.specifier}"
            for name, one in sorted(wanted.items())
            if name in pins and not one.specifier.contains(pins[name][0], prereleases=True)
        ),
    ]


def _untold(run: list[str], readme: str) -> list[str]:
    """What the README's table of run-time packages, and its count of them, leave out."""
    names = [Requirement(one).name for one in run]
    found = [f"README.md: no reason is given for {name}" for name in names if f"\n| {name} | " not in readme]
    if len(names) > MOST_PACKAGES:
        found.append(f"pyproject.toml: {len(names)} packages at run time are more than {MOST_PACKAGES}")
    if f"needs {len(names)} packages" not in readme:
        found.append(f"README.md: it needs {len(names)} packages at run time, and says otherwise")
    return found


if __name__ == "__main__":
    found = problems(Path(__file__).resolve().parent.parent)
    sys.exit("\n".join([*found, "(make requirements writes the lists anew)"]) if found else 0)
