"""The lint reads Spanish with words of its own: what presses, blames or promises, and how easily it is read."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from curriculum.day import Outcome
from curriculum.lint import ease
from curriculum.lint.editor import findings
from curriculum.lint.finding import Rule
from curriculum.lint.grade import Measure
from curriculum.lint.prose import Text
from curriculum.lint.spanish.turning import SPANISH
from tests.tracks import track_yaml

Tell = Callable[[str], None]

LOTS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "lint_sentences_es.yaml").read_text(encoding="utf-8")
)
BAD = {
    name: [(Rule(rule), sentence) for rule, sentences in lot["bad"].items() for sentence in sentences]
    for name, lot in LOTS.items()
}
GOOD: dict[str, list[str]] = {name: lot["good"] for name, lot in LOTS.items()}
WORD_RULES = {rule for lot in BAD.values() for rule, _ in lot}
FOR_THE_HARD_DAYS = {Rule.PRAISE_FOR_WORSE, Rule.EXCLAMATION}
MOST_LOST = {"first": 0.05, "later": 0.25}
MOST_ALARMS = {"first": 0.02, "later": 0.08}
"""Of sentences that the words were mended by, and of those they were not."""
KIND = """\
track: tardes-tranquilas
language: es
title: Tardes tranquilas
summary: Un gesto cada tarde, para dos personas que llegan con sueño.
author: Tu nombre
unfinished: yes
days:
  - day: 1
    practice: noticing
    title: La puerta
    why: El primer minuto en casa marca a menudo el tono de la tarde.
    act:
      gentle: Mira la puerta más cercana durante un respiro.
      standard: Mira la puerta más cercana. Suelta una cosa del día y nómbrala en tu cabeza.
    solo: Hazlo ante cualquier puerta, sin nadie detrás.
    when: Si tienes la llave en la mano, entonces mira la puerta antes de abrir.
    replies:
      done: Gracias. Con una puerta basta.
      tried: Una mirada a medias también es una mirada.
      not_the_moment: Hay puertas todos los días.
      did_not_want_to: Se respeta.
      made_it_worse: Deja esto en paz.
    tips:
      done: Otra puerta sirve igual.
      tried: Vale también una ventana.
      not_the_moment: El ascensor tiene la suya.
      did_not_want_to: Quédate en el sillón.
      made_it_worse: Sostén algo fresco.
"""


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


def test_a_kind_track_has_no_findings() -> None:
    assert findings(KIND) == []


def test_there_are_enough_sentences_to_try_it_on() -> None:
    bad, good = [each for lot in BAD.values() for each in lot], [each for lot in GOOD.values() for each in lot]

    assert len(bad) >= 120
    assert len(good) >= 120
    assert min(Counter(rule for rule, _ in BAD["later"]).values()) >= 4
    assert len({sentence for _, sentence in bad} | set(good)) == len(bad) + len(good)


@pytest.mark.parametrize("lot", list(LOTS))
def test_bad_sentences_are_found(lot: str, tell: Tell) -> None:
    missed = [
        (rule, sentence)
        for rule, sentence in BAD[lot]
        if rule not in rules_for(sentence, field="made_it_worse" if rule in FOR_THE_HARD_DAYS else "why")
    ]

    tell(f"lint (es, {lot}): recall {1 - len(missed) / len(BAD[lot]):.1%} of {len(BAD[lot])} bad sentences")
    assert len(missed) <= MOST_LOST[lot] * len(BAD[lot]), missed


@pytest.mark.parametrize("lot", list(LOTS))
def test_good_sentences_are_left_alone(lot: str, tell: Tell) -> None:
    alarms = {
        sentence: rules
        for sentence in GOOD[lot]
        if (rules := rules_for(sentence) | rules_for(sentence, field=Outcome.MADE_IT_WORSE.value))
    }

    tell(f"lint (es, {lot}): false alarms {len(alarms) / len(GOOD[lot]):.1%} of {len(GOOD[lot])} good sentences")
    assert len(alarms) <= MOST_ALARMS[lot] * len(GOOD[lot]), alarms


@pytest.mark.parametrize(
    ("sentence", "rules"),
    [
        ("DEBES CONTESTAR.", {Rule.PRESSING}),
        ("Nadie preguntó. Debes contestar.", {Rule.PRESSING}),
        ("No debes contestar.", set()),
        ("Di “quiero acabar” en vez de “siempre me cortas”.", set()),
        ("You must answer.", set()),
    ],
)
def test_a_phrase_is_looked_for_in_its_own_clause_and_language(sentence: str, rules: set[Rule]) -> None:
    assert rules_for(sentence) == rules


def test_a_no_is_not_argued_with() -> None:
    assert rules_for("Piénsalo bien, te arrepentirás.", field="did_not_want_to") == {Rule.PRESSING}
    assert rules_for("Piénsalo con calma.", field="done") == set()


@pytest.mark.parametrize(
    ("act", "turns"),
    [
        ("Dile a {partner} una cosa pequeña.", True),
        ("En un rato de calma, cuéntale una vez a {partner} tu frase.", True),
        ("Siéntate un minuto con tu pareja.", True),
        ("Si {partner} menciona algo bueno, pregunta una vez por ello.", True),
        ("Imagina que le dices algo a {partner}.", False),
        ("Por dentro, dile a {partner} una cosa.", False),
        ("Piensa en algo que le tocó hacer a {partner}.", False),
        ("No le digas nada a {partner}.", False),
        ("Dile a tu planta una cosa pequeña.", False),
    ],
)
def test_turning_to_the_partner_is_seen(act: str, turns: bool) -> None:
    assert bool(SPANISH.turned(act)) == turns


def test_a_no_is_seen_in_several_wordings() -> None:
    assert all(map(SPANISH.leaves_free, ["Puede decir que no.", "Un no vale.", "Un no también está bien."]))
    assert not any(map(SPANISH.leaves_free, ["No hay prisa.", "Nadie lo sabe.", "Hazlo ahora, no luego."]))


def test_what_an_act_asks_for_is_told() -> None:
    told = findings(
        track_yaml(
            language="es",
            days={
                1: {"act": {"gentle": "Respira.", "standard": "Respira esta noche."}},
                4: {"act": {"gentle": "Respira hondo.", "standard": "Dile a {partner} una frase."}},
                5: {"not_for": ["ask"], "act": {"gentle": "Mira.", "standard": "Pídele a {partner} un vaso de agua."}},
                6: {"solo": "Cuéntale a {partner} cómo fue el día."},
                7: {"act": {"gentle": "Sal.", "standard": "Camina durante veinte minutos."}},
            },
        )
    )

    assert {Rule.FIRST_DAY, Rule.MISSING_TAG, Rule.ASK_WITHOUT_NO, Rule.MISSING_SOLO, Rule.LENGTH} <= {
        finding.rule for finding in told
    }


@pytest.mark.parametrize(
    ("word", "count"),
    [("casa", 2), ("día", 2), ("aéreo", 4), ("ahora", 3), ("guerra", 2), ("pingüino", 3), ("que", 1), ("quien", 1),
     ("hay", 1), ("muy", 1), ("ciudad", 2), ("oír", 2), ("país", 2), ("peine", 2), ("continúa", 4), ("búho", 2), ("alcohol", 3),
     ("y", 1), ("construido", 3), ("hacía", 3), ("teatro", 3), ("cooperar", 4), ("buey", 1), ("mayo", 2), ("leer", 2)],
)  # fmt: skip
def test_syllables_are_counted(word: str, count: int) -> None:
    assert ease.syllables(word) == count


def test_the_ease_is_that_of_the_formula() -> None:
    (measure,) = ease.days([Text.of(("days", 0, "why"), "La casa es azul. Hoy no llueve.")]).values()

    assert (measure.words, measure.sentences, measure.syllables) == (7, 2, 10)
    assert ease.ease(measure) == pytest.approx(206.835 - 62.3 * 10 / 7 - 7 / 2)
    assert ease.ease(Measure()) == 100


def test_a_day_that_is_hard_to_read_is_told() -> None:
    heavy = (
        "La verbalización sistemática de las circunstancias emocionales significativas constituye una herramienta "
        "extraordinariamente beneficiosa. "
    )
    days = {3: {"why": heavy, "solo": heavy * 3, "act": {"gentle": heavy * 2, "standard": heavy * 3}}}

    told = [finding for finding in findings(track_yaml(language="es", days=days)) if finding.rule is Rule.READING_GRADE]

    assert any("day 3 reads at" in finding.says and "INFLESZ" in finding.says for finding in told)
