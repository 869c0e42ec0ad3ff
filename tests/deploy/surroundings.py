"""What a root on this machine needs of it to fetch packages as the machine does: its mirror, its certificates, pip's settings.

All of it is read from the machine, put into the root, and written down nowhere else.
"""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_COPIED: Final = (
    "etc/hosts",
    "etc/apt/auth.conf",
    "etc/apt/auth.conf.d",
    "etc/pip.conf",
    "etc/xdg/pip",
    "root/.config/pip/pip.conf",
    "usr/local/share/ca-certificates",
)
_PASSED: Final = re.compile(r"PIP_|(https?|no)_proxy$", re.IGNORECASE)
_APT_ARCHIVES: Final = Path("/var/cache/apt/archives")
_ADDRESS: Final = re.compile(r"://[^\s\"']+")


@dataclass(frozen=True)
class Surroundings:
    """Where the packages come from: `sources` has a line of apt's for each part of Debian. It is shown to nobody."""

    release: str
    sources: Sequence[str]
    environment: Mapping[str, str]
    folders: Sequence[Path]
    caches: Sequence[Path]

    @classmethod
    def here(cls, *, with_caches: bool) -> "Surroundings":
        """Those of this machine; what it has fetched before is used if `with_caches`, else all is fetched anew."""
        environment = {name: value for name, value in os.environ.items() if _PASSED.match(name)}
        pip = (sys.executable, "-m", "pip")
        settings = _said(*pip, "config", "list") + "\n".join(environment.values())
        caches = [_APT_ARCHIVES, Path(_said(*pip, "cache", "dir").strip())]
        release = platform.freedesktop_os_release()["VERSION_CODENAME"]
        return cls(
            release=release,
            sources=_sources(),
            environment=environment,
            folders=[folder for folder in sorted(set(_folders_in(settings))) if folder.is_dir()],
            caches=[folder for folder in caches if with_caches and folder.is_dir()],
        )

    @property
    def mirror(self) -> str:
        """The address of the release itself. Raises LookupError when apt knows none here."""
        found = [line.split()[1] for line in self.sources if line.endswith(f" {self.release} main")]
        if not found:
            raise LookupError(f"apt knows no source of {self.release} here: apt-get update")
        return found[0]

    def put_into(self, root: Path) -> None:
        """Gives a root the settings of this machine."""
        for name in _COPIED:
            if (here := Path("/", name)).is_dir():
                shutil.copytree(here, root / name, dirs_exist_ok=True)
            elif here.exists():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(here, root / name)
        (root / "etc/apt/sources.list").write_text("\n".join(self.sources) + "\n")
        (root / "etc/apt/apt.conf.d/99-as-outside").write_text(_said("apt-config", "dump", "Acquire"))

    def options(self) -> Sequence[str]:
        """What systemd-nspawn is told of it: what was fetched before lies beneath what is fetched in the root."""
        seen = [f"--bind-ro={folder}" for folder in self.folders]
        return [*seen, *(f"--overlay={folder}::{folder}" for folder in self.caches)]


def without_addresses(text: str) -> str:
    """The text with nothing in it of where packages come from."""
    return _ADDRESS.sub("://…", text)


def _sources() -> Sequence[str]:
    """Those of Debian; whatever else is installed here has no place in a clean root."""
    listed = _said(
        *("apt-get", "indextargets", "--format", "deb $(REPO_URI) $(RELEASE) $(COMPONENT)"),
        *("Identifier: Packages", "Origin: Debian"),
    )
    return sorted(set(listed.splitlines()))


def _folders_in(settings: str) -> Iterator[Path]:
    """The folders that pip is to look into; of an index the whole, as its packages may lie beside its pages."""
    for found in re.findall(r"(?<![\w:/.])(?:file://)?(/[\w./-]+)", settings):
        folder = Path(found)
        yield folder.parent if folder.name == "simple" else folder


def _said(*words: str) -> str:
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout
