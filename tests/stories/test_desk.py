"""The desk over HTTP: how an author gets in and out, writes, looks over and publishes, and what nobody else can do."""

import logging
import re
import sqlite3
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, closing
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp
import pyotp
import pytest

from bot.addresses import Listen
from bot.desk.address import Whereabouts
from bot.desk.building import desk
from bot.desk.entering import Entering
from bot.desk.seams import Landed, Rehearsal
from bot.door import Door
from bot.publishing import Publishing
from bot.rights import Admins, Rights
from bot.second_factor import SecondFactor, ToExport
from bot.second_reader import SecondReader
from bot.versions import Versioning
from curriculum.starting import start_of_track
from tests.stories.town import ADMIN, Somebody, Town
from tests.stories.visitor import LINK, OURS, Visitor
from tests.tracks import track_yaml

SHORT = track_yaml(track="three-days", title="Three days", length=3, days=dict.fromkeys(range(4, 31)))
MARKED = "<script>alert(1)</script><b>\"'&"
ELSEWHERE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}


@pytest.fixture
async def doors(town: Town) -> AsyncIterator[AsyncExitStack]:
    """Doors that are open until the end of the story."""
    async with AsyncExitStack() as stack:
        yield stack


class Robins:
    """Robin's chat and browser."""

    def __init__(self, robin: Somebody, town: Town, doors: AsyncExitStack, web: aiohttp.ClientSession) -> None:
        self.robin, self.town, self.doors, self.web = robin, town, doors, web
        self.origin = ""

    async def opens_the_door(self, **settings: object) -> None:
        """The bot listens, as `smallgains run` has it do."""
        await self.town.is_set_up(**{"listen": Listen("127.0.0.1", 0)} | settings)
        assert self.town.app.door is not None
        self.origin = await self.doors.enter_async_context(self.town.app.door.open())
        self.town.app.whereabouts.opened_at(self.origin)

    async def has_others_at_work(self) -> None:
        """The desk has a rehearsal and pictures."""
        await self.town.restarts()
        now, database, rights = self.town.clock, self.town.database, Rights(Admins.of([ADMIN]))
        whereabouts = Whereabouts(None)
        served = desk(
            database,
            Entering(now, rights=rights),
            whereabouts,
            Publishing(now, SecondReader(now, rights=rights, required=False)),
            SecondFactor(now, rights=rights, required=False),
            now,
            rehearsal=Rehearsal(("ideal", "silent"), rehearse),
            landing=landing,
        )
        self.origin = await self.doors.enter_async_context(Door(served, Listen("127.0.0.1", 0)).open())
        whereabouts.opened_at(self.origin)
        self.town.app.whereabouts.opened_at(self.origin)

    def browser(self, *, host: str = "") -> Visitor:
        """A browser with nothing in it."""
        return Visitor(self.web, self.origin, host)

    async def gets_a_link(self) -> str:
        """What the chat answers to /desk."""
        await self.robin.says("/desk")
        found = LINK.search(self.robin.told)
        assert found is not None, self.robin.told
        return found[0]

    async def sits_down(self) -> Visitor:
        """Robin's desk is open in a browser."""
        browser = self.browser()
        assert (await browser.enters(await self.gets_a_link())).status == 200
        return browser

    async def sits_down_at(self, origin: str) -> Visitor:
        """The same, where the door was opened by somebody else."""
        self.origin = origin
        return await self.sits_down()

    async def begins(self, text: str = "") -> tuple[Visitor, str]:
        """The same, with a draft; gives its path."""
        browser = await self.sits_down()
        got = await (browser.post("/desk/drafts", text=text) if text else browser.post("/desk/drafts", name="my-days"))
        assert got.status == 200, got.words
        return browser, browser.at


@pytest.fixture
async def robins(robin: Somebody, town: Town, doors: AsyncExitStack) -> AsyncIterator[Robins]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as web:
        await robin.starts()
        robins = Robins(robin, town, doors, web)
        await robins.opens_the_door()
        yield robins


async def acts(town: Town) -> list[tuple[str, str, str]]:
    """What admins did, as the log has it."""
    async with town.database.unit() as unit:
        assert await unit.admin_acts.breaks() == []
        return [(act.act, act.about, act.result) for act in await unit.admin_acts.all()]


# The way in


async def test_a_link_from_the_chat_opens_the_desk(robins: Robins, town: Town) -> None:
    link = await robins.gets_a_link()
    call = next(call for call in reversed(town.sandbox.calls) if call.method == "sendMessage")
    browser = robins.browser()

    shown = await browser.get(urlsplit(link).path)
    opened = await browser.post(urlsplit(link).path)

    assert "Open my desk" in shown.text
    assert shown.cookies == []
    assert (opened.status, browser.at) == (200, "/desk")
    assert "Your desk" in opened.words
    assert (await acts(town))[-2:] == [("desk", "", "done"), ("desk enter", "", "done")]
    assert "link_preview_options" in call.params
    assert "protect_content" in call.params


async def test_looking_at_a_link_does_not_use_it_up_and_opening_it_does(robins: Robins) -> None:
    path = urlsplit(await robins.gets_a_link()).path
    first, second = robins.browser(), robins.browser()

    assert [(await first.get(path)).status for _ in range(3)] == [200] * 3
    assert (await first.post(path)).status == 200
    late = await second.post(path)

    assert late.status == 410
    assert "This link opens nothing" in late.words
    assert second.held == {}


async def test_a_link_has_its_time(robins: Robins, town: Town) -> None:
    early, late = await robins.gets_a_link(), None
    town.clock.move(timedelta(minutes=14, seconds=59))
    assert (await robins.browser().enters(early)).status == 200

    late = await robins.gets_a_link()
    town.clock.move(timedelta(minutes=15))
    assert (await robins.browser().enters(late)).status == 410


async def test_a_newer_link_ends_the_older_one_and_closes_the_desk(robins: Robins) -> None:
    older = await robins.gets_a_link()
    newer = await robins.gets_a_link()
    assert (await robins.browser().enters(older)).status == 410
    browser = robins.browser()
    assert (await browser.enters(newer)).status == 200

    await robins.gets_a_link()

    assert (await browser.get("/desk")).status == 401


async def test_every_opening_gives_the_browser_something_new(robins: Robins) -> None:
    browser = robins.browser()
    browser.held["desk"] = "x" * 43
    kept = set()
    for _ in range(3):
        await browser.enters(await robins.gets_a_link())
        kept.add(browser.held["desk"])

    assert len(kept) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", one) for one in kept)


@pytest.mark.parametrize("secret", ["x", "x" * 43, "../../etc/passwd", "%00" * 43, "x" * 4000])
async def test_a_link_that_was_never_given_opens_nothing(robins: Robins, secret: str) -> None:
    browser = robins.browser()

    assert (await browser.post(f"/desk/in/{secret}")).status in (404, 410)
    assert browser.held == {}


async def test_links_cannot_be_tried_without_end(robins: Robins) -> None:
    link = await robins.gets_a_link()

    tries = [await robins.browser().post(f"/desk/in/{number:043}") for number in range(31)]

    assert [got.status for got in tries] == [410] * 30 + [429]
    assert tries[-1].headers["Retry-After"] == "60"
    assert (await robins.browser().enters(link)).status == 200


async def test_without_an_address_the_bot_says_what_to_set(robin: Somebody, town: Town) -> None:
    await robin.starts()
    await robin.says("/desk")

    assert "SMALLGAINS_DESK_URL" in robin.told
    assert "send me a track file here" in robin.told


# The way out


async def test_a_visit_ends_when_nothing_is_heard_of_it_for_a_quarter_of_an_hour(robins: Robins, town: Town) -> None:
    browser = await robins.sits_down()
    for _ in range(4):
        town.clock.move(timedelta(minutes=14))
        assert (await browser.get("/desk")).status == 200

    town.clock.move(timedelta(minutes=15))
    out = await browser.get("/desk")

    assert out.status == 401
    assert "send /desk to the bot" in out.words
    assert browser.held == {}


async def test_a_visit_ends_after_eight_hours_however_busy(robins: Robins, town: Town) -> None:
    browser = await robins.sits_down()
    for _ in range(47):
        town.clock.move(timedelta(minutes=10))
        assert (await browser.get("/desk")).status == 200

    town.clock.move(timedelta(minutes=10))

    assert (await browser.get("/desk")).status == 401


async def test_who_leaves_is_out_also_with_what_the_browser_held(robins: Robins, town: Town) -> None:
    browser = await robins.sits_down()
    held = dict(browser.held)

    left = await browser.post("/desk/leave")
    browser.held = held

    assert "You have left the desk" in left.words
    assert (await browser.get("/desk")).status == 401
    assert (await acts(town))[-1] == ("desk leave", "", "done")


async def test_who_loses_the_right_is_out_at_once(robins: Robins, town: Town) -> None:
    browser, path = await robins.begins()
    await robins.opens_the_door(admins=Admins.read(f"{ADMIN}:coach"))
    browser.origin = robins.origin

    for ask in (browser.get("/desk"), browser.get(path), browser.post(f"{path}/saved", text="x", edition=1)):
        assert (await ask).status == 401

    await robins.opens_the_door(admins=Admins.of([ADMIN]))
    browser.origin = robins.origin
    assert (await browser.get("/desk")).status == 401


async def test_a_link_opens_nothing_for_who_lost_the_right_meanwhile(robins: Robins, town: Town) -> None:
    link = await robins.gets_a_link()
    await robins.opens_the_door(admins=Admins())

    assert (await robins.browser().enters(link)).status == 410
    assert (await acts(town))[-1] == ("desk enter", "", "refused")


async def test_who_has_themselves_forgotten_has_left_the_desk_and_their_drafts_are_gone(
    robins: Robins, robin: Somebody
) -> None:
    browser, path = await robins.begins()

    await robin.says("/forget")
    await robin.taps("Erase everything")

    assert (await browser.get(path)).status == 401


async def test_who_comes_from_another_site_keeps_what_their_browser_did_not_bring(robins: Robins) -> None:
    browser = await robins.sits_down()
    held, browser.held = browser.held, {}

    sent = await browser.get("/desk", **{"Sec-Fetch-Site": "cross-site"})
    browser.held = held

    assert (sent.status, sent.cookies) == (401, [])
    assert "If it is open in this browser: go on there" in sent.words
    assert (await browser.get("/desk")).status == 200


async def test_what_opens_nothing_any_more_is_taken_from_the_browser(robins: Robins) -> None:
    browser = robins.browser()
    browser.held["desk"] = "x" * 43

    assert (await browser.get("/desk")).status == 401
    assert browser.held == {}


TYPED = "title: </textarea><b>Written for half an hour\n"


@pytest.mark.parametrize("over", ["time", "right", "newer link", "newer visit", "draft"])
async def test_what_was_typed_too_late_is_shown_again_and_not_kept(robins: Robins, town: Town, over: str) -> None:
    browser, path = await robins.begins()
    match over:
        case "time":
            town.clock.move(timedelta(minutes=15))
        case "right":
            await robins.opens_the_door(admins=Admins.read(f"{ADMIN}:coach"))
            browser.origin = robins.origin
        case "newer link":
            await robins.gets_a_link()
        case "newer visit":
            form = browser.form
            browser = await robins.sits_down()
            browser.form = form
        case _:
            await browser.post(f"{path}/drop")

    got = await browser.post(path, text=TYPED, edition=1)
    data = await browser.asks("POST", f"{path}/saved", {"text": TYPED}, OURS | {"Accept": "application/json"})

    assert got.status == {"newer visit": 403, "draft": 404}.get(over, 401)
    assert "What you wrote last was not saved" in got.words
    assert "title: &lt;/textarea&gt;&lt;b&gt;Written for half an hour\n</textarea>" in got.text
    assert ("send /desk to the bot" in got.words) is (got.status == 401)
    assert "half an hour" not in data.text
    async with town.database.unit() as unit:
        assert all("half an hour" not in draft.text for draft in await unit.desk_drafts.of(ADMIN))


async def test_what_another_site_sends_is_not_shown_again(robins: Robins) -> None:
    got = await robins.browser().post("/desk/drafts", headers=ELSEWHERE, text=TYPED)

    assert got.status == 403
    assert "half an hour" not in got.text


# Who may do what


PAGES = ["", "/drafts/{}", "/drafts/{}/days/1", "/drafts/{}/publish", "/tracks/thirty-calm-days"]
STEPS = ["/drafts", "/drafts/{}", "/drafts/{}/saved", "/drafts/{}/publish", "/drafts/{}/drop", "/leave"]


async def test_a_stranger_sees_no_page_and_takes_no_step(robins: Robins) -> None:
    _, path = await robins.begins()
    token = path.rpartition("/")[2]
    stranger = robins.browser()

    for page in PAGES:
        assert (await stranger.get("/desk" + page.format(token))).status == 401
    for step in STEPS:
        got = await stranger.post("/desk" + step.format(token), text="x", edition=1, name="x")
        assert got.status == 401
    async with robins.town.database.unit() as unit:
        [draft] = await unit.desk_drafts.of(ADMIN)
    assert draft.edition == 1


async def test_an_author_sees_their_own_drafts_alone(robins: Robins, town: Town) -> None:
    _, path = await robins.begins()
    token = path.rpartition("/")[2]
    maya = town.somebody("Maya", 1099)
    await robins.opens_the_door(admins=Admins.of([ADMIN, 1099]))
    await maya.starts()
    browser = await Robins(maya, town, robins.doors, robins.web).sits_down_at(robins.origin)

    assert "My first track" not in (await browser.get("/desk")).words
    for page in PAGES[1:4]:
        assert (await browser.get("/desk" + page.format(token))).status == 404
    for step in STEPS[1:4]:
        assert (await browser.post("/desk" + step.format(token), text="x", edition=1)).status == 404
    await browser.post(f"/desk/drafts/{token}/drop")
    async with town.database.unit() as unit:
        assert len(await unit.desk_drafts.of(ADMIN)) == 1


async def test_who_may_only_look_writes_and_does_not_publish(robins: Robins, town: Town) -> None:
    await robins.opens_the_door(admins=Admins.read(f"{ADMIN}:view"))
    browser, path = await robins.begins(SHORT)

    asked = await browser.get(f"{path}/publish")
    done = await browser.post(f"{path}/publish", edition=1)

    assert "not publish" in asked.words
    assert "Publish it now" not in asked.words
    assert done.status == 403
    assert (await acts(town))[-1] == ("publish", "three-days", "refused")
    async with town.database.unit() as unit:
        assert await unit.tracks.newest("three-days") is None


# Requests that are none of ours


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param(ELSEWHERE, id="another site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="a neighbour"),
        pytest.param({"Sec-Fetch-Site": "none"}, id="nobody"),
        pytest.param({"Origin": "null"}, id="a page without an origin"),
        pytest.param({"Origin": "https://evil.example"}, id="another origin"),
        pytest.param({"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"}, id="two stories"),
        pytest.param({}, id="a browser that says nothing"),
    ],
)
async def test_a_form_from_elsewhere_does_nothing(robins: Robins, headers: dict[str, str]) -> None:
    browser, path = await robins.begins(SHORT)
    link = urlsplit(await robins.gets_a_link()).path

    for step in STEPS:
        got = await browser.post("/desk" + step.format(path.rpartition("/")[2]), headers=headers, text="x", edition=1)
        assert got.status == 403
    assert (await robins.browser().post(link, headers=headers)).status == 403
    assert (await robins.browser().post(link)).status == 200


async def test_a_browser_that_names_the_origin_is_believed(robins: Robins) -> None:
    browser, path = await robins.begins()

    got = await browser.post(path, headers={"Origin": robins.origin}, text=SHORT, edition=1)

    assert got.status == 200


@pytest.mark.parametrize("form", ["", "0" * 64, "x"])
async def test_a_form_without_what_its_page_carried_does_nothing(robins: Robins, form: str) -> None:
    browser, path = await robins.begins(SHORT)
    browser.form = form

    for step in STEPS:
        got = await browser.post("/desk" + step.format(path.rpartition("/")[2]), text="x", edition=1, name="x")
        assert got.status == 403
    async with robins.town.database.unit() as unit:
        assert [draft.edition for draft in await unit.desk_drafts.of(ADMIN)] == [1]


async def test_a_form_of_another_visit_does_nothing(robins: Robins) -> None:
    browser, path = await robins.begins()
    carried = browser.form
    again = await robins.sits_down()
    again.form = carried

    assert (await again.post(path, text=SHORT, edition=1)).status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost"])
async def test_another_host_name_finds_nothing(robins: Robins, host: str) -> None:
    browser = await robins.sits_down()
    browser.host = host

    assert (await browser.get("/desk")).status == 421
    assert (await browser.post("/desk/drafts", name="my-days")).status == 421


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
async def test_only_get_and_post_are_spoken(robins: Robins, method: str) -> None:
    browser, path = await robins.begins()

    assert (await browser.asks(method, path, None, OURS)).status == 405
    assert (await browser.get(f"{path}/saved")).status == 405
    assert (await browser.post("/desk")).status == 405


@pytest.mark.parametrize("path", ["//evil.example", "/desk//evil.example", "/desk/in/", "/desk/", "/desk/drafts/a/b/c"])
async def test_no_path_leads_elsewhere(robins: Robins, path: str) -> None:
    browser = await robins.sits_down()

    got = await browser.get(path)

    assert got.status == 404
    assert "Location" not in got.headers


@pytest.mark.parametrize("number", ["9" * 5000, "-1", "1.5", "one", "%C2%B2", "%D9%A1"])
async def test_what_is_no_number_is_no_page(robins: Robins, number: str, caplog: pytest.LogCaptureFixture) -> None:
    browser, path = await robins.begins(SHORT)

    assert (await browser.get(f"{path}/days/{number}")).status == 404
    assert (await browser.get(f"/desk/tracks/thirty-calm-days/pictures/{number}/light")).status == 404
    assert (await robins.browser().get(f"/desk/drafts/x/days/{number}")).status == 401
    assert "Traceback" not in caplog.text


async def test_a_form_is_as_long_as_a_track_may_be(robins: Robins) -> None:
    browser, path = await robins.begins()
    letters = "🌱" * (32 * 1024)

    assert (await browser.post(path, text=letters, edition=1)).status == 200
    assert (await browser.post(path, text=letters + "x", edition=2)).status == 413
    assert (await browser.post(path, text="x" * 600_000, edition=2)).status == 413
    async with robins.town.database.unit() as unit:
        [draft] = await unit.desk_drafts.of(ADMIN)
    assert (draft.text, draft.edition) == (letters, 2)


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        pytest.param(b"{}", {"Content-Type": "application/json"}, 415, id="JSON"),
        pytest.param(b"form=x", {"Content-Type": "text/plain"}, 415, id="plain text"),
        pytest.param(b"--x\r\n", {"Content-Type": "multipart/form-data; boundary=x"}, 415, id="parts"),
        pytest.param(
            b"a=1&" * 50 + b"form=x", {"Content-Type": "application/x-www-form-urlencoded"}, 400, id="many fields"
        ),
        pytest.param(b"form=%ff", {"Content-Type": "application/x-www-form-urlencoded"}, 400, id="no text"),
        pytest.param(b"form=\xff", {"Content-Type": "application/x-www-form-urlencoded"}, 400, id="bytes"),
        pytest.param(b"form", {"Content-Type": "application/x-www-form-urlencoded"}, 400, id="no fields"),
        pytest.param(
            b"form=a&form=b", {"Content-Type": "application/x-www-form-urlencoded"}, 400, id="one field twice"
        ),
    ],
)
async def test_what_is_no_form_is_refused(robins: Robins, body: bytes, headers: dict[str, str], status: int) -> None:
    browser = await robins.sits_down()

    assert (await browser.asks("POST", "/desk/drafts", body, OURS | headers)).status == status


async def test_a_form_that_does_not_say_how_long_it_is_is_cut_off(robins: Robins) -> None:
    browser, path = await robins.begins()
    sent = 0

    async def without_end() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 100_000_000:
            sent += 65536
            yield b"x" * 65536

    headers = OURS | {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"desk={browser.held['desk']}"}
    try:
        async with robins.web.post(robins.origin + path, data=without_end(), headers=headers) as answer:
            assert answer.status == 413
    except aiohttp.ClientConnectionError:
        pass  # it was hung up on in the middle of sending

    assert sent < 10_000_000


async def test_a_form_that_lacks_something_is_refused(robins: Robins) -> None:
    browser, path = await robins.begins()

    for fields in ({}, {"text": "x"}, {"text": "x", "edition": "one"}, {"text": "x", "edition": "9" * 30}):
        assert (await browser.post(path, **fields)).status == 400


# What every answer says


async def test_every_answer_carries_the_headers(robins: Robins) -> None:
    browser, path = await robins.begins(SHORT)
    link = urlsplit(await robins.gets_a_link()).path
    browser = robins.browser()
    answers = [
        await browser.get(link),
        await browser.post(link),
        await browser.get(path),
        await browser.get(f"{path}/days/2"),
        await browser.post(path, headers=ELSEWHERE),
        await browser.get("/desk/nowhere"),
        await browser.asks("PUT", path, None, {}),
        await browser.get("/desk/drafts/none"),
        await robins.browser().get("/desk"),
    ]

    assert [got.status for got in answers] == [200, 200, 200, 200, 403, 404, 405, 404, 401]
    for got in answers:
        policy = got.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert got.headers["x-content-type-options"] == "nosniff"
        assert got.headers["referrer-policy"] == "same-origin"
        assert got.headers["cache-control"] == "no-store"
        assert got.headers["cross-origin-opener-policy"] == "same-origin"
        assert got.headers["cross-origin-resource-policy"] == "same-origin"
        assert got.headers["x-frame-options"] == "DENY"
        assert "strict-transport-security" not in got.headers
        assert "server" not in {name.lower() for name in got.headers}
        assert not re.search(r"<script(?![^>]*src=)|<style|\son\w+=|\sstyle=", got.text)


async def test_over_tls_the_cookie_stays_with_this_host_and_browsers_are_told_to_stay_with_tls(robins: Robins) -> None:
    await robins.opens_the_door(desk_url="https://bot.example.org")
    link = await robins.gets_a_link()
    browser = robins.browser(host="bot.example.org")

    assert link.startswith("https://bot.example.org/desk/in/")
    got = await browser.enters(link)

    assert got.status == 200
    [cookie] = got.cookies
    assert cookie.startswith("__Host-desk=")
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {
        "path=/",
        "secure",
        "httponly",
        "samesite=strict",
    }
    assert got.headers["strict-transport-security"].startswith("max-age=31536000")


async def test_on_this_machine_alone_the_cookie_does_without_tls(robins: Robins) -> None:
    got = await robins.browser().enters(await robins.gets_a_link())

    [cookie] = got.cookies
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"path=/", "httponly", "samesite=strict"}


async def test_the_two_files_are_kept_by_browsers_and_change_with_their_address(robins: Robins) -> None:
    browser = robins.browser()
    page = await browser.get(urlsplit(await robins.gets_a_link()).path)
    [style] = re.findall(r'href="(/desk/files/[0-9a-f]+/desk\.css)"', page.text)

    got = await browser.get(style)

    assert (got.status, got.headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "immutable" in got.headers["cache-control"]
    assert (await browser.get(style.replace(".css", ".js"))).headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert (await browser.get("/desk/files/0000/desk.css")).status == 404
    assert (await browser.get(style.replace("desk.css", "..%2f__init__.py"))).status == 404


async def test_no_log_holds_a_link_a_cookie_or_a_line_of_a_draft(
    robins: Robins, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    link = await robins.gets_a_link()
    browser = robins.browser()
    await browser.enters(link)
    await browser.post("/desk/drafts", text="title: Needle in a haystack\n")
    await browser.post("/desk/drafts", text="title: [Needle in a haystack\n", headers=ELSEWHERE)
    await browser.get(f"{browser.at}/publish")

    for secret in (link.rpartition("/")[2], browser.held["desk"], browser.form, "haystack"):
        assert secret not in caplog.text


async def test_a_fault_is_logged_and_nobody_outside_is_told_of_what_kind(
    robins: Robins, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    browser, path = await robins.begins()
    async with town.database.unit() as unit:
        [draft] = await unit.desk_drafts.of(ADMIN)
    town.forgiven.add("bot.desk.serving")
    await spoil(town)

    got = await browser.get(path)

    assert got.status == 500
    assert "Traceback" not in got.text
    assert "WrongCell" not in got.text
    assert "it was noted" in got.words
    assert "a page of the desk could not be made" in caplog.messages
    assert draft.text not in caplog.text


async def spoil(town: Town) -> None:
    """Somebody has put bytes of their own where a sealed text was."""
    assert town.database.file is not None
    with closing(sqlite3.connect(town.database.file)) as connection:
        connection.execute("UPDATE desk_draft SET text = X'0200'")
        connection.commit()


# Writing


async def test_an_author_begins_from_three_days_that_are_there(robins: Robins) -> None:
    browser, path = await robins.begins()
    page = await browser.get(path)

    assert "track: my-days" in page.text
    assert (
        "3 of 30 days written. To publish a track of 3, write “length: 3” in place of “unfinished: true”" in page.words
    )
    assert '<i id="L1"' in page.text


@pytest.mark.parametrize("name", ["My days", "", "x" * 41, "<script>", "Ünïcode"])
async def test_a_name_that_is_none_is_told_beside_its_field(robins: Robins, name: str) -> None:
    browser = await robins.sits_down()

    got = await browser.post("/desk/drafts", name=name)

    assert got.status == 422
    assert "The short name" in got.words
    assert "<script>" not in got.text


async def test_problems_and_remarks_stand_with_their_lines(robins: Robins) -> None:
    wrong = start_of_track("my-days").replace("title: Nothing today", "titel: Nothing today")
    browser, path = await robins.begins(wrong)
    line = next(number for number, one in enumerate(wrong.splitlines(), 1) if "titel" in one)

    page = await browser.get(path)

    assert f'<i id="L{line}" class="bad">' in page.text
    assert f'href="#L{line}"' in page.text
    assert "problems to mend" in page.words


async def test_what_is_typed_is_saved_and_looked_over(robins: Robins) -> None:
    browser, path = await robins.begins()

    got = await browser.asks(
        "POST",
        f"{path}/saved",
        {"form": browser.form, "edition": "1", "text": SHORT.replace("\n", "\r\n")},
        OURS | {"Accept": "application/json"},
    )

    assert got.status == 200
    assert '"edition":2' in got.text
    assert '"problems":[]' in got.text
    assert "ready to be published" in got.text
    async with robins.town.database.unit() as unit:
        [draft] = await unit.desk_drafts.of(ADMIN)
    assert draft.text == SHORT


async def test_a_newer_text_is_not_written_over_and_both_are_kept(robins: Robins) -> None:
    browser, path = await robins.begins(SHORT)
    theirs, mine = SHORT.replace("Three days", "Theirs"), SHORT.replace("Three days", "Mine")
    assert (await browser.post(path, text=theirs, edition=1)).status == 200

    data = await browser.asks(
        "POST",
        f"{path}/saved",
        {"form": browser.form, "edition": "1", "text": mine},
        OURS | {"Accept": "application/json"},
    )
    page = await browser.post(path, text=mine, edition=1)
    assert [data.status, page.status] == [409, 409]
    assert "There is a newer text" in page.words
    assert "title: Mine" in page.text
    await browser.post("/desk/drafts", text=mine)

    async with robins.town.database.unit() as unit:
        drafts = await unit.desk_drafts.of(ADMIN)
    assert {draft.text for draft in drafts} == {theirs, mine}


async def test_a_text_of_nothing_but_lines_makes_no_huge_page(robins: Robins) -> None:
    browser, path = await robins.begins("\n" * 131_000)

    page = await browser.get(path)

    assert 'rows="131002"' in page.text
    assert '<i id="L5000"' in page.text
    assert '<i id="L5001"' not in page.text
    assert len(page.body) < 131_000 + 200_000


async def test_what_an_admin_writes_is_sealed(robins: Robins, town: Town) -> None:
    await robins.begins("title: Needle in a haystack\n")

    assert town.database.file is not None
    for file in town.database.file.parent.glob("town.db*"):
        assert b"haystack" not in file.read_bytes()


async def test_a_draft_is_thrown_away(robins: Robins) -> None:
    browser, path = await robins.begins()

    assert "Nothing yet" in (await browser.post(f"{path}/drop")).words
    assert (await browser.get(path)).status == 404


async def test_markup_in_a_track_is_shown_and_not_obeyed(robins: Robins) -> None:
    marked = track_yaml(
        track="marked",
        title=MARKED,
        summary=MARKED,
        author=MARKED,
        length=1,
        days=dict.fromkeys(range(2, 31)) | {1: {"title": MARKED, "why": MARKED, "reminder": MARKED, "when": MARKED}},
    )
    browser, path = await robins.begins(marked)

    for page in ("", "/days/1", "/publish"):
        got = await browser.get(path + page)
        assert got.status == 200
        assert "<script>alert" not in got.text
        assert "<b>&quot;" not in got.text.replace("<b>Day 1", "")
        assert "<script>alert(1)</script>" in got.words or "alert(1)" in got.words
    await browser.post(f"{path}/publish", edition=1)
    for page in ("/desk", "/desk/tracks/marked"):
        got = await browser.get(page)
        assert "<script>alert" not in got.text


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("[" * 100_000, id="brackets"),
        pytest.param("a: &a [*a]\n" * 50, id="aliases"),
        pytest.param("title: \u202egnp.exe", id="turned around"),
        pytest.param("</textarea><script>alert(1)</script>", id="the end of the field"),
        pytest.param("\x00\x01\x02", id="control characters"),
        pytest.param("days:\n" + "  - day: 1\n" * 10_000, id="ten thousand days"),
    ],
)
async def test_a_hostile_text_is_told_its_problems_and_harms_nobody(robins: Robins, text: str) -> None:
    browser, path = await robins.begins(text)

    got = await browser.get(path)

    assert got.status == 200
    assert "to mend" in got.words
    assert "<script>alert" not in got.text
    assert (await browser.get(f"{path}/days/1")).status == 422
    assert (await browser.get(f"{path}/publish")).status == 422


async def test_each_day_is_shown_in_every_version(robins: Robins) -> None:
    browser, path = await robins.begins()

    second = await browser.get(f"{path}/days/2")

    for says in (
        "As most people get it",
        "The smaller version",
        "Just for oneself",
        "Variant 1: after “Not the moment”",
        "Variant 2: for pulling back, for shutting down",
        "In its place, for whom it is not: the smaller version",
        "Made it worse",
        "What was it about?",
        "your partner",
    ):
        assert says in second.words
    assert "<b>Day 2: One thing they did</b>" in second.text
    assert "Day 3 of 3" in (await browser.get(f"{path}/days/99")).words


# Publishing


async def test_a_short_track_is_written_and_published_from_the_desk(
    robins: Robins, alice: Somebody, town: Town
) -> None:
    browser, path = await robins.begins()
    assert "something to mend first" in (await browser.get(f"{path}/publish")).words
    text = start_of_track("my-days").replace("unfinished: true", "length: 3")
    await browser.post(path, text=text, edition=1)

    asked = await browser.get(f"{path}/publish")
    done = await browser.post(f"{path}/publish", edition=2)

    assert "A new track of 3 days is put on offer as my-days" in asked.words
    assert "?start=my-days" in done.words
    assert (await acts(town))[-1] == ("publish", "my-days 1", "done")
    await alice.enrols(link="my-days")
    day = await alice.gets_the_next_day()
    assert day.text.startswith("Day 1: The cup in your hand")


async def test_a_new_version_says_what_it_changes_for_whom(robins: Robins) -> None:
    browser, path = await robins.begins(SHORT)
    await browser.post(f"{path}/publish", edition=1)
    changed = SHORT.replace("title: Breathe, part 2", "title: Breathe, once more")
    await browser.post("/desk/drafts", **{"from": "three-days"})
    path = browser.at
    await browser.post(path, text=changed, edition=1)

    asked = await browser.get(f"{path}/publish")
    done = await browser.post(f"{path}/publish", edition=2)

    assert "Publish version 2?" in asked.words
    assert "they stay as they are, or they get the days still to come in the new words" in asked.words
    assert "Day 2 says something else." in asked.words
    assert "version 2, is on offer" in done.words
    again = await browser.post(f"{path}/publish", edition=2)
    assert "word for word" in again.words


async def test_what_was_changed_since_it_was_looked_at_is_not_published(robins: Robins, town: Town) -> None:
    browser, path = await robins.begins(SHORT)
    await browser.get(f"{path}/publish")
    await browser.post(path, text=SHORT.replace("Three days", "Four days"), edition=1)

    got = await browser.post(f"{path}/publish", edition=1)

    assert got.status == 409
    async with town.database.unit() as unit:
        assert await unit.tracks.newest("three-days") is None


async def test_another_wording_also_goes_to_people_under_way_when_its_author_wants_that(
    robins: Robins, alice: Somebody, town: Town
) -> None:
    browser, path = await robins.begins(SHORT)
    first = await browser.get(f"{path}/publish")
    await browser.post(f"{path}/publish", edition=1)
    await alice.enrols(link="three-days")
    await alice.gets_the_next_day()
    browser = await robins.sits_down()
    await browser.post(path, text=SHORT.replace("title: Breathe, part 2", "title: Breathe, once more"), edition=1)

    asked = await browser.get(f"{path}/publish")
    done = await browser.post(f"{path}/publish", edition=2, wording="yes")

    assert "people under way, too" not in first.words
    assert "Beside version 1 it changes wording only" in asked.words
    assert "Whoever is under way stays on the version" not in asked.words
    assert "Publish for people under way, too" in asked.words
    assert "People under way get the days still to come in its words" in done.words
    assert (await acts(town))[-1] == ("mend", "three-days 2", "done")
    day = await alice.gets_the_next_day()
    assert "Breathe, once more" in day.text


async def test_more_than_wording_goes_to_nobody_under_way(robins: Robins, town: Town) -> None:
    browser, path = await robins.begins(SHORT)
    await browser.post(f"{path}/publish", edition=1)
    longer = track_yaml(track="three-days", title="Three days", length=4, days=dict.fromkeys(range(5, 31)))
    await browser.post(path, text=longer, edition=1)

    asked = await browser.get(f"{path}/publish")
    done = await browser.post(f"{path}/publish", edition=2, wording="yes")

    assert "people under way, too" not in asked.words
    assert "Whoever is under way stays on the version they began with" in asked.words
    assert (done.status, "It changes more than wording" in done.words) == (422, True)
    assert (await acts(town))[-1] == ("mend", "three-days", "failed")
    async with town.database.unit() as unit:
        newest = await unit.tracks.newest("three-days")
        assert newest is not None
        assert newest.ref.number == 1
        assert len(await unit.tracks.drafts_of(ADMIN, most=9)) == 1


async def test_a_retired_track_is_published_and_nobody_is_told_to_start_it(robins: Robins, town: Town) -> None:
    browser, path = await robins.begins(SHORT)
    await browser.post(f"{path}/publish", edition=1)
    async with town.database.unit() as unit:
        await Versioning(town.clock).retire(unit, "three-days")
    await browser.post(path, text=SHORT.replace("title: Breathe, part 2", "title: Breathe, once more"), edition=1)

    asked = await browser.get(f"{path}/publish")
    done = await browser.post(f"{path}/publish", edition=2)

    assert "The track is retired: nobody new can start it until it is brought back" in asked.words
    assert "The track is retired: nobody new can start it" in done.words
    assert "?start=" not in done.words
    assert "on offer" not in done.words


async def test_where_another_has_to_read_it_first_nothing_stays_behind(robins: Robins, town: Town) -> None:
    await robins.opens_the_door(second_reader="required")
    browser, path = await robins.begins(SHORT)

    got = [await browser.post(f"{path}/publish", edition=1) for _ in range(3)]

    assert [(one.status, "another author reads a track before" in one.words) for one in got] == [(422, True)] * 3
    async with town.database.unit() as unit:
        assert await unit.tracks.drafts_of(ADMIN, most=9) == []


async def test_what_the_chat_waits_for_goes_on_waiting(robins: Robins, robin: Somebody, town: Town) -> None:
    secret = pyotp.random_base32()
    async with town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, secret, town.clock())
    browser, path = await robins.begins(SHORT)
    await browser.post(f"{path}/publish", edition=1, code="000000")
    async with town.database.unit() as unit:
        kept = await unit.admin_secrets.of(ADMIN)
        assert kept is not None
        assert kept.awaits is None
        await SecondFactor(town.clock, rights=Rights(Admins.of([ADMIN])), required=False).ask(unit, ADMIN, ToExport())

    await browser.post(f"{path}/publish", edition=1)
    await browser.post(f"{path}/publish", edition=1, code="000000")
    done = await browser.post(f"{path}/publish", edition=1, code=pyotp.TOTP(secret).at(town.clock()))

    assert "is on offer" in done.words
    async with town.database.unit() as unit:
        kept = await unit.admin_secrets.of(ADMIN)
    assert kept is not None
    assert kept.awaits == "export"


async def test_an_admin_with_a_code_app_types_the_code(robins: Robins, town: Town) -> None:
    secret = pyotp.random_base32()
    async with town.database.unit() as unit:
        await unit.admin_secrets.put(ADMIN, secret, town.clock())
    browser, path = await robins.begins(SHORT)

    asked = await browser.get(f"{path}/publish")
    none = await browser.post(f"{path}/publish", edition=1)
    wrong = await browser.post(f"{path}/publish", edition=1, code="000000")
    async with town.database.unit() as unit:
        assert await unit.tracks.newest("three-days") is None
        assert await unit.tracks.drafts_of(ADMIN, most=9) == []
    right = pyotp.TOTP(secret).at(town.clock())
    done = await browser.post(f"{path}/publish", edition=1, code=f"{right[:3]} {right[3:]}")

    assert "The six digits that your code app shows now" in asked.words
    assert "It takes the six digits" in none.words
    assert "That is not the code. 4 tries left" in wrong.words
    assert done.status == 200
    assert "is on offer" in done.words
    assert [(act, result) for act, _, result in await acts(town) if act == "publish"] == [
        ("publish", "refused"),
        ("publish", "refused"),
        ("publish", "done"),
    ]


async def test_where_a_code_app_is_required_who_has_none_does_not_publish(robins: Robins, town: Town) -> None:
    await robins.opens_the_door(totp="required")
    browser, path = await robins.begins(SHORT)

    got = await browser.post(f"{path}/publish", edition=1)

    assert got.status == 422
    assert "you have none set up" in got.words


# What others make


async def test_a_draft_with_problems_is_not_rehearsed(robins: Robins) -> None:
    browser, path = await robins.begins(SHORT.replace("title: Breathe, part 2", "titel: Breathe, part 2"))

    got = await browser.get(f"{path}/rehearsal")

    assert got.status == 422
    assert "There is something to mend first" in got.words
    assert "<iframe" not in got.text


async def rehearse(text: str, way: str) -> str:
    """A rehearsal that tells what it was given."""
    return (
        f"<!doctype html><title>x</title><style>p {{ color: green }}</style><p>{len(text)} {way}</p><script>1</script>"
    )


async def landing(slug: str) -> list[Landed]:
    """A picture and its table."""

    async def picture(dark: bool) -> bytes:
        return b"\x89PNG dark" if dark else b"\x89PNG light"

    return [Landed("How far people come", f"Of {slug}.", ["day", "sent"], [["1", "40"], ["2", "38"]], picture)]


async def test_a_rehearsal_stands_in_a_page_of_its_own_in_which_nothing_runs(robins: Robins, town: Town) -> None:
    browser, path = await robins.begins(SHORT)
    assert "Rehearse" in (await browser.get(path)).words
    await robins.has_others_at_work()
    browser.origin = robins.origin
    page = await browser.get(f"{path}/rehearsal?as=silent")
    transcript = await browser.get(f"{path}/transcript?as=silent")

    assert 'sandbox src="' in page.text
    assert f"{len(SHORT)} silent" in transcript.words
    policy = transcript.headers["content-security-policy"]
    assert policy.startswith("sandbox;")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert transcript.headers["cache-control"] == "no-store"
    assert (await browser.get(f"{path}/transcript?as=nobody")).status == 404
    assert (await robins.browser().get(f"{path}/transcript?as=silent")).status == 401


async def test_the_pictures_of_how_days_land_come_with_the_same_values_as_a_table(robins: Robins, town: Town) -> None:
    await robins.has_others_at_work()
    browser = await robins.sits_down()

    page = await browser.get("/desk/tracks/thirty-calm-days")
    shades = [await browser.get(f"/desk/tracks/thirty-calm-days/pictures/0/{shade}") for shade in ("light", "dark")]

    assert "prefers-color-scheme: dark" in page.text
    assert "<td>40</td>" in page.text
    assert [(got.headers["Content-Type"], got.body) for got in shades] == [
        ("image/png", b"\x89PNG light"),
        ("image/png", b"\x89PNG dark"),
    ]
    assert (await browser.get("/desk/tracks/thirty-calm-days/pictures/1/light")).status == 404
    assert (await browser.get("/desk/tracks/no-such-track")).status == 404
