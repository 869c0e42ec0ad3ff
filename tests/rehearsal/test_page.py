"""The page of a rehearsal: safe whatever a track says, and readable everywhere."""

import re
from html.parser import HTMLParser

from bot import loop
from bot.rehearsal.page import page
from bot.rehearsal.personas import PERSONAS, Who
from bot.rehearsal.playing import play
from tests.tracks import track

HOSTILE = "<script>alert(1)</script> & \"quoted\" <b onclick='x'>"


class Tags(HTMLParser):
    """Which tags and attributes a page is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}


def test_what_an_author_wrote_is_shown_and_never_obeyed() -> None:
    hostile = track(title=HOSTILE, days={2: {"title": HOSTILE, "act": {"gentle": HOSTILE}, "why": "A 🙂 & <i>."}})

    text = page(loop.run(play(hostile, PERSONAS[Who.IDEAL])))

    read = Tags(text)
    assert "script" not in read.tags
    assert not {name for name in read.attributes if name.startswith("on")}
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4
    assert "A 🙂 &amp; &lt;i&gt;." in text
    assert re.search(r"<b>Day 2: &lt;script&gt;", text)


def test_it_needs_nothing_else_and_is_for_day_night_and_paper() -> None:
    text = page(loop.run(play(track(), PERSONAS[Who.SILENT])))

    assert "src=" not in text
    assert "href=" not in text
    assert "@media print" in text
    assert "prefers-color-scheme: dark" in text
    assert "Rehearsal: nobody real" in text
