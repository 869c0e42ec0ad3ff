"""What stands for the images that deploy/ asks for, where no registry of images is reached: made of Debian's own packages."""

import shutil
from pathlib import Path
from typing import Final

from tests.deploy.engine import Engine

HERE: Final = Path(__file__).parent
IMAGES: Final = {
    "docker.io/library/python:3.11-slim-bookworm": "python",
    "docker.io/library/postgres:15-bookworm": "postgres",
}
RELEASE: Final = "bookworm"
_BY_HAND: Final = "debian-by-hand"
_PLACE: Final = "/srv/stand-ins"


async def made(engine: Engine, root: Path) -> None:
    """Makes them in this engine of a root of `RELEASE`, which is used up. Raises NotDone."""
    place = engine.path(_PLACE)
    shutil.copytree(HERE, place, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    shutil.move(root, place / "root")
    await engine.does(f"tar --create --directory={_PLACE}/root . | docker import - {_BY_HAND}")
    shutil.rmtree(place / "root")
    for image, recipe in IMAGES.items():
        await engine.does(f"docker build --file {_PLACE}/{recipe} --tag {image} {_PLACE}")
