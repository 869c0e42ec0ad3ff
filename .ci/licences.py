"""The licences of what the bot runs on, as the installed packages declare them, written to deploy/LICENCES.md.

.venv/bin/python .ci/licences.py            # exit 1 when the list is not true, or a licence is none of those allowed
.venv/bin/python .ci/licences.py --write    # writes it anew, after a change of dependencies
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path

from packaging.requirements import Requirement

LISTS = {"requirements.txt": "the bot", "requirements-extras.txt": "the extras `sentry` and `study`"}
LICENCES = Path("deploy/LICENCES.md")
PINNED = re.compile(r"[a-z0-9]")
HEAD = """# Licences of what the bot runs on

As each package declares it; `.venv/bin/python .ci/licences.py --write` writes this list. The bot itself is under the [MIT licence](../LICENSE). Those under the LGPL and the MPL
are used as they are, as packages of their own that may be exchanged.
"""
ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "LGPL-2.0-or-later",
    "LGPL-3.0-only",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MPL-1.1",
    "MPL-2.0",
    "PSF-2.0",
}
"""Of several joined by OR one of these is enough; of those joined by AND each has to be."""

SPOKEN = {
    "Apache 2.0": "Apache-2.0",
    "ISC License": "ISC",
    "MIT License": "MIT",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: GNU General Public License v2 or later (GPLv2+)": "GPL-2.0-or-later",
    "License :: OSI Approved :: GNU Lesser General Public License v2 or later (LGPLv2+)": "LGPL-2.0-or-later",
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: Mozilla Public License 1.1 (MPL 1.1)": "MPL-1.1",
}
"""What older packages say in place of an SPDX identifier (https://spdx.org/licenses)."""


@dataclass(frozen=True)
class Package:
    name: str
    version: str
    licence: str

    @property
    def is_allowed(self) -> bool:
        return is_allowed(self.licence)


def is_allowed(licence: str) -> bool:
    """Whether an SPDX expression of names, AND, OR and parentheses can be met with allowed licences alone."""
    *parts, end = re.split(r"\s*(\(|\)|\bAND\b|\bOR\b)\s*", licence)
    words = {"AND": "and", "OR": "or", "(": "(", ")": ")"}
    said = " ".join(words.get(part, str(part in ALLOWED)) for part in [*parts, end] if part)
    return bool(eval(said, {"__builtins__": {}}))  # noqa: S307  (nothing but True, False, and, or, parentheses)


def declared(of: PackageMetadata) -> str:
    """The licence as an SPDX expression, from whichever field tells it."""
    if expression := of.get("License-Expression"):
        return expression
    classifiers = [one for one in of.get_all("Classifier", []) if one.startswith("License :: ")]
    told = of.get("License") or ""
    if told and "\n" not in told:
        return SPOKEN.get(told, told)
    return " OR ".join(SPOKEN.get(one, one) for one in classifiers) or "unknown"


def packages(list_: Path) -> Iterator[Package]:
    """What of this list is installed on a machine like this one."""
    for line in list_.read_text(encoding="utf-8").splitlines():
        if not PINNED.match(line):
            continue
        pin = Requirement(line.removesuffix("\\"))
        if pin.marker is None or pin.marker.evaluate():
            yield Package(pin.name, str(pin.specifier).removeprefix("=="), declared(metadata(pin.name)))


def page(root: Path) -> tuple[str, list[str]]:
    """The page, and what is wrong with a package on it."""
    told, wrong, seen = [HEAD], [], set()
    for name, what in LISTS.items():
        rows = [one for one in packages(root / name) if one.name not in seen]
        seen |= {one.name for one in rows}
        told.append(
            f"## {what[0].upper()}{what[1:]}\n\n{len(rows)} packages on Linux.\n\n| package | licence |\n|---|---|"
        )
        told += [f"| {one.name} | {one.licence} |" for one in rows]
        told.append("")
        wrong += [f"{one.name} {one.version} is under {one.licence}" for one in rows if not one.is_allowed]
    return "\n".join(told), wrong


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    text, wrong = page(root)
    if "--write" in sys.argv[1:]:
        (root / LICENCES).write_text(text, encoding="utf-8")
    elif (root / LICENCES).read_text(encoding="utf-8") != text:
        wrong.append(f"{LICENCES} is not what is installed: .venv/bin/python .ci/licences.py --write")
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
