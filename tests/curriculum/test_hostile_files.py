"""Whatever somebody sends as a track is refused quickly, with its line, and harms nobody."""

import time

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curriculum.errors import TrackInvalid
from curriculum.reading import read_track
from curriculum.track import Track
from tests.tracks import track_yaml

VALID = track_yaml()
LAUGHS = "a: &a [ha]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
NESTED = "nested more than 12 levels deep"
TOO_LARGE = "larger than 128 KiB"
TOO_MANY = "more than 5,000 parts"
UNSEEN = "a character that nobody can see"
EMPTY = "no track in this file"

HOSTILE = [
    pytest.param("[" * 100_000, 1, NESTED, id="100,000 brackets"),
    pytest.param("{" * 100_000, 1, NESTED, id="100,000 braces"),
    pytest.param("- " * 60_000, 1, NESTED, id="60,000 dashes"),
    pytest.param("? " * 60_000, 1, NESTED, id="60,000 question marks"),
    pytest.param("".join(" " * depth + "a:\n" for depth in range(400)), 12, NESTED, id="deep groups"),
    pytest.param("a: " + "b" * 10_000_000, 1, TOO_LARGE, id="ten megabytes in one line"),
    pytest.param("a: b\n" * 2_000_000, 26_215, TOO_LARGE, id="ten megabytes in many lines"),
    pytest.param("".join(f"{n}: b\n" for n in range(100_000)), None, TOO_LARGE, id="100,000 fields"),
    pytest.param("days:\n" + "- day: 1\n" * 10_000, 1_251, TOO_MANY, id="10,000 days"),
    pytest.param("a: " + "b" * 130_000, 1, "`a` is not a field", id="one huge line"),
    pytest.param("days:\n- day: " + "9" * 120_000, 2, "should be a number from 1 to 30", id="a huge number"),
    pytest.param("days:\n- why: " + ". " * 60_000, 2, "characters, at most 600", id="60,000 full stops"),
    pytest.param("days:\n- why: x" + "." * 120_000, 2, "characters, at most 600", id="one long row of full stops"),
    pytest.param("title: '" + "{a}" * 40_000 + "'", 1, "the only placeholder", id="40,000 placeholders"),
    pytest.param("a: !" + "a" * 120_000 + " b", 1, "a tag (", id="a huge tag"),
    pytest.param(LAUGHS, 2, "an alias (", id="a billion laughs"),
    pytest.param("a: &a b\n", 1, "an anchor (`&a`) is not allowed", id="an anchor"),
    pytest.param("title: !!str calm\n", 1, "a tag (", id="a tag, even of a text"),
    pytest.param("title: ! calm\n", 1, "a tag (`!`) is not allowed", id="a bare tag"),
    pytest.param("a: !!python/object/apply:os.system [ls]\n", 1, "a tag (", id="a tag that would run something"),
    pytest.param("a: !e!x y\n", 1, "a tag (`!`) is not allowed", id="a tag of nobody's"),
    pytest.param("%YAML 1.1\n---\na: b\n", 1, "a directive", id="a version directive"),
    pytest.param("# x\n%TAG ! tag:x,2000:\n---\na: b\n", 2, "a directive", id="a tag directive"),
    pytest.param("%FOO\n---\na: b\n", 1, "a directive", id="a directive of nobody's"),
    pytest.param("a: b\n<<: {c: d}\n", 2, "`<<` (merging) is not allowed", id="a merge"),
    pytest.param("? [a]\n: b\n", 1, "must be a word", id="a list for a name"),
    pytest.param("? {a: b}\n: c\n", 1, "must be a word", id="a group for a name"),
    pytest.param("? \n: c\n", 1, "a field without a name", id="no name"),
    pytest.param("a: b\na: c\n", 2, "`a` comes twice (first at line 1)", id="a name twice"),
    pytest.param("a: b\n---\nc: d\n", 2, "a second document", id="a second document"),
    pytest.param("a: b\n...\n---\nc: d\n", 3, "a second document", id="a second document after the end of the first"),
    pytest.param("a: b\x00\n", 1, "U+0000 is " + UNSEEN, id="a NUL"),
    pytest.param("\x00" * 1_000, 1, UNSEEN, id="1,000 NULs"),
    pytest.param("a: b\nc: \x07\n", 2, "U+0007 is " + UNSEEN, id="a bell"),
    pytest.param("a: b\nc: \x85d\n", 2, "U+0085 is " + UNSEEN, id="another system's line end"),
    pytest.param("a: b\rc: d\n", 1, "U+000D is " + UNSEEN, id="half a line end"),
    pytest.param("a: b\nc: \u202eno\n", 2, "U+202E (right-to-left override) is " + UNSEEN, id="a turned direction"),
    pytest.param("a: b\u2066\n", 1, "U+2066 (left-to-right isolate) is " + UNSEEN, id="an isolated direction"),
    pytest.param("a: \u200bb\n", 1, "U+200B (zero width space) is " + UNSEEN, id="a space of no width"),
    pytest.param("a: \u2028b\n", 1, "U+2028 (line separator) is " + UNSEEN, id="a line separator"),
    pytest.param("a: b\ufeffc\n", 1, "U+FEFF", id="a byte order mark inside"),
    pytest.param("a: \ud800\n", 1, "U+D800 is " + UNSEEN, id="half a character"),
    pytest.param("a: \uffff\n", 1, "U+FFFF is " + UNSEEN, id="no character"),
    pytest.param('title: "a\\u202eb"\n', 1, "an escape stands for U+202E", id="a turned direction in an escape"),
    pytest.param('title: "a\\0b"\n', 1, "an escape stands for U+0000", id="a NUL in an escape"),
    pytest.param('"t\\u202e": b\n', 1, "an escape stands for U+202E", id="a turned direction in a name"),
    pytest.param('a: "\\ud800"\n', 1, "escape", id="half a character in an escape"),
    pytest.param('a: "\\Uffffffff"\n', 1, "escape", id="an escape beyond all characters"),
    pytest.param('a: "\\q"\n', 1, "an escape here that is not allowed", id="an escape of nobody's"),
    pytest.param(VALID.replace("calm", "café").encode("latin-1"), 1, "byte 0xe9 is not UTF-8", id="latin-1"),
    pytest.param(VALID.encode("utf-16"), 1, "the file is UTF-16", id="UTF-16"),
    pytest.param(VALID.encode("utf-16-le"), 1, UNSEEN, id="UTF-16 without a mark"),
    pytest.param(VALID.encode("utf-32"), 1, "the file is UTF-16", id="UTF-32"),
    pytest.param(b"a: b\nc: \xed\xa0\x80\n", 2, "is not UTF-8", id="half a character in bytes"),
    pytest.param(b"a: \xc0\xaf\n", 1, "is not UTF-8", id="an overlong form"),
    pytest.param(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100, 1, "is not UTF-8", id="a picture"),
    pytest.param("", 1, EMPTY, id="nothing"),
    pytest.param("\ufeff", 1, EMPTY, id="nothing but a mark"),
    pytest.param("# calm\n" * 10_000, 1, EMPTY, id="only comments"),
    pytest.param("\n" * 130_000, 1, EMPTY, id="only lines"),
    pytest.param(" " * 130_000, 1, EMPTY, id="only spaces"),
    pytest.param("---\n", None, "the file is empty", id="only a start mark"),
    pytest.param("- a\n- b\n", 1, "the file should be a group of fields", id="a list at the top"),
    pytest.param("calm", 1, "the file should be a group of fields", id="a text at the top"),
    pytest.param(VALID.replace("  day", "\tday").replace("  ", "\t"), None, "indented with a tab", id="tabs"),
    pytest.param(VALID.replace("title: ", 'title: "', 1), 3, "this quote is never closed", id="an open quote"),
    pytest.param("title: '" + "''" * 60_000, 1, "this quote is never closed", id="60,000 quotes"),
    pytest.param("a: [b, c\nd: e\n", 1, "this bracket is not closed", id="an open bracket"),
    pytest.param("a: {b: }}\n", 1, "does not fit in here", id="a bracket too many"),
]


@pytest.mark.parametrize("in_c", [True, False], ids=["parser in C", "parser in Python"])
@pytest.mark.parametrize(("content", "line", "says"), HOSTILE)
def test_a_hostile_file_is_refused_within_a_second_with_its_line(
    content: bytes | str, line: int | None, says: str, in_c: bool
) -> None:
    begun = time.process_time()

    with pytest.raises(TrackInvalid) as refusal:
        read_track(content, in_c=in_c)

    assert time.process_time() - begun < 1
    told = [problem for problem in refusal.value.problems if says in problem.says]
    assert told, [problem.says for problem in refusal.value.problems[:5]]
    assert line is None or told[0].line == line
    assert all(problem.line >= 1 and problem.column >= 1 for problem in refusal.value.problems)


def test_something_unseen_is_told_along_with_everything_else() -> None:
    text = VALID.replace("Breathe, part 3\n", "Breathe,\u202e part 3\n").replace("author: Rosa Pereira\n", "")

    with pytest.raises(TrackInvalid) as refusal:
        read_track(text)

    assert [problem.says for problem in refusal.value.problems] == [
        "`author` is missing",
        "U+202E (right-to-left override) is a character that nobody can see; take it out",
    ]


def test_a_file_full_of_what_nobody_can_see_is_no_text_and_is_told_briefly() -> None:
    with pytest.raises(TrackInvalid) as refusal:
        read_track("a: " + "\u200b" * 1_000)

    assert len(refusal.value.problems) == 21
    assert refusal.value.problems[-1].says == "and 980 more"


@pytest.mark.parametrize("text", ["👩🏽‍🚀 flies", "می‌خواهم", "naïve — “quoted”", "日本語。"])
def test_every_script_and_emoji_may_be_written(text: str) -> None:
    assert read_track(track_yaml(title=text)).title == text


def test_what_is_quoted_of_a_huge_text_is_short() -> None:
    with pytest.raises(TrackInvalid) as refusal:
        read_track("? " + "k" * 100_000 + "\n: x\n")

    assert max(len(problem.says) for problem in refusal.value.problems) < 200


def outcome(content: bytes | str, *, in_c: bool) -> Track | TrackInvalid:
    try:
        return read_track(content, in_c=in_c)
    except TrackInvalid as invalid:
        assert invalid.problems
        return invalid


unhurried = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
marks = st.text(alphabet="ab:-[]{}&*!|>'\"%#?,@`\\ \n\t~<.\u202e\x00é😀", max_size=60)


@unhurried
@given(content=st.binary(max_size=400))
@example(content=b"\xef\xbb\xbf")
def test_no_bytes_at_all_give_anything_but_a_track_or_a_refusal(content: bytes) -> None:
    assert isinstance(outcome(content, in_c=True), TrackInvalid)
    assert isinstance(outcome(content, in_c=False), TrackInvalid)


@unhurried
@given(content=marks)
@example(content="? ")
@example(content='"\\')
def test_no_yaml_at_all_gives_anything_but_a_track_or_a_refusal(content: str) -> None:
    assert isinstance(outcome(content, in_c=True), TrackInvalid)
    assert isinstance(outcome(content, in_c=False), TrackInvalid)


@settings(unhurried, max_examples=60)
@given(at=st.integers(0, len(VALID)), gone=st.integers(0, 200), instead=marks)
def test_a_track_with_something_scribbled_over_is_a_track_or_a_refusal(at: int, gone: int, instead: str) -> None:
    scribbled = VALID[:at] + instead + VALID[at + gone :]

    assert isinstance(outcome(scribbled, in_c=True), Track | TrackInvalid)
    assert isinstance(outcome(scribbled, in_c=False), Track | TrackInvalid)


@settings(unhurried, max_examples=60)
@given(at=st.integers(0, len(VALID)), instead=st.binary(min_size=1, max_size=8))
def test_a_track_with_damaged_bytes_is_a_track_or_a_refusal(at: int, instead: bytes) -> None:
    damaged = VALID.encode()[:at] + instead + VALID.encode()[at + len(instead) :]

    assert isinstance(outcome(damaged, in_c=True), Track | TrackInvalid)
