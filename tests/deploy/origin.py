"""Where the project is cloned and pulled from: a bare repository with what is here now, and later with a newer version."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

from tests.documents.commands import ROOT
from tests.newer import ADDS, add_step

NEWER: Final = "0.2.0"
_BRANCH: Final = "main"


class Origin:
    """The repository in `folder`; `work` is where its authors are at work."""

    def __init__(self, folder: Path, work: Path) -> None:
        self._folder = folder
        self._work = work
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout.decode()
        for name in filter(None, listed.split("\0")):
            if (ROOT / name).is_file():
                (work / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, work / name)
        self._git("init", "--quiet", f"--initial-branch={_BRANCH}")
        subprocess.run(
            ["git", "init", "--quiet", "--bare", f"--initial-branch={_BRANCH}", str(folder)], check=True, cwd=work
        )
        self._publish("What there is now")

    def moves_on(self) -> None:
        """A newer version is published, whose database older ones do not know."""
        add_step(self._work, ADDS, contract=True)
        project = self._work / "pyproject.toml"
        newer = re.sub('(?m)^version = ".*"$', f'version = "{NEWER}"', project.read_text(encoding="utf-8"))
        project.write_text(newer, encoding="utf-8")
        self._publish("A step ahead")

    def _publish(self, what: str) -> None:
        self._git("add", "--all", "--force")
        self._git(
            "-c", "user.name=Author", "-c", "user.email=author@example.org", "commit", "--quiet", f"--message={what}"
        )
        self._git("push", "--quiet", str(self._folder), f"HEAD:{_BRANCH}")

    def _git(self, *words: str) -> None:
        subprocess.run(["git", *words], cwd=self._work, check=True)
