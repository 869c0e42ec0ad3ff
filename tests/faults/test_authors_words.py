"""Authors' texts, file names and the operator's name of every kind there is, in every message that shows them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time
from typing import Final

import pytest

from bot.asked import AskHour, ChooseTrack, Enrolled, OnTheWay, Welcome
from bot.chat import (
    admin_messages,
    check_in_messages,
    keeping_messages,
    messages,
    nudge_messages,
    progress_messages,
    standing_texts,
)
from bot.chat.message import Message
from bot.practice import Answered, Shown, Standpoint, View
from bot.publishing import Preview, Published, Reviewed, Unusable
from bot.sandbox.markup import from_html
from curriculum import allowed, journey
from curriculum.day import Choice, Outcome
from curriculum.enrolment import TrackRef
from curriculum.journey import CheckedIn
from curriculum.lint.finding import Finding, Rule
from curriculum.nudge import Nudge, NudgeKind, NudgeState
from curriculum.progress import Progress
from curriculum.track import Track
from storage import belongings
from storage.tracks import Publication, PublishedTrack
from tests.faults.examples import collected
from tests.faults.test_words import TEXTS, seen, words
from tests.tracks import track

SHARE: Final = TEXTS // 10
"""As each goes into some twenty messages."""
NOON: Final = datetime(2026, 5, 4, 12, tzinfo=UTC)
REF: Final = TrackRef("thirty-calm-days", 1)
CALM: Final = track()
WALK: Final = journey.start(id=1, person=1, track=REF, hour=time(8), zone="Europe/Berlin", now=NOON)
NUDGE: Final = Nudge(
    id=1,
    person=1,
    enrolment=1,
    track=REF,
    kind=NudgeKind.DAY,
    day=1,
    local_date=NOON.date(),
    zone="Europe/Berlin",
    due_at=NOON,
    token="nudge-token",
    state=NudgeState.SENT,
)
SO_FAR: Final = Progress(delivered=3, answered=2, practised=1, of=30)


def written_by(text: str) -> Track:
    """The track of an author who writes only this, whether a file may hold it or not."""
    day = CALM.day(1)
    instead = dict.fromkeys(("gentle", "standard", "stretch"), text)
    changed = day.model_copy(
        update={
            **dict.fromkeys(("title", "why", "solo", "when", "reminder"), text),
            "act": day.act.model_copy(update=instead),
            "replies": day.replies.model_copy(update=dict.fromkeys(Outcome, text)),
            "tips": day.tips.model_copy(update=dict.fromkeys(Outcome, text)),
            "check_in": day.check_in.model_copy(
                update={
                    **dict.fromkeys(("ask", "rating", "words"), text),
                    "choice": Choice.model_construct(ask=text, options=(text, text)),
                }
            ),
        }
    )
    return CALM.model_copy(update={"title": text, "summary": text, "days": (changed, *CALM.days[1:])})


def around_a_day(it: Track, text: str) -> Iterator[Message]:
    """What people read of a day."""
    day = allowed.as_its_author_reads_it(it, 1)
    shown = Shown(NUDGE, day, None, View.STANDARD, None, None, plain=False)
    for view in View:
        yield nudge_messages.shown(replace(shown, view=view))
    yield nudge_messages.reminder(day)
    yield nudge_messages.completion(NUDGE, text, days=30, check="token", practised=3)
    yield check_in_messages.rating(NUDGE, text, it.language)
    yield check_in_messages.choice(NUDGE, Choice.model_construct(ask=text, options=("a", "b")), it.language)
    for outcome in Outcome:
        result = CheckedIn(outcome, changed=False, enrolment=WALK)
        said = Answered(replace(shown, outcome=outcome), result, repeated=False, progress=SO_FAR, title=text)
        answer = check_in_messages.answered(said, "token")
        yield from answer.say
        if answer.edit is not None:
            yield answer.edit


def around_a_track(it: Track, text: str) -> Iterator[Message]:
    """What people read on the way to a track and on it."""
    offered = [PublishedTrack(REF, it)] * 3
    standpoint = Standpoint(WALK, it, SO_FAR, journey.upcoming(WALK), plain=False, discreet=True)
    for asked in (
        Welcome(None),
        ChooseTrack(offered, offers_check=True),
        AskHour(it),
        Enrolled(WALK, it, asks=True),
        OnTheWay(WALK, it, resumed=True),
        OnTheWay(journey.pause(WALK), it, resumed=False),
    ):
        yield messages.asked(asked, "token", contact=text)
    for plain in (False, True):
        yield progress_messages.progress(replace(standpoint, plain=plain), "token")
    yield messages.settings(standpoint, "token")
    yield from keeping_messages.privacy(belongings.kept(), contact=text)
    yield standing_texts.developer_info(contact=text)


def for_admins(it: Track, text: str) -> Iterator[Message]:
    """What authors and admins read."""
    findings = [Finding(rule=Rule.BLAME, line=1, column=1, says=text, why=text, better=text)] * 3
    day = allowed.as_its_author_reads_it(it, 1)
    day = replace(day, own=it.day(1).model_copy(update={"media": f"{text}.png"}))
    yield admin_messages.preview(Preview("token", it, day, findings), publishes=True)
    yield admin_messages.reviewed(Reviewed(it, findings))
    yield admin_messages.tracks([PublishedTrack(REF, it)] * 3)
    yield admin_messages.unusable(Unusable(text, [text] * 3))
    for is_new in (False, True):
        yield admin_messages.published(Published(Publication(REF, is_new), it))


@pytest.fixture(scope="module")
def texts(times: int) -> Sequence[str]:
    return collected(words, SHARE * times)


def test_whatever_authors_write_is_shown_without_a_parse_error(
    texts: Sequence[str], tell: Callable[[str], None]
) -> None:
    """Each text goes through the messages of one of three kinds, so that each message has hundreds of them."""
    kinds = (around_a_day, around_a_track, for_admins)
    rendered = 0
    for number, text in enumerate(texts):
        shortened = text[:200]
        for message in kinds[number % len(kinds)](written_by(shortened), shortened):
            assert seen(from_html(message.text).text)  # refuses what Telegram would refuse
            rendered += 1

    tell(f"authors' texts: {len(texts)} of every kind in {rendered} messages, 0 parse errors")
