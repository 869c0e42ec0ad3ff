"""An author's file becomes a track, or every problem in it is told where it stands."""

import pytest

from curriculum.day import NotFor, Strength
from curriculum.errors import Problem, TrackInvalid
from curriculum.reading import read_track
from curriculum.texts import MOST_IN_A_LINE, MOST_IN_A_PARAGRAPH
from curriculum.writing import PARTNER, measure, sentences, units
from tests.tracks import track, track_yaml

Changes = dict[str, object]


def problems(content: bytes | str, *, in_c: bool = True) -> tuple[Problem, ...]:
    with pytest.raises(TrackInvalid) as refusal:
        read_track(content, in_c=in_c)
    return refusal.value.problems


def says(content: bytes | str) -> list[str]:
    return [problem.says for problem in problems(content)]


@pytest.mark.parametrize("in_c", [True, False], ids=["parser in C", "parser in Python"])
def test_a_complete_file_is_a_track(in_c: bool) -> None:
    read = read_track(track_yaml(), in_c=in_c)

    assert read.slug == "thirty-calm-days"
    assert [day.day for day in read.days] == list(range(1, 31))
    assert read.day(5).act.at(Strength.GENTLE) == "Take 5 slow breaths."
    assert read.day(5).not_for == (NotFor.APPROACH_PARTNER,)


def test_the_same_file_is_read_once() -> None:
    text = track_yaml(title="Read once")

    first, second = read_track(text), read_track(text)

    assert first is second


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("", "\ufeff", id="a byte order mark, as some editors leave"),
        pytest.param("\n", "\r\n", id="line ends of another system"),
        pytest.param("track:", "# yaml-language-server: $schema=x\n---\ntrack:", id="a comment and a start mark"),
    ],
)
def test_what_an_editor_adds_is_no_matter(before: str, after: str) -> None:
    text = track_yaml()
    plain = read_track(text)

    written = after + text if not before else text.replace(before, after, -1 if before == "\n" else 1)

    assert read_track(written.encode()) == plain


def test_texts_over_several_lines_are_texts() -> None:
    text = track_yaml().replace("Take 1 slow breaths.", ">-\n        Take one\n        slow breath.")

    assert read_track(text).day(1).act.gentle == "Take one slow breath."


@pytest.mark.parametrize("text", ["12:30", "no", "0o7", "1e3", "2024-01-01", "null", "~", "0x1F", ".inf", "30"])
def test_every_text_stays_the_text_it_was(text: str) -> None:
    written = track_yaml().replace("title: Breathe, part 3\n", f"title: {text}\n")

    assert read_track(written).day(3).title == text


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        pytest.param({"days": {12: None}}, "day 12 is missing", id="a day is missing"),
        pytest.param({"days": {12: None, 13: None}}, "days 12 to 13 are missing", id="days are missing"),
        pytest.param({"days": {30: None}}, "day 30 is missing", id="the last day is missing"),
        pytest.param(
            {"days": {5: {"day": "five"}}}, "day 5: `day` should be a number from 1 to 30, not `five`", id="a word"
        ),
        pytest.param({"days": {5: {"day": 31}}}, "day 5: `day` should be a number from 1 to 30, not `31`", id="31"),
        pytest.param(
            {"days": {5: {"day": "5.0"}}}, "day 5: `day` should be a number from 1 to 30, not `5.0`", id="5.0"
        ),
        pytest.param({"days": {5: {"day": ""}}}, "day 5: `day` should be a number from 1 to 30, not empty", id="none"),
        pytest.param({"days": {5: {"day": None}}}, "day 5: `day` is missing", id="no number"),
        pytest.param(
            {"days": {7: {"act": {"gentle": "breathe " * 74}}}},
            "day 7: `act.gentle` has 74 words, at most 60",
            id="too many words",
        ),
        pytest.param(
            {"days": {7: {"solo": "breathe " * 61}}}, "day 7: `solo` has 61 words, at most 60", id="a long solo act"
        ),
        pytest.param(
            {"days": {7: {"act": {"standard": "Look up."}}}}, "day 7: `act.gentle` is missing", id="no gentle act"
        ),
        pytest.param({"days": {9: {"why": "One. Two. Three."}}}, "day 9: `why` has 3 sentences, at most 2", id="why"),
        pytest.param(
            {"days": {9: {"why": "a" * 601}}}, "day 9: `why` has 601 characters, at most 600", id="a long text"
        ),
        pytest.param(
            {"title": "😀" * 41},
            "`title` has 82 characters, at most 80 (an emoji counts as two, `{partner}` as 40)",
            id="emoji",
        ),
        pytest.param(
            {"days": {3: {"titel": "Calm"}}}, "day 3: `titel` is not a field; did you mean `title`?", id="misspelt"
        ),
        pytest.param({"days": {3: {"colour": "red"}}}, "day 3: `colour` is not a field", id="unknown"),
        pytest.param({"<<": "x"}, "`<<` (merging) is not allowed; write the fields out", id="merging"),
        pytest.param(
            {"days": {3: {"title": "Two\nlines"}}}, "day 3: `title` must be one line", id="a title on two lines"
        ),
        pytest.param({"days": {3: {"title": "  "}}}, "day 3: `title` is empty", id="an empty title"),
        pytest.param(
            {"days": {3: {"title": "Dear {name}"}}},
            "day 3: `title` has `{name}`; the only placeholder is `{partner}`",
            id="a placeholder nobody fills",
        ),
        pytest.param(
            {"days": {3: {"title": "Smile :}"}}},
            "day 3: `title` has a lone `}`; braces are for `{partner}` alone",
            id="a lone brace",
        ),
        pytest.param(
            {"summary": "For you and {partner}."},
            "`summary` cannot have `{partner}`: only the texts of a day can",
            id="the partner before anybody gave a name",
        ),
        pytest.param(
            {"track": "Model Openness"},
            "`track` must be lower case letters, digits and hyphens, like `model-openness`",
            id="a slug in capitals",
        ),
        pytest.param({"track": "a" * 41}, "`track` has 41 characters, at most 40", id="a long slug"),
        pytest.param(
            {"language": "English"}, "`language` must be a language code, like `en` or `pt-BR`", id="language"
        ),
        pytest.param({"author": None}, "`author` is missing", id="no author"),
        pytest.param({"title": ["Calm"]}, "`title` should be a text, not a list", id="a list for a text"),
        pytest.param(
            {"days": {3: {"act": "Breathe."}}},
            "day 3: `act` should be a group of fields (`gentle`, `standard`, `stretch`), not `Breathe.`",
            id="a text for a group",
        ),
        pytest.param(
            {"days": {3: {"not_for": "ask"}}}, "day 3: `not_for` should be a list, not `ask`", id="a text for a list"
        ),
        pytest.param(
            {"days": {3: {"not_for": ["asks"]}}},
            "day 3: `not_for` can have `approach_partner`, `disclosure`, `ask`, `joint`, `reframe`, but not `asks`; "
            "did you mean `ask`?",
            id="an unknown tag",
        ),
        pytest.param(
            {"days": {3: {"not_for": ["ask", "ask"]}}}, "day 3: `not_for` has `ask` more than once", id="a tag twice"
        ),
        pytest.param({"days": {3: {"tips": ""}}}, "day 3: `tips` is empty", id="an empty group"),
        pytest.param({"days": {3: {"tips": {"done": ""}}}}, "day 3: `tips.done` is empty", id="an empty tip"),
    ],
)
def test_one_thing_wrong_is_told_in_one_sentence(changes: Changes, problem: str) -> None:
    days = changes.pop("days", None)

    text = track_yaml(days=days, **changes)  # type: ignore[arg-type]  # the table above holds both kinds

    assert says(text) == [problem]


def test_everything_wrong_is_told_at_once_and_in_the_order_of_the_file() -> None:
    text = track_yaml(
        track="Calm!",
        days={
            3: {"replies": {"done": "Good."}},
            7: {"act": {"gentle": "breathe " * 74 + "{name}"}},
            12: None,
            20: {"titel": "x"},
        },
    )

    told = problems(text)

    assert [problem.says for problem in told] == [
        "`track` must be lower case letters, digits and hyphens, like `model-openness`",
        "day 3: `replies.did_not_want_to` is missing",
        "day 3: `replies.made_it_worse` is missing",
        "day 3: `replies.not_the_moment` is missing",
        "day 3: `replies.tried` is missing",
        "day 7: `act.gentle` has 75 words, at most 60",
        "day 7: `act.gentle` has `{name}`; the only placeholder is `{partner}`",
        "day 12 is missing",
        "day 20: `titel` is not a field; did you mean `title`?",
    ]
    assert list(told) == sorted(told)


@pytest.mark.parametrize(
    ("changes", "marked"),
    [
        pytest.param({"track": "Calm!"}, "Calm!", id="at the value"),
        pytest.param({"days": {7: {"act": {"gentle": "breathe " * 74}}}}, "'breathe breathe", id="at the quote"),
        pytest.param({"days": {3: {"titel": "x"}}}, "titel", id="at the unknown name"),
        pytest.param({"days": {3: {"tips": {"done": ""}}}}, "done: ''", id="at the name of what is empty"),
        pytest.param({"days": {3: {"replies": {}}}}, "replies: {}", id="at the group in which something is missing"),
        pytest.param({"days": {3: {"title": None}}}, "day: 3", id="at the day in which something is missing"),
        pytest.param({"days": {12: None}}, "13", id="at the day after the missing one"),
    ],
)
def test_a_problem_points_at_the_place(changes: Changes, marked: str) -> None:
    days = changes.pop("days", None)
    text = track_yaml(days=days, **changes)  # type: ignore[arg-type]  # the table above holds both kinds

    told = problems(text)[0]

    assert text.split("\n")[told.line - 1][told.column - 1 :].startswith(marked)


def test_a_day_that_comes_twice_names_the_first() -> None:
    text = track_yaml(days={8: {"day": 7}})
    first = text.split("\n").index("- day: 7") + 1

    assert says(text) == [f"day 7 comes twice (first at line {first})", "day 8 is missing"]


def test_days_go_in_order() -> None:
    text = track_yaml(days={8: {"day": 9}, 9: {"day": 8}})
    eight = text.split("\n").index("- day: 8") + 1

    assert problems(text) == (Problem(eight, 8, "day 8 comes after day 9; days go in order, from 1 to 30"),)


def test_a_field_that_comes_twice_names_the_first() -> None:
    text = track_yaml().replace("author:", "title: Calm again\nauthor:")

    assert problems(text) == (Problem(5, 1, "`title` comes twice (first at line 3)"),)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        pytest.param(
            "title: Thirty",
            "title: Calm: thirty",
            Problem(3, 12, "a text with a colon in it needs quotes around it, or this line is indented wrongly"),
            id="a colon",
        ),
        pytest.param("title: Thirty", 'title: "Thirty', Problem(3, 8, "this quote is never closed"), id="a quote"),
        pytest.param(
            "title: Thirty",
            "\ttitle: Thirty",
            Problem(3, 1, "this line is indented with a tab; use spaces"),
            id="a tab",
        ),
        pytest.param(
            "title: Thirty",
            "title: @Thirty",
            Problem(3, 8, "a text that begins with `@` needs quotes around it"),
            id="@",
        ),
        pytest.param(
            "title: Thirty",
            "titel\ntitle: Thirty",
            Problem(3, 1, "this line is neither `field: text` nor part of the text above it; is it indented wrongly?"),
            id="a line that is no field",
        ),
        pytest.param(
            "title: Thirty",
            "title: [Thirty",
            Problem(3, 8, "this bracket is not closed as it should be (see line 4, column 8)"),
            id="a bracket",
        ),
        pytest.param(
            "title: Thirty",
            'title: "a" Thirty',
            Problem(3, 12, "this line does not fit in here; look at its indentation and at the quotes before it"),
            id="words after a quote",
        ),
    ],
)
@pytest.mark.parametrize("in_c", [True, False], ids=["parser in C", "parser in Python"])
def test_yaml_that_cannot_be_read_is_told_without_jargon(before: str, after: str, problem: Problem, in_c: bool) -> None:
    text = track_yaml().replace(before, after)

    assert problems(text, in_c=in_c) == (problem,)


def test_a_problem_reads_as_editors_like_it() -> None:
    told = problems(track_yaml(track="Calm!"))[0]

    assert told.at("calm.yaml").startswith("calm.yaml:1:8: `track` must be")


def test_a_refusal_says_nothing_of_the_text_itself() -> None:
    with pytest.raises(TrackInvalid) as refusal:
        read_track(track_yaml(days={3: {"title": "my secret {name}"}}))

    assert str(refusal.value) == "the track has 1 problem"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("Breathe", 1),
        ("Breathe. Look up.", 2),
        ("Really?! Yes… and no.", 2),
        ("It helps, e.g. in the car, or at 7.30.", 1),
        ("“Are you well?” she may ask. “Yes.” That is all.", 3),
        ("Wait... wait... now.", 1),
    ],
)
def test_sentences_are_counted_as_a_reader_would(text: str, count: int) -> None:
    assert sentences(text) == count


@pytest.mark.parametrize("letter", ["a", "é", "😀", PARTNER], ids=["letters", "accents", "emoji", "partners"])
def test_a_nudge_and_a_reply_always_fit_a_telegram_message(letter: str) -> None:
    line, paragraph = as_long_as_allowed(letter, MOST_IN_A_LINE), as_long_as_allowed(letter, MOST_IN_A_PARAGRAPH)
    outcomes = dict.fromkeys(("done", "tried", "not_the_moment", "did_not_want_to", "made_it_worse"), paragraph)
    asked = {"ask": paragraph, "rating": paragraph, "words": paragraph}
    act = {"gentle": paragraph, "standard": paragraph, "stretch": paragraph}
    full = {"title": line, "skill": line, "why": paragraph, "act": act, "when": paragraph, "solo": paragraph}
    labels = "x" * 600

    day = track(days={1: {**full, "check_in": asked, "replies": outcomes, "tips": outcomes}}).day(1)

    assert day.skill and day.when and day.tips.done and day.check_in.rating and day.check_in.words
    nudge = [day.title, day.skill, day.why, day.act.gentle, day.when, day.check_in.ask, labels]
    reply = [day.replies.done, day.tips.done, day.check_in.rating, day.check_in.words, labels]
    longest_name = "N" * 40
    assert units("\n\n".join(nudge).replace(PARTNER, longest_name)) <= 4096
    assert units("\n\n".join(reply).replace(PARTNER, longest_name)) <= 4096


@pytest.mark.parametrize("letter", ["a", "é", "😀", PARTNER], ids=["letters", "accents", "emoji", "partners"])
@pytest.mark.parametrize("field", ["title", "skill", "why", "when", "source"])
def test_one_letter_over_the_limit_is_too_long(letter: str, field: str) -> None:
    most = MOST_IN_A_LINE if field in ("title", "skill") else MOST_IN_A_PARAGRAPH
    allowed = as_long_as_allowed(letter, most)

    refused = says(track_yaml(days={1: {field: allowed + letter}}))

    assert track(days={1: {field: allowed}})
    assert len(refused) == 1 and f"`{field}` has {measure(allowed + letter)} characters" in refused[0]


def as_long_as_allowed(letter: str, most: int) -> str:
    return letter * (most // measure(letter))
