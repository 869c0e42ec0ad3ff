"""The pages of the desk, made of templates in which nothing that somebody wrote is ever obeyed; and their files."""

import hashlib
from importlib.resources import files
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse, Response

from bot.addresses import DESK
from bot.desk.headers import UNCHANGING
from bot.words import _, language, ngettext

_FILES: Final = {
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "desk.svg": "image/svg+xml",
}


class Pages:
    """Makes pages of templates."""

    def __init__(self) -> None:
        folder = files("bot.desk") / "static"
        self._contents = {name: (folder / name).read_bytes() for name in _FILES}
        self.edition: Final = hashlib.sha256(b"\0".join(self._contents.values())).hexdigest()[:16]
        """In the address of the files, so that a browser that keeps them asks for new ones when they are."""
        self._templates = Environment(
            loader=PackageLoader("bot.desk"),
            autoescape=True,
            extensions=["jinja2.ext.i18n"],
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"desk": DESK, "edition": self.edition, "language": language}
        # The extension gives every environment these functions; its types do not tell.
        self._templates.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]

    def page(self, name: str, /, *, status: int = 200, **shown: object) -> HTMLResponse:
        """A page as an answer, in the language that is spoken now."""
        text = self._templates.get_template(f"{name}.html").render(**shown)
        return HTMLResponse(text, status_code=status)

    def file(self, edition: str, name: str) -> Response | None:
        """One of the files that pages load; None when there is no such file, or none of that edition."""
        if edition != self.edition or name not in _FILES:
            return None
        headers = {"Cache-Control": UNCHANGING, "Content-Type": _FILES[name]}
        return Response(self._contents[name], headers=headers)
