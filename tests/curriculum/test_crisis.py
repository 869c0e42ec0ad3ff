"""The crisis watch, against sentences of our own writing.

They were written by hand, without a template, in five goes. What the watch found of each go when it first saw it, before
anything was changed for it, is what may be hoped for with words it has not met:

- go 1 was written before there was any word list, and the lists were begun from it;
- go 2, after the first lists: 69 of 89 explicit signs, 14 false alarms in 501;
- go 3, after the second, in unusual words on purpose: 43 of 72, and 11 in 182;
- go 4, after the third, again in unusual words: 41 of 67, and 13 in 170;
- go 5, in the words that people most often use: 65 of 69, and 2 in 146;
- go 6 (the `unseen` files), by somebody who had not seen the lists, in plain words again: 40 of 40, and 2 in 122. The lists
  were left as they were.

Spanish was written by hand likewise, the lists first:

- go 1, after the first lists: 228 of 237 explicit signs, 14 false alarms in 603, then 12 in 379 others after they were mended;
- go 2, without a look at the lists, neutral ones tricky on purpose: 43 of 52, and 10 in 132;
- go 3, likewise: 47 of 51, and 9 in 126;
- go 4 (the `unseen` files), in plain words: 47 of 48, and none in 128. The lists were left as they were;
- go 5, after eighteen very plain sentences had been missed, in the same few words ("me da miedo", "casi la mato") and tricky
  on purpose: 37 of 44, and 6 in 63;
- go 6, likewise, after they were mended: 26 of 27, and 4 in 40.

The figures over the earlier goes were taken after the lists were mended, so they tell that nothing was lost, not what is to be
expected of new words. `python -m tests.curriculum.crisis_figures` prints them all.
"""

import time
from collections.abc import Callable, Mapping
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.crisis import LANGUAGES, Concern, watch
from tests.curriculum.crisis_figures import Lot, false_alarms, mended_for, recall, unseen

MOST_CHARACTERS: Final = 4096
WITHIN: Final = 0.020
"""Seconds of work for the most hostile message there can be, on a machine that does nothing else."""
SEVERAL_TIMES: Final = 5
"""As much longer it may take on a busy machine before a test says so."""


MENDED_FOR: Final = {language: mended_for(language) for language in LANGUAGES}
UNSEEN: Final = {language: unseen(language) for language in LANGUAGES}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_there_is_enough_to_measure_with_and_nothing_is_there_twice(language: str) -> None:
    lot, fresh = MENDED_FOR[language], UNSEEN[language]
    everything = [*lot.signs, *lot.neutral, *fresh.signs, *fresh.neutral]

    assert len(lot.signs) >= 200
    assert len(lot.neutral) >= 1000
    assert len(fresh.signs) >= 40
    assert len(fresh.neutral) >= 120
    for each in (lot, fresh):
        assert {sign.concern for sign in each.signs} == set(Concern)
        assert all(sign.heading.endswith((", explicit", ", implicit")) for sign in each.signs)
    assert len({each.words.casefold() for each in everything}) == len(everything)


@pytest.mark.parametrize("lots", [MENDED_FOR, UNSEEN], ids=["mended for", "unseen"])
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_is_said_plainly_is_heard(language: str, lots: Mapping[str, Lot], tell: Callable[[str], None]) -> None:
    lot = lots[language]
    explicit, implicit = (recall(lot, language, explicit=plainly) for plainly in (True, False))

    tell(f"crisis watch ({language}, {lot.name}): {explicit.told()}")
    if implicit.of:
        tell(f"crisis watch ({language}, {lot.name}): {implicit.told()}")
    assert explicit.share >= 0.95


@pytest.mark.parametrize("lots", [MENDED_FOR, UNSEEN], ids=["mended for", "unseen"])
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_ordinary_words_are_left_alone(language: str, lots: Mapping[str, Lot], tell: Callable[[str], None]) -> None:
    lot = lots[language]
    alarms = false_alarms(lot, language)

    tell(f"crisis watch ({language}, {lot.name}): {alarms.told()}")
    assert alarms.share <= 0.02


@pytest.mark.parametrize(
    ("words", "concern"),
    [
        ("I want to die.", Concern.SELF_HARM),
        ("He hit me.", Concern.VIOLENCE),
        ("I hit her.", Concern.VIOLENCE),
        ("I am afraid that I will hurt him.", Concern.VIOLENCE),
        ("My husband hits our son.", Concern.CHILDREN),
        ("He hit me and he hits our son, I want to die.", Concern.CHILDREN),
        ("He hit me and I want to die.", Concern.SELF_HARM),
    ],
)
def test_what_comes_first_is_who_can_least_help_themselves(words: str, concern: Concern) -> None:
    assert watch(words, "en") is concern


@pytest.mark.parametrize(
    "words",
    [
        "I WANT TO KILL MYSELF",
        "i want to kill myself",
        "I wánt tö kïll mysélf",
        "i wannnnt to killlll myselfffff",
        "i want to k i l l myself",
        "i want to k.i.l.l. myself",
        "I want to kill my self",
        "wanttokillmyself",
        "I w4nt to k1ll mys3lf",
        "I want to k*ll myself",
        "I want to k\u0456ll myself",
        "I want to ki\u200bll my\u200bself",
        "I want to\nkill\tmyself",
        "I want to kill\nmyself",
        "Tonight\nI want to kill\nmyself",
        "I want to kill... myself",
        "I want to kill\u2026 myself",
        "I_want_to_kill_myself",
        "I/want/to/kill/myself",
        "\uff29 \uff57\uff41\uff4e\uff54 \uff54\uff4f \uff4b\uff49\uff4c\uff4c \uff4d\uff59\uff53\uff45\uff4c\uff46",
        "i wnat to kil mysefl",
        "kms",
        "thinking about suicied",
        "sucidal again",
        "going to unalive myself",
    ],
)
def test_it_is_heard_however_it_is_written(words: str) -> None:
    assert watch(words, "en") is Concern.SELF_HARM


@pytest.mark.parametrize(
    ("denied", "not_denied"),
    [
        ("I am not suicidal.", "I am not suicidal yet."),
        ("I do not want to kill myself.", "I can not stop thinking about killing myself."),
        ("He never hit me.", "He never hit me until last night."),
        ("He has never hit me and never would.", "He has never apologised but he hit me."),
        ("I don't want to die, I want a nap.", "I don't want to live, I want to die."),
        ("I do not want to kill\nmyself.", "I do want to kill\nmyself."),
        ("No he has not hit me.", "No he has hit me."),
        ("He doesn't hit me.", "He doesn't usually hit me."),
        ("I don't think that he would hit me.", "I don't think that he meant to but he hit me."),
        (
            "No, I do not have thoughts of harming myself.",
            "No one knows that I have thoughts of harming myself.",
        ),
    ],
)
def test_a_denial_is_told_from_what_only_looks_like_one(denied: str, not_denied: str) -> None:
    assert watch(denied, "en") is None
    assert watch(not_denied, "en") is not None


@pytest.mark.parametrize(
    "words",
    [
        "We were just killing time at the airport.",
        "I am dying to see her face.",
        "I could kill for a coffee.",
        "My feet are killing me.",
        "He shot me a look and hit the road.",
        "She beat me at chess again.",
    ],
)
def test_what_is_only_a_manner_of_speaking_is_left_alone(words: str) -> None:
    assert watch(words, "en") is None


@pytest.mark.parametrize(
    ("language", "sign", "chatter"),
    [
        *(
            ("en", ". I want to kill myself.", chatter)
            for chatter in ("It was a good day. ", "not ", "killing time, ", "she told me a story. ")
        ),
        *(
            ("es", ". Quiero matarme.", chatter)
            for chatter in ("Fue un buen día. ", "no ", "matando el tiempo, ", "me contó una historia. ")
        ),
    ],
)
def test_a_sign_is_heard_behind_any_amount_of_chatter(language: str, sign: str, chatter: str) -> None:
    text = (chatter * MOST_CHARACTERS)[: MOST_CHARACTERS - len(sign)] + sign

    assert watch(text, language) is Concern.SELF_HARM


@pytest.mark.parametrize(
    "words",
    [
        "QUIERO MATARME",
        "quiero matarme",
        "Qüiero mátarme",
        "kiero matarme",
        "quieeeero matarmeeee",
        "quiero m a t a r m e",
        "quiero matar me",
        "quieromatarme",
        "qu1ero m4tarme",
        "quiero m*tarme",
        "Quiero\nmatarme",
        "Hoy\nme quiero\nmorir",
        "quiero... matarme",
        "me kiero matar",
        "no kiero bibir",
        "q ganas de morirme",
        "x q no me muero",
        "quiero suisidarme",
        "pienso en el suisidio",
        "ya no puedo mas",
        "ya no puedo más, no doy más",
        "me quiero matar, boludo",
        "neta ya me quiero morir",
        "me dan ganas de tirarme al metro",
    ],
)
def test_spanish_is_heard_however_it_is_written(words: str) -> None:
    assert watch(words, "es") is Concern.SELF_HARM


@pytest.mark.parametrize(
    ("words", "concern"),
    [
        ("Quiero morirme.", Concern.SELF_HARM),
        ("Me pegó.", Concern.VIOLENCE),
        ("Le pegué a mi mujer.", Concern.VIOLENCE),
        ("tengo miedo q me mate", Concern.VIOLENCE),
        ("Tengo miedo de hacerle daño a mi pareja.", Concern.VIOLENCE),
        ("Mi marido le pega a nuestro hijo.", Concern.CHILDREN),
        ("Me pega a mí y pega a mi hijo, quiero morirme.", Concern.CHILDREN),
        ("Me pega y quiero morirme.", Concern.SELF_HARM),
    ],
)
def test_what_comes_first_in_spanish_is_who_can_least_help_themselves(words: str, concern: Concern) -> None:
    assert watch(words, "es") is concern


@pytest.mark.parametrize(
    ("denied", "not_denied"),
    [
        ("No me quiero morir.", "No, me quiero morir."),
        ("No quiero matarme.", "No puedo dejar de pensar en matarme."),
        ("Nunca me ha pegado.", "Nunca me había pegado hasta anoche."),
        ("No me pega.", "No solo me grita, también me pega."),
        ("No me pega.", "No es la primera vez que me pega."),
        ("No quiero morirme, quiero una siesta.", "No quiero vivir, quiero morirme."),
        ("No tengo miedo de él.", "No sé qué hacer, tengo miedo de él."),
    ],
)
def test_a_denial_in_spanish_is_told_from_what_only_looks_like_one(denied: str, not_denied: str) -> None:
    assert watch(denied, "es") is None
    assert watch(not_denied, "es") is not None


@pytest.mark.parametrize(
    "words",
    [
        "Me muero de risa.",
        "Me muero por verte.",
        "Estábamos matando el tiempo.",
        "La espalda me está matando.",
        "Me pegó la gripe.",
        "Me dio una paliza al ajedrez.",
        "Se me pegó la canción.",
    ],
)
def test_what_is_only_a_manner_of_speaking_in_spanish_is_left_alone(words: str) -> None:
    assert watch(words, "es") is None


@pytest.mark.parametrize("lots", [MENDED_FOR, UNSEEN], ids=["mended for", "unseen"])
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_lists_of_one_language_leave_ordinary_words_of_another_alone(
    language: str, lots: Mapping[str, Lot]
) -> None:
    """Everybody's words are read with all lists."""
    alarms = [
        (other, alarm)
        for other in sorted(LANGUAGES - {language})
        for alarm in false_alarms(lots[other], language).otherwise
    ]

    assert alarms == []


def test_a_language_without_word_lists_is_told() -> None:
    assert sorted(LANGUAGES) == ["en", "es"]
    with pytest.raises(KeyError):
        watch("Ich will nicht mehr leben.", "de")


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\x00", "🙂" * 100, "\ud800", "a" * 100_000, "\u0301" * 5000, "ﷺ" * 4096]
)
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_says_nothing_is_no_sign(text: str, language: str) -> None:
    assert watch(text, language) is None


def took(text: str, language: str) -> float:
    """Seconds of work that reading took, at the best of three."""
    watch("warm", language)
    best = float("inf")
    for _ in range(3):
        begun = time.process_time()
        watch(text, language)
        best = min(best, time.process_time() - begun)
    return best


OUR_OWN_WORDS: Final = {
    language: sorted({word for each in MENDED_FOR[language].signs for word in each.words.split()})
    for language in LANGUAGES
}


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@settings(max_examples=60, deadline=None)
@given(data=st.data(), between=st.sampled_from(" .,"))
def test_whatever_is_repeated_is_read_in_time(data: st.DataObject, between: str, language: str) -> None:
    signs = [*OUR_OWN_WORDS[language], " ", ".", ",", "\n"]
    words = data.draw(st.lists(st.sampled_from(signs), min_size=1, max_size=12))
    piece = between.join(words) + " "

    assert took((piece * MOST_CHARACTERS)[:MOST_CHARACTERS], language) < SEVERAL_TIMES * WITHIN


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=MOST_CHARACTERS))
def test_any_text_at_all_is_read(text: str, language: str) -> None:
    assert watch(text, language) in (None, *Concern)


@pytest.mark.parametrize(
    "piece",
    [
        "he hit ",
        "kill ",
        "i want to ",
        "not ",
        "k i l l ",
        "a",
        "a.",
        ". ",
        "my self ",
        "i will hurt ",
        "and and he ",
        "me pega ",
        "me ha vuelto a pegar ",
        "quiero morir ",
        "a mi hijo ",
        "le pegue a ",
        "é",
        "ß",
        "ﷺ",
    ],
)
@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_twice_as_much_takes_about_twice_as_long(piece: str, language: str, tell: Callable[[str], None]) -> None:
    whole = (piece * MOST_CHARACTERS)[:MOST_CHARACTERS]
    # Whatever else the machine does in one of them, it does not in all.
    half = min(took(whole[: MOST_CHARACTERS // 2], language) for _ in range(3))
    full = min(took(whole, language) for _ in range(3))

    tell(f"crisis watch ({language}): 4,096 letters of {piece!r} read in {full * 1000:.1f} ms of work")
    assert full < SEVERAL_TIMES * WITHIN
    assert full < 4 * half + 0.005
