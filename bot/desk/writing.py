"""What an author sees at the desk: their drafts, the editor, each day, and the way to the people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

from starlette.responses import JSONResponse, RedirectResponse, Response

from bot import terms
from bot.addresses import DESK
from bot.desk import previewing
from bot.desk.asking import Asked
from bot.desk.drafting import MOST_DRAFTS, Drafting, LookedOver, NoSuchDraft, Overtaken, TooMany
from bot.desk.editor_words import editor_words
from bot.desk.headers import TRANSCRIPT
from bot.desk.pages import Pages
from bot.desk.releasing import Releasing
from bot.desk.requests import Unwelcome
from bot.desk.seams import Landing, Rehearsal
from bot.one_time_codes import LOCKED_FOR
from bot.publishing import Publishing, Refused
from bot.rights import Scope
from bot.words import _, ngettext
from bot.words.written import day_and_month
from curriculum.errors import Problem, TrackInvalid
from curriculum.lettering import MOST_BYTES
from curriculum.writing import Unsuitable
from storage.database import Database
from storage.desk_drafts import DeskDraft

_MOST_TITLE: Final = 80
_MOST_NUMBERED: Final = 5000
"""So many lines of a text have a number beside them. The longest track has far fewer."""
_MOST_CODE: Final = 20
_SEE_OTHER: Final = 303
_CONFLICT: Final = 409


class Writing:
    """The pages of somebody who is at the desk. Each handler is one page or one step."""

    def __init__(
        self,
        database: Database,
        pages: Pages,
        drafting: Drafting,
        publishing: Publishing,
        releasing: Releasing,
        *,
        rehearsal: Rehearsal | None,
        landing: Landing | None,
    ) -> None:
        self._database = database
        self._pages = pages
        self._drafting = drafting
        self._publishing = publishing
        self._releasing = releasing
        self._rehearsal = rehearsal
        self._landing = landing

    async def start(self, asked: Asked) -> Response:
        """What is on offer, the author's drafts, and how to begin."""
        return await self._start(asked)

    async def begin(self, asked: Asked) -> Response:
        """A new draft: from the start of a track, from a published one, or with a text that is there already."""
        admin = asked.visit.admin
        try:
            async with self._database.unit() as unit:
                if "text" in asked.form:
                    draft = await self._drafting.keep(unit, _short(asked.text), admin=admin)
                elif "from" in asked.form:
                    newest = await unit.tracks.newest_text(asked.field("from"))
                    if newest is None:
                        raise Unwelcome(404, _("There is no such track."))
                    draft = await self._drafting.keep(unit, newest, admin=admin)
                else:
                    draft = await self._drafting.begin(unit, asked.field("name").strip(), admin=admin)
        except Unsuitable as unsuitable:
            says = _("The short name {wrong}.").format(wrong="; ".join(unsuitable.args))
            return await self._start(asked, wrong=says, name=asked.field("name"), status=422)
        except TooMany as error:
            says = _("You have {count} drafts, which is the most. Throw one away first.").format(count=MOST_DRAFTS)
            raise Unwelcome(_CONFLICT, says) from error
        return _to(f"/drafts/{draft.token}")

    async def editor(self, asked: Asked) -> Response:
        """The draft, with what there is to say about it beside its lines."""
        draft = await self._draft(asked)
        looked = await self._drafting.look_over(draft.text)
        lines = draft.text.count("\n") + 1
        return self._page(
            "editor",
            asked,
            draft=draft,
            title=_title(draft.text),
            lines=lines,
            numbered=range(1, min(lines, _MOST_NUMBERED) + 1),
            most_numbered=_MOST_NUMBERED,
            words=editor_words(),
            problems=looked.problems,
            findings=looked.findings,
            marked={one.line for one in looked.problems},
            noted={one.line for one in looked.findings},
            state=_state(looked),
            first=min((one.line for one in (looked.problems or looked.findings)), default=0),
            saved=_told(draft.saved_at),
            most=MOST_BYTES,
        )

    async def save(self, asked: Asked) -> Response:
        """Keeps what was written; the page then comes again, looked over."""
        try:
            draft = await self._save(asked)
        except Overtaken:
            newer = await self._draft(asked)
            return self._page(
                "overtaken", asked, status=_CONFLICT, newer=newer, mine=asked.text, saved=_told(newer.saved_at)
            )
        return _to(f"/drafts/{draft.token}")

    async def saved(self, asked: Asked) -> Response:
        """The same for a page that saves while somebody types; it says what there is to say as data."""
        try:
            draft = await self._save(asked)
        except Overtaken:
            return JSONResponse({"overtaken": True}, _CONFLICT)
        looked = await self._drafting.look_over(draft.text)
        return JSONResponse(
            {
                "edition": draft.edition,
                "saved": _told(draft.saved_at),
                "title": _title(draft.text),
                "state": _state(looked),
                "problems": [asdict(one) for one in looked.problems],
                "findings": [asdict(one) for one in looked.findings],
            }
        )

    async def drop(self, asked: Asked) -> Response:
        """Throws a draft away."""
        async with self._database.unit() as unit:
            await unit.desk_drafts.drop(asked.path["token"], admin=asked.visit.admin)
        return _to("")

    async def day(self, asked: Asked) -> Response:
        """One day, as the chat will show it to each."""
        draft = await self._draft(asked)
        looked = await self._drafting.look_over(draft.text)
        if looked.track is None:
            return self._not_yet(asked, draft, looked.problems)
        day = previewing.previewed(looked.track, asked.number_in_path("number"))
        return self._page("day", asked, draft=draft, title=_title(draft.text), day=day)

    async def rehearsal(self, asked: Asked) -> Response:
        """Who may walk the track in a rehearsal, and how that goes."""
        rehearsal, draft, way = self._rehearsed(), await self._draft(asked), self._way(asked)
        looked = await self._drafting.look_over(draft.text)
        if looked.track is None:
            return self._not_yet(asked, draft, looked.problems)
        return self._page("rehearsal", asked, draft=draft, title=_title(draft.text), ways=rehearsal.ways, way=way)

    async def transcript(self, asked: Asked) -> Response:
        """A rehearsal, as a page within a page."""
        rehearsal, draft, way = self._rehearsed(), await self._draft(asked), self._way(asked)
        headers = {"Content-Security-Policy": TRANSCRIPT, "X-Frame-Options": "SAMEORIGIN"}
        looked = await self._drafting.look_over(draft.text)
        if looked.track is None:
            return self._not_yet(asked, draft, looked.problems)
        text = await rehearsal.rehearse(draft.text, way)
        return Response(text, media_type="text/html; charset=utf-8", headers=headers)

    async def release(self, asked: Asked) -> Response:
        """What publishing would change, for whom, and the question whether to."""
        draft = await self._draft(asked)
        looked = await self._drafting.look_over(draft.text)
        if looked.track is None:
            return self._not_yet(asked, draft, looked.problems)
        if looked.track.unfinished:
            return self._not_yet(asked, draft, [Problem(1, 1, _state(looked))])
        return await self._ask(asked, draft, looked)

    async def publish(self, asked: Asked) -> Response:
        """Publishes the draft as it was looked at."""
        admin, draft = asked.visit.admin, await self._draft(asked)
        if draft.edition != asked.number("edition"):
            return self._page("came", asked, status=_CONFLICT, draft=draft, came="OtherEdition", it=None)
        looked = await self._drafting.look_over(draft.text)
        if looked.track is None:
            return self._not_yet(asked, draft, looked.problems)
        code = "".join(each for each in asked.form.get("code", "")[:_MOST_CODE] if each.isdigit() and each.isascii())
        try:
            async with self._database.unit() as unit:
                came = await self._releasing.publish(
                    unit,
                    draft.text,
                    slug=looked.track.slug,
                    admin=admin,
                    scopes=asked.visit.scopes,
                    code=code,
                    wording="wording" in asked.form,
                )
        except TrackInvalid as invalid:
            return self._not_yet(asked, draft, invalid.problems)
        if isinstance(came, Refused):
            return self._not_yet(asked, draft, came.problems)
        kind = type(came).__name__
        status = {"Published": 200, "LacksRight": 403}.get(kind, 422)
        minutes = int(LOCKED_FOR.total_seconds()) // 60
        return self._page("came", asked, status=status, draft=draft, came=kind, it=came, minutes=minutes)

    async def track(self, asked: Asked) -> Response:
        """A published track: what it is, how its days land, and how to write on from it."""
        slug = asked.path["slug"]
        async with self._database.unit() as unit:
            newest = await unit.tracks.newest(slug)
        if newest is None:
            raise Unwelcome(404, _("There is no such track."))
        landed = [] if self._landing is None else await self._landing(slug)
        if landed:
            async with self._database.unit() as unit:
                await self._releasing.looked(unit, slug, admin=asked.visit.admin)
        return self._page("track", asked, ref=newest.ref, track=newest.track, landed=landed)

    async def picture(self, asked: Asked) -> Response:
        """One picture of how days land."""
        landed = [] if self._landing is None else await self._landing(asked.path["slug"])
        number = asked.number_in_path("number")
        draw = landed[number].picture if 0 <= number < len(landed) else None
        if draw is None:
            raise Unwelcome(404, _("There is no such picture."))
        return Response(await draw(asked.path["shade"] == "dark"), media_type="image/png")

    async def _start(self, asked: Asked, *, wrong: str = "", name: str = "", status: int = 200) -> Response:
        async with self._database.unit() as unit:
            on_offer = await self._publishing.on_offer(unit)
            drafts = await unit.desk_drafts.of(asked.visit.admin)
        return self._page(
            "start",
            asked,
            status=status,
            on_offer=on_offer,
            drafts=[(draft, _title(draft.text), _told(draft.saved_at)) for draft in drafts],
            wrong=wrong,
            given=name,
            kept_days=terms.DRAFTS // timedelta(days=1),
        )

    async def _ask(self, asked: Asked, draft: DeskDraft, looked: LookedOver) -> Response:
        if looked.track is None:
            raise NoSuchDraft
        async with self._database.unit() as unit:
            changes = await self._releasing.changes(unit, looked.track, admin=asked.visit.admin)
        return self._page(
            "publish",
            asked,
            draft=draft,
            track=looked.track,
            findings=looked.findings,
            changes=changes,
            told=list(_changes(changes.changed, changes.added, changes.removed)),
            may=Scope.PUBLISH in asked.visit.scopes,
        )

    async def _draft(self, asked: Asked) -> DeskDraft:
        try:
            async with self._database.unit() as unit:
                return await self._drafting.get(unit, asked.path["token"], admin=asked.visit.admin)
        except NoSuchDraft as error:
            raise Unwelcome(404, _("There is no such draft here. It may have been thrown away.")) from error

    async def _save(self, asked: Asked) -> DeskDraft:
        text, edition = _short(asked.text), asked.number("edition")
        try:
            async with self._database.unit() as unit:
                return await self._drafting.save(
                    unit, asked.path["token"], text, edition=edition, admin=asked.visit.admin
                )
        except NoSuchDraft as error:
            raise Unwelcome(404, _("There is no such draft here. It may have been thrown away.")) from error

    def _not_yet(self, asked: Asked, draft: DeskDraft, problems: Sequence[Problem]) -> Response:
        title = _title(draft.text)
        return self._page("not_yet", asked, status=422, draft=draft, title=title, problems=problems)

    def _rehearsed(self) -> Rehearsal:
        if self._rehearsal is None:
            raise Unwelcome(404, _("There is no such page."))
        return self._rehearsal

    def _way(self, asked: Asked) -> str:
        ways = [] if self._rehearsal is None else self._rehearsal.ways
        way = asked.query.get("as", ways[0] if ways else "")
        if way not in ways:
            raise Unwelcome(404, _("Nobody of that kind is in the rehearsal."))
        return way

    def _page(self, page: str, asked: Asked, *, status: int = 200, **shown: Any) -> Response:
        rehearses = self._rehearsal is not None
        return self._pages.page(page, status=status, in_forms=asked.visit.in_forms, rehearses=rehearses, **shown)


def _to(path: str) -> Response:
    return RedirectResponse(f"{DESK}{quote(path)}", status_code=_SEE_OTHER)


def _short(text: str) -> str:
    """The text as it is. Raises `Unwelcome` when it is longer than a track may be."""
    if len(text.encode()) > MOST_BYTES:
        says = _("That is too long: a track has at most {most} KiB. It was not saved.")
        raise Unwelcome(413, says.format(most=MOST_BYTES // 1024))
    return text


def _title(text: str) -> str:
    """What the first line says that looks like a title, also in a file that cannot be read yet."""
    for line in text.split("\n"):
        if line.startswith("title:"):
            return line.removeprefix("title:").strip().strip("\"'")[:_MOST_TITLE] or _("Without a title")
    return _("Without a title")


def _told(instant: datetime) -> str:
    return _("{day}, {hour} UTC").format(day=day_and_month(instant), hour=f"{instant:%H:%M}")


def _state(looked: LookedOver) -> str:
    """One line on how far a draft is."""
    track = looked.track
    if track is None:
        count = len(looked.problems)
        return ngettext("{count} problem to mend", "{count} problems to mend", count).format(count=count)
    days, length = len(track.days), track.length
    if not track.unfinished:
        ready = ngettext(
            "No problems: {count} day, ready to be published", "No problems: {count} days, ready to be published", days
        ).format(count=days)
        if not (count := len(looked.findings)):
            return ready
        return ngettext(
            "{ready}, with {count} remark of the editor", "{ready}, with {count} remarks of the editor", count
        ).format(ready=ready, count=count)
    if days == length:
        return _("All {count} days are written. To publish them, take the line “unfinished” out").format(count=length)
    return _(
        "No problems so far: {written} of {count} days written. To publish a track of {written}, write “length: {written}” in "
        "place of “unfinished: true”"
    ).format(written=days, count=length)


def _changes(changed: Sequence[int], added: Sequence[int], removed: Sequence[int]) -> Iterator[str]:
    for days, says in (
        (changed, ngettext("Day {days} says something else.", "Days {days} say something else.", len(changed))),
        (added, ngettext("Day {days} is new.", "Days {days} are new.", len(added))),
        (removed, ngettext("Day {days} is gone.", "Days {days} are gone.", len(removed))),
    ):
        if days:
            yield says.format(days=", ".join(map(str, days)))


def routes(writing: Writing) -> Mapping[tuple[str, str], Any]:
    """Each step by method and path."""
    draft, track = "/drafts/{token:str}", "/tracks/{slug:str}"
    return {
        ("GET", ""): writing.start,
        ("POST", "/drafts"): writing.begin,
        ("GET", draft): writing.editor,
        ("POST", draft): writing.save,
        ("POST", f"{draft}/saved"): writing.saved,
        ("POST", f"{draft}/drop"): writing.drop,
        ("GET", f"{draft}/days/{{number:str}}"): writing.day,
        ("GET", f"{draft}/rehearsal"): writing.rehearsal,
        ("GET", f"{draft}/transcript"): writing.transcript,
        ("GET", f"{draft}/publish"): writing.release,
        ("POST", f"{draft}/publish"): writing.publish,
        ("GET", track): writing.track,
        ("GET", f"{track}/pictures/{{number:str}}/{{shade:str}}"): writing.picture,
    }
