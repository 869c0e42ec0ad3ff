"""Somebody at the desk, with a browser as far as HTTP goes: cookies, forms, and what a browser tells of where it is."""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlsplit

import aiohttp

LINK = re.compile(r"https?://[^\s<]+/desk/in/[A-Za-z0-9_-]+")
FORM = re.compile(r'name="form" value="([0-9a-f]{64})"')
OURS = {"Sec-Fetch-Site": "same-origin"}
"""What a browser tells with a form of a page of the same site."""


@dataclass
class Got:
    """An answer."""

    status: int
    headers: Mapping[str, str]
    cookies: list[str]
    body: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """What it says."""
        return self.body.decode()

    @property
    def words(self) -> str:
        """The same without its markup."""
        return html.unescape(" ".join(re.sub(r"<[^>]*>", " ", self.text).split()))


@dataclass
class Visitor:
    """A browser. It keeps cookies as one would, goes where it is sent, and sends forms with what the last page carried."""

    web: aiohttp.ClientSession
    origin: str
    host: str = ""
    held: dict[str, str] = field(default_factory=dict)
    form: str = ""
    at: str = ""

    async def get(self, path: str, **headers: str) -> Got:
        """Opens a page."""
        return await self.asks("GET", path, None, headers)

    async def post(self, path: str, *, headers: Mapping[str, str] = OURS, **fields: object) -> Got:
        """Sends a form of the page that was opened last."""
        return await self.asks("POST", path, {"form": self.form} | {k: str(v) for k, v in fields.items()}, headers)

    async def asks(
        self, method: str, path: str, data: Mapping[str, str] | bytes | None, headers: Mapping[str, str]
    ) -> Got:
        """One request, and the page it leads to."""
        sent = dict(headers)
        if self.host:
            sent["Host"] = self.host
        if self.held:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.held.items())
        async with self.web.request(
            method, self.origin + path, data=data, headers=sent, allow_redirects=False
        ) as answer:
            cookies = answer.headers.getall("Set-Cookie", [])
            got = Got(answer.status, answer.headers, cookies, await answer.read())
        for line in cookies:
            for name, morsel in SimpleCookie(line).items():
                self.held[name] = morsel.value
                if morsel["max-age"] == "0":
                    del self.held[name]
        if found := FORM.search(got.body.decode("utf-8", "replace")):
            self.form = found[1]
        if answer.status == 303:
            after = await self.get(answer.headers["Location"])
            return Got(after.status, after.headers, [*cookies, *after.cookies], after.body)
        self.at = path
        return got

    async def enters(self, link: str) -> Got:
        """Opens a link of the bot's, and presses the button."""
        path = urlsplit(link).path
        await self.get(path)
        return await self.post(path)
