"""Whether anything that the bot runs on is known to be vulnerable: pip-audit over hashed requirement files.

    .venv/bin/python .ci/audit.py requirements.txt requirements-extras.txt

Exit 1 when something is. Where no source of advisories can be reached, it says so, loudly, and exits with 0: pip-audit alone
cannot tell the two apart, and without --strict it is content with having audited nothing.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

SOURCES = ("pypi", "osv")
PATIENCE_SECONDS = 120
OUT_OF_REACH = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "Dependency not found on PyPI")
"""How pip-audit says that it could not ask. The last is what it says of a mirror, which has packages and no advisories."""


def audit(source: str, lists: list[str]) -> dict[str, list[str]] | None:
    """Advisories by package, from this source; None when it cannot be asked about every package."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        files = [part for name in lists for part in ("--requirement", name)]
        done = subprocess.run(  # noqa: S603
            [
                sys.executable,
                "-m",
                "pip_audit",
                "--strict",
                "--require-hashes",
                "--disable-pip",
                "--vulnerability-service",
                source,
                "--progress-spinner",
                "off",
                "--format",
                "json",
                "--output",
                str(report),
                *files,
            ],
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            check=False,
        )
        if report.exists():
            return known(json.loads(report.read_text(encoding="utf-8")))
    reason = (done.stderr.strip().splitlines() or ["no reason was given"])[-1]
    if not any(words in done.stderr for words in OUT_OF_REACH):
        raise RuntimeError(f"pip-audit failed: {reason[:300]}")
    sys.stderr.write(f"{source}: {reason[:200]}\n")
    return None


def known(report: dict[str, Any]) -> dict[str, list[str]]:
    """Advisories by package, as pip-audit reports them. Raises `RuntimeError` when it left a package out."""
    if left_out := [one["name"] for one in report["dependencies"] if "skip_reason" in one]:
        raise RuntimeError(f"pip-audit left out {', '.join(left_out)}")
    return {one["name"]: [found["id"] for found in one["vulns"]] for one in report["dependencies"]}


def main(lists: list[str]) -> int:
    for source in SOURCES:
        try:
            found = audit(source, lists)
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"{source}: no answer within {PATIENCE_SECONDS} s\n")
            continue
        if found is not None:
            known = {name: ids for name, ids in found.items() if ids}
            sys.stdout.write(f"{len(found)} packages, by {source}: {known or 'nothing is known against any of them'}\n")
            return 1 if known else 0
    sys.stdout.write("NOT AUDITED: no source of advisories can be reached from this machine\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
