"""The lint reads like an editor: it finds what presses, blames or promises, and leaves good prose alone."""

import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from curriculum.day import Outcome
from curriculum.errors import TrackInvalid
from curriculum.lint.editor import findings
from curriculum.lint.figures import figures
from curriculum.lint.finding import Finding, Rule
from curriculum.lint.grade import measured
from curriculum.lint.prose import Text
from curriculum.lint.syllables import syllables
from curriculum.lint.turning import ENGLISH
from curriculum.reading import read_draft
from tests.tracks import track_fields, track_yaml

Tell = Callable[[str], None]

SENTENCES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "lint_sentences.yaml").read_text(encoding="utf-8")
)
BAD = [
    (Rule(rule), sentence)
    for half in SENTENCES.values()
    for rule, sentences in half["bad"].items()
    for sentence in sentences
]
GOOD = [sentence for half in SENTENCES.values() for sentence in half["good"]]
WORD_RULES = {rule for rule, _ in BAD}
FOR_THE_HARD_DAYS = {Rule.PRAISE_FOR_WORSE, Rule.EXCLAMATION}
AWAY = ["approach_partner"]

KIND = """\
# yaml-language-server: $schema=track.schema.json
track: quiet-evenings
title: Quiet evenings
summary: A small act each evening, for two people who come home tired.
author: Your name
unfinished: yes
days:
  - day: 1
    practice: noticing
    title: The door
    why: The first minute at home often sets the tone of an evening.
    act:
      gentle: Look at the door nearest to you for one breath.
      standard: >-
        Look at the nearest door. Let one thing from the day
        go, and name it in your head.
    solo: Do it before any door, with nobody waiting behind it.
    when: If you are reading this, then do it before you put the phone down.
    replies:
      done: Thank you. The evening had a beginning.
      tried: Thinking of it with the door already open counts as well.
      not_the_moment: Some evenings begin in a hurry. That is all right.
      did_not_want_to: Then not. You know best.
      made_it_worse: Leave this one aside. If you are not safe at home, please turn to somebody you trust.
    tips:
      done: Any door will do, also that of a cupboard.
      tried: Put a dot of paint on the frame, if you like.
      not_the_moment: The second door of an evening is as good as the first.
      did_not_want_to: Sit down instead, with nothing to do.
      made_it_worse: "Hold something cool, and \\"let go\\" of the rest."
"""


def found(content: str, *rules: Rule) -> list[Finding]:
    """What is found by these rules."""
    return [finding for finding in findings(content) if finding.rule in rules]


def days_of(told: list[Finding]) -> list[str]:
    """Which days the findings name."""
    return [f"day {word}" for finding in told for before, word in _pairs(finding.says) if before == "day"]


def _pairs(text: str) -> list[tuple[str, str]]:
    words = text.replace(",", " ").split()
    return list(pairwise(words))


def with_line(old: str, new: str) -> str:
    """The kind track with one piece of it written otherwise."""
    assert KIND.count(old) == 1
    return KIND.replace(old, new)


def saying(sentence: str, *, field: str = "why") -> str:
    """A short track in which somebody reads this sentence."""
    fields = yaml.safe_load(KIND)
    day = fields["days"][0]
    if field in day:
        day[field] = sentence
    else:
        day["replies"][field] = sentence
    return yaml.safe_dump({**fields, "unfinished": "yes"}, allow_unicode=True, sort_keys=False)


def rules_for(sentence: str, *, field: str = "why") -> set[Rule]:
    """The word rules that find something in the sentence."""
    return {finding.rule for finding in findings(saying(sentence, field=field))} & WORD_RULES


# Words


def test_there_are_enough_sentences_to_try_it_on() -> None:
    assert len(BAD) >= 60
    assert len(GOOD) >= 300
    assert min(Counter(rule for rule, _ in BAD).values()) >= 4
    assert len({sentence for _, sentence in BAD} | set(GOOD)) == len(BAD) + len(GOOD)


def test_bad_sentences_are_found(tell: Tell) -> None:
    missed = [
        (rule, sentence)
        for rule, sentence in BAD
        if rule not in rules_for(sentence, field="made_it_worse" if rule in FOR_THE_HARD_DAYS else "why")
    ]

    of_all, lost = Counter(rule for rule, _ in BAD), Counter(rule for rule, _ in missed)
    each = ", ".join(f"{rule} {of_all[rule] - lost[rule]}/{of_all[rule]}" for rule in of_all)
    tell(f"lint: recall {1 - len(missed) / len(BAD):.1%} of {len(BAD)} bad sentences ({each})")
    assert len(missed) <= 0.05 * len(BAD), missed


def test_good_sentences_are_left_alone(tell: Tell) -> None:
    alarms = {
        sentence: rules
        for sentence in GOOD
        if (rules := rules_for(sentence) | rules_for(sentence, field=Outcome.MADE_IT_WORSE.value))
    }

    by_rule = Counter(rule for rules in alarms.values() for rule in rules)
    each = ", ".join(f"{rule} {count}" for rule, count in by_rule.items()) or "none"
    tell(f"lint: false alarms {len(alarms) / len(GOOD):.1%} of {len(GOOD)} good sentences ({each})")
    assert len(alarms) <= 0.02 * len(GOOD), alarms


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("You must answer.", Rule.PRESSING),
        ("YOU MUST ANSWER.", Rule.PRESSING),
        ("You\u00a0must answer.", Rule.PRESSING),
        ("Don\u2019t give up now.", Rule.PRESSING),
        ("The shop is open. You must answer.", Rule.PRESSING),
        ("Nobody asked. You must answer.", Rule.PRESSING),
        ("Your partner\u2019s fault, all of it.", Rule.BLAME),
    ],
)
def test_letters_and_sentences_around_it_do_not_hide_a_phrase(sentence: str, rule: Rule) -> None:
    assert rules_for(sentence) == {rule}


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ('Say "I would like to finish" instead of "You always cut in".', set()),
        ('Swap "it is your fault" for what you saw.', set()),
        ('Say "you always cut in".', {Rule.ABSOLUTE}),
        ('Instead of tea, say "it is your fault".', {Rule.BLAME}),
    ],
)
def test_wording_that_is_quoted_as_what_not_to_say_is_left_alone(sentence: str, rules: set[Rule]) -> None:
    assert rules_for(sentence) == rules


def test_every_finding_teaches() -> None:
    for _, sentence in BAD:
        for finding in findings(saying(sentence)):
            assert finding.says and finding.why.endswith(".") and len(finding.better) > 20


@pytest.mark.parametrize("field", ["did_not_want_to", "not_the_moment"])
def test_a_hard_day_is_answered_without_exclamation_marks(field: str) -> None:
    assert rules_for("Then not!", field=field) == {Rule.EXCLAMATION}
    assert rules_for("Thank you!", field="done") == set()


def test_praise_is_for_days_that_went_well() -> None:
    assert rules_for("Well done.", field="done") == set()
    assert rules_for("Well done.", field="made_it_worse") == {Rule.PRAISE_FOR_WORSE}


def test_a_no_is_not_argued_with() -> None:
    assert rules_for("Are you sure? Give it another try.", field="did_not_want_to") == {Rule.PRESSING}
    assert rules_for("Are you sure of the hour?", field="done") == set()


def test_what_nobody_on_the_track_reads_is_left_alone() -> None:
    track = with_line("    tips:", "    source: A husband told his wife that you must always do this.\n    tips:")

    assert findings(track) == []


# Places and silence


def test_a_kind_track_has_no_findings() -> None:
    assert findings(KIND) == []
    assert findings(KIND.encode()) == []
    assert findings("\ufeff" + KIND.replace("\n", "\r\n")) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("The first minute", "You must go. The first minute", id="at the beginning of a plain line"),
        pytest.param("sets the tone of", "sets, and you must see, the tone of", id="later in a plain line"),
        pytest.param("go, and name it", "go, and you must name it", id="in the second line of a folded text"),
        pytest.param("        go, and", "        go, since you\n        must go, and", id="over the end of a line"),
        pytest.param("cool, and", "cool, you must, and", id="in double quotes"),
        pytest.param("cool, and", "cool, \\\n        you must, and", id="behind a line that is continued"),
        pytest.param('\\"let go\\"', 'and a \\"\\u00e9\\" you must', id="behind escapes"),
        pytest.param("Sit down instead, with nothing to do.", "'A door, you must do'", id="in single quotes"),
        pytest.param("Sit down instead, with nothing to do.", "'It''s a door, you must do'", id="behind two quotes"),
        pytest.param("Then not.", "\n        You must not.", id="on the line below its name"),
        pytest.param("solo: Do it", "solo: |\n      One.\n\n      You must.\n      Do it", id="in a text of lines"),
    ],
)
def test_a_finding_stands_where_the_words_are(old: str, new: str) -> None:
    text = with_line(old, new)
    before = text[: re.search(r"you\s+must", text, re.IGNORECASE).start()]  # type: ignore[union-attr]

    (told,) = found(text, Rule.PRESSING)

    assert (told.line, told.column) == (before.count("\n") + 1, len(before) - before.rfind("\n"))


def test_findings_come_in_the_order_of_the_file() -> None:
    told = findings(track_yaml(days={3: {"why": "You must. It is your fault."}, 9: {"when": None, "solo": None}}))

    assert told == sorted(told)
    assert len({(finding.line, finding.column) for finding in told}) > 30


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("Then not.", "You must not.  # lint: ok pressing because it quotes a sign", id="at its end"),
        pytest.param(
            "      did_not_want_to: Then not. You",
            "      # lint: ok pressing because it quotes a sign\n      did_not_want_to: You must. You",
            id="on the line above",
        ),
        pytest.param(
            "      did_not_want_to: Then not. You",
            "      # lint: ok pressing, blame because it quotes a sign\n\n      # and more\n"
            "      did_not_want_to: It is your fault. You must. You",
            id="two rules, further up",
        ),
        pytest.param(
            "standard: >-\n        Look at",
            "standard: >-  # lint: ok pressing because it quotes a sign\n        You must look at",
            id="behind the sign of a folded text",
        ),
        pytest.param(
            "Then not. You know best.",
            '"You must, and\n        you know."  # lint: ok pressing because it quotes a sign',
            id="behind the last line of a quoted text",
        ),
    ],
)
def test_a_rule_is_silenced_for_a_field_with_a_reason(old: str, new: str) -> None:
    text = with_line(old, new)
    if "# lint" in new and old == "Then not.":
        text = text.replace(" You know best.", "", 1)

    assert findings(text) == []
    assert {finding.rule for finding in findings(text.replace("# lint:", "# "))} >= {Rule.PRESSING}


def test_one_silence_leaves_other_fields_and_other_rules_alone() -> None:
    text = with_line(
        "why: The first minute at home often sets the tone of an evening.",
        "why: You must, and it is your fault.  # lint: ok pressing because it quotes a sign",
    ).replace("Then not.", "You must.")

    assert [finding.rule for finding in findings(text)] == [Rule.BLAME, Rule.PRESSING]


def test_a_finding_about_a_day_is_silenced_at_its_number() -> None:
    lonely = KIND.replace("    solo: Do it before any door, with nobody waiting behind it.\n", "")
    assert [finding.rule for finding in findings(lonely)] == [Rule.MISSING_SOLO]

    assert findings(lonely.replace("- day: 1", "- day: 1  # lint: ok missing-solo because it is one already")) == []


@pytest.mark.parametrize("reason", ["", " because", " because ."])
def test_a_silence_without_a_reason_is_a_finding(reason: str) -> None:
    text = with_line("    why: The first", f"    # lint: ok pressing{reason}\n    why: You must. The first")

    (told,) = findings(text)

    assert (told.rule, told.line, told.column) == (Rule.SILENCED_WITHOUT_REASON, 11, 5)


@pytest.mark.parametrize(
    ("comment", "says"),
    [
        ("# lint: ok blame because it is quoted", "no `blame` here"),
        ("# lint: ok presing because it is quoted", "no rule `presing`"),
        ("# lint: off", "cannot be read"),
        ("# lint:", "cannot be read"),
    ],
)
def test_a_silence_that_silences_nothing_is_a_finding(comment: str, says: str) -> None:
    (told,) = findings(with_line("    why: The first", f"    {comment}\n    why: The first"))

    assert (told.rule, told.line) == (Rule.SILENCES_NOTHING, 11)
    assert says in told.says


def test_what_looks_like_a_comment_inside_a_text_is_text() -> None:
    text = with_line("        go, and", "        # lint: ok pressing because it is quoted.\n        You must, and")

    assert [finding.rule for finding in findings(text)] == [Rule.PRESSING]


# Structure


def test_a_day_without_a_standard_version() -> None:
    track = track_yaml(days={9: {"act": {"gentle": "Breathe."}}, 13: {"kind": "rest", "act": {"gentle": "Rest."}}})

    assert days_of(found(track, Rule.MISSING_STANDARD)) == ["day 9"]


def test_a_gentle_version_that_is_no_smaller() -> None:
    track = track_yaml(days={9: {"act": {"gentle": "Breathe out, slowly.", "standard": "Breathe out slowly"}}})

    assert days_of(found(track, Rule.MISSING_GENTLE)) == ["day 9"]


@pytest.mark.parametrize(("field", "rule"), [("solo", Rule.MISSING_SOLO), ("when", Rule.MISSING_WHEN)])
def test_a_day_without_solo_or_when(field: str, rule: Rule) -> None:
    track = track_yaml(days={9: {field: None}, 14: {field: None}, 13: {field: None, "kind": "rest"}})

    assert days_of(found(track, rule)) == ["day 9", "day 14"]


def test_a_solo_version_that_needs_the_partner() -> None:
    variant = {"for": ["fixing"], "solo": "Sit down and ask {partner} for one word."}
    track = track_yaml(days={9: {"solo": "Tell {partner} one thing you saw."}, 10: {"variants": [variant]}})

    assert [finding.says for finding in found(track, Rule.MISSING_SOLO)] == [
        "the solo version of day 9 needs the partner: “tell {partner}”",
        "the solo version of day 10 needs the partner: “sit down and ask {partner}”",
    ]


def test_outcomes_without_a_tip() -> None:
    tips = dict.fromkeys(Outcome, "Sit down.")
    track = track_yaml(days={number: {"tips": {key.value: "Sit." for key in tips}} for number in range(1, 31)})
    assert found(track, Rule.MISSING_TIP) == []

    (told,) = found(with_line("      done: Any door will do, also that of a cupboard.\n", ""), Rule.MISSING_TIP)

    assert told.says == "day 1 has no tip for `done`"


def test_an_act_that_turns_to_the_partner_without_saying_so() -> None:
    act = {"gentle": "Breathe.", "standard": "Sit down. Tell {partner} one thing you saw."}

    (told,) = found(track_yaml(days={n: {"act": act} if n == 9 else _calm(n) for n in range(1, 31)}), Rule.MISSING_TAG)
    assert told.says.startswith("“tell {partner}” turns to the partner, and day 9")

    tagged = {9: {"act": act, "not_for": AWAY}}
    assert days_of(found(track_yaml(days=tagged), Rule.MISSING_TAG)).count("day 9") == 0


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        Look at the nearest door.", "        Look at the door, and\n        tell {partner}."),
        ("solo: Do it before any door,", "solo: Do it before any door and ask {partner},"),
    ],
)
def test_turning_to_the_partner_is_shown_where_it_is_said(old: str, new: str) -> None:
    text = with_line(old, new)
    (told,) = found(text, Rule.MISSING_TAG, Rule.MISSING_SOLO)

    assert text.splitlines()[told.line - 1][told.column - 1 :].startswith("and")


def test_a_variant_that_turns_to_the_partner_without_saying_so() -> None:
    variant = {"for": ["fixing"], "act": {"gentle": "Ask {partner} how the day was."}}
    days = {n: _calm(n) | ({"variants": [variant]} if n == 9 else {}) for n in range(1, 31)}

    assert days_of(found(track_yaml(days=days), Rule.MISSING_TAG)) == ["day 9"]


def test_another_s_withdrawal_is_read_only_where_that_is_said() -> None:
    days = {n: _calm(n) | ({"practice": "reading-withdrawal"} if n == 9 else {}) for n in range(1, 31)}
    assert days_of(found(track_yaml(days=days), Rule.MISSING_TAG)) == ["day 9"]

    days[9] = days[9] | {"not_for": ["reframe"]}
    assert found(track_yaml(days=days), Rule.MISSING_TAG) == []


def test_a_tagged_day_with_nothing_in_its_place() -> None:
    instead = {"title": "A chair", "why": "Sitting is enough.", "act": {"gentle": "Sit down."}}
    track = track_yaml(days={n: {"not_for": []} for n in range(1, 31)} | {9: {"not_for": AWAY}})
    assert days_of(found(track, Rule.MISSING_INSTEAD)) == ["day 9"]

    mended = {"not_for": AWAY, "instead": instead}
    assert found(track_yaml(days={n: {"not_for": []} for n in range(1, 31)} | {9: mended}), Rule.MISSING_INSTEAD) == []


def test_what_comes_instead_turns_to_nobody() -> None:
    instead = {"title": "A chair", "why": "Sitting is enough.", "act": {"gentle": "Sit down with {partner}."}}
    track = track_yaml(days={9: {"not_for": AWAY, "instead": instead}})

    assert "in place of day 9 turns to the partner" in "".join(one.says for one in found(track, Rule.MISSING_INSTEAD))


@pytest.mark.parametrize(
    ("act", "lacks"),
    [
        ("Ask {partner} for a quiet hour.", True),
        ("Ask {partner} for a quiet hour, and add that they are free to say no.", False),
        ('Ask {partner} for a quiet hour. "No" is a full answer.', False),
        ("Ask {partner} for a quiet hour. A no is fine, and needs no reason.", False),
        ("Ask {partner} for a quiet hour. There is no hurry.", True),
        ("Write down what you would ask for.", True),
    ],
)
def test_who_is_asked_may_say_no(act: str, lacks: bool) -> None:
    days = {9: {"not_for": ["ask"], "act": {"gentle": "Think of one wish.", "standard": act}}}

    assert bool(found(track_yaml(days=days), Rule.ASK_WITHOUT_NO)) == lacks


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"not_for": ["disclosure"]}, id="it asks something of somebody"),
        pytest.param({"act": {"gentle": "Tonight, look at the moon."}}, id="its act waits for the night"),
        pytest.param({"when": "When you come home, then do it."}, id="its moment is another"),
    ],
)
def test_day_one_is_finished_in_the_chat(changes: dict[str, object]) -> None:
    assert found(track_yaml(days={1: changes}), Rule.FIRST_DAY)
    assert found(track_yaml(), Rule.FIRST_DAY) == []


def test_at_most_three_days_in_a_row_turn_to_the_partner() -> None:
    three = {n: {"not_for": ["joint"] if n in (8, 9, 10) else ["reframe"]} for n in range(1, 31)}
    assert found(track_yaml(days=three), Rule.TOO_MANY_IN_A_ROW) == []

    (told,) = found(track_yaml(days=three | {11: {"not_for": ["ask"]}}), Rule.TOO_MANY_IN_A_ROW)
    assert told.says == "days 8 to 11 turn to the partner, 4 in a row; 3 are the most"


def test_no_seven_days_pass_without_a_rest() -> None:
    assert found(track_yaml(), Rule.NO_REST) == []

    told = found(track_yaml(days={14: {"practice": "noticing"}}), Rule.NO_REST)
    assert [finding.says for finding in told] == ["days 8 to 14 have no rest and no look back"]

    assert found(track_yaml(days={14: {"practice": "noticing", "kind": "rest"}}), Rule.NO_REST) == []


def test_the_same_sentence_on_two_days() -> None:
    text = {"done": "The teapot is warm by now."}
    days = {n: {"replies": _day(n)["replies"] | text} for n in (4, 19)}

    told = [one for one in found(track_yaml(days=days), Rule.NEAR_DUPLICATE) if "teapot" in one.says]

    assert [finding.says for finding in told] == ["“The teapot is warm by now.” comes on day 4 already"]


def test_nearly_the_same_sentence_on_two_days() -> None:
    texts = {
        4: "The old teapot in the kitchen is warm by now.",
        19: "By now the teapot in the old kitchen is warm, too.",
    }
    days = {n: {"replies": _day(n)["replies"] | {"done": text}} for n, text in texts.items()}

    told = [one for one in found(track_yaml(days=days), Rule.NEAR_DUPLICATE) if "teapot" in one.says]

    assert [finding.says.rpartition("” ")[2] for finding in told] == ["is nearly a sentence of day 4 already"]


def test_two_days_that_are_nearly_the_same() -> None:
    told = found(track_yaml(), Rule.NEAR_DUPLICATE)

    assert "day 2 is nearly the same as day 1" in {finding.says for finding in told}


def test_a_sentence_that_loses_its_reader() -> None:
    (told,) = found(saying(" ".join(["word"] * 33) + "."), Rule.LENGTH)
    assert told.says == "this sentence has 33 words; 32 are the most"

    assert found(saying(" ".join(["word"] * 32) + "."), Rule.LENGTH) == []


def test_an_act_that_takes_too_long() -> None:
    track = with_line("gentle: Look at the door nearest to you for one breath.", "gentle: Walk for twenty minutes.")

    assert [finding.says for finding in found(track, Rule.LENGTH)] == [
        "“for twenty minutes” is longer than an act should take"
    ]


def test_a_reminder_that_goes_on() -> None:
    track = with_line("    replies:", f"    reminder: {'The day is still here. ' * 6}\n    replies:")

    assert [finding.says for finding in found(track, Rule.LENGTH)] == ["the reminder has 30 words; 25 are the most"]


def test_words_that_are_hard_to_read() -> None:
    hard = (
        "Considerable physiological activation demonstrably precedes communicative deterioration, and voluntary "
        "regulation facilitates subsequent deliberation. Contemporary recommendations emphasise intentionality."
    )
    days = {n: {"replies": {outcome.value: hard for outcome in Outcome}} for n in range(1, 31)}

    told = found(track_yaml(days=days), Rule.READING_GRADE)

    assert [finding.says.partition(" reads at grade")[0] for finding in told] == [
        "the track",
        *(f"day {n}" for n in days),
    ]
    assert "Begin with this one: “Considerable physiological" in told[0].better
    assert len(found(track_yaml(days={9: days[9]}), Rule.READING_GRADE)) == 1


def test_in_another_language_only_the_structure_is_looked_at() -> None:
    german = track_yaml(language="de", days={9: {"why": "You must. He must.", "solo": None}})

    assert {finding.rule for finding in findings(german)} == {
        Rule.MISSING_SOLO,
        Rule.MISSING_TIP,
        Rule.MISSING_INSTEAD,
        Rule.NEAR_DUPLICATE,
    }
    assert Rule.PRESSING in {finding.rule for finding in findings(german.replace("language: de", "language: en-GB"))}


# What the rules stand on


@pytest.mark.parametrize(
    ("act", "turns"),
    [
        ("Tell {partner} one thing.", True),
        ("Sit down. Then, if you like, ask {partner} how the day was.", True),
        ("If you would be glad of company, offer {partner} a chair.", True),
        ("If {partner} mentions some news, put down the pan and ask for more.", True),
        ('Say "I heard you" to {partner}.', True),
        ("Say to your partner that you are back.", True),
        ("Think how you would tell {partner}.", False),
        ("Do not tell {partner} about it.", False),
        ("In your head, tell {partner} one thing.", False),
        ("Notice one thing {partner} did.", False),
        ("Tell the wall what {partner}'s coat looks like.", False),
        ("Write one line about {partner}, unsent.", False),
        ("Say nothing, and let {partner} be.", True),
    ],
)
def test_an_act_turns_to_the_partner_or_does_not(act: str, turns: bool) -> None:
    assert bool(ENGLISH.turned(act)) == turns


def test_a_no_is_seen_in_several_wordings() -> None:
    assert all(
        map(ENGLISH.leaves_free, ["They may say no.", "A no is fine.", "“No” is a whole answer.", "They can decline."])
    )
    assert not any(map(ENGLISH.leaves_free, ["There is no hurry.", "Nobody knows.", "No words yet.", "Do it now."]))


@pytest.mark.parametrize(
    ("word", "count"),
    [("a", 1), ("you", 1), ("open", 2), ("body", 2), ("something", 2), ("evening", 3), ("partner", 2), ("it's", 1),
     ("quiet", 2), ("nobody", 3), ("made", 1), ("wanted", 2), ("asked", 1), ("table", 2), ("little", 2), ("being", 2)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_the_grade_is_that_of_the_formula() -> None:
    measure = measured([Text.of(("summary",), "The cat sat on the mat. It was warm.")])

    assert (measure.words, measure.sentences, measure.syllables) == (9, 2, 9)
    assert measure.grade == pytest.approx(0.39 * 9 / 2 + 11.8 * 9 / 9 - 15.59)


def test_the_figures_of_a_track() -> None:
    told = figures(read_draft(track_yaml(days={13: {"kind": "rest", "not_for": ["reframe"]}})))

    assert (told.track, told.days, told.kinds["act"], told.kinds["rest"]) == ("thirty-calm-days", 30, 29, 1)
    assert (told.tags["approach_partner"], told.tags["reframe"], told.untagged) == (6, 1, 23)
    assert told.words_a_day == round(told.words / 30) > 80
    assert told.grade is not None and -1 < told.grade < 1


# Whatever the content

PROSE = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Z")), max_size=80) | st.lists(
    st.sampled_from([sentence for _, sentence in BAD] + GOOD), max_size=2
).map(" ".join)


@given(st.binary(max_size=400) | st.text(max_size=400))
def test_no_content_breaks_the_lint(content: bytes | str) -> None:
    with suppress(TrackInvalid):
        findings(content)


@given(
    why=PROSE,
    gentle=PROSE,
    reply=PROSE,
    comment=st.text(max_size=30),
    style=st.sampled_from(["'", '"', "|", ">", None]),
)
def test_no_text_in_a_track_breaks_the_lint(why: str, gentle: str, reply: str, comment: str, style: str | None) -> None:
    fields: dict[str, Any] = yaml.safe_load(KIND)
    day = fields["days"][0]
    day["why"], day["act"]["gentle"], day["replies"]["made_it_worse"] = why, gentle, reply
    content = yaml.safe_dump({**fields, "unfinished": "yes"}, default_style=style, allow_unicode=True, width=30)
    content = content.replace("\n", f"  # lint: {comment}\n", 3) if "\n" not in comment else content

    try:
        told = findings(content)
    except TrackInvalid:
        return

    lines = content.splitlines()
    assert all(1 <= one.line <= len(lines) and 1 <= one.column <= len(lines[one.line - 1]) + 1 for one in told)


def test_a_file_made_to_be_slow_is_read_in_time(tell: Tell) -> None:
    sentences = [" ".join(words) + "." for words in combinations("abcdefghijklmnop", 6)]
    texts = [" ".join(sentences[start : start + 45]) for start in range(0, len(sentences), 45)]
    names = [outcome.value for outcome in Outcome]
    days = {
        number: {"replies": dict(zip(names, texts[number * 5 :], strict=False))}
        for number in range(1, 31)
        if len(texts) >= number * 5 + 5
    }
    track = track_yaml(days=days)

    begun = time.process_time()
    findings(track)

    took = time.process_time() - begun
    tell(f"lint: {len(track) // 1024} KiB made to be slow take {took:.2f} s of processor time")
    assert took < 2.5


def _calm(number: int) -> dict[str, Any]:
    return {"act": {"gentle": f"Take {number} breaths.", "standard": f"Take {number} slow breaths."}}


def _day(number: int) -> dict[str, Any]:
    day: dict[str, Any] = track_fields()["days"][number - 1]
    return day
