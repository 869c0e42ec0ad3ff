"""The JSON Schema for editors agrees with the reader."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import curriculum
from curriculum.errors import TrackInvalid
from curriculum.reading import read_track
from curriculum.schema import json_schema, json_schema_text
from tests.tracks import DayChanges, track_fields, track_yaml

VALIDATOR = Draft202012Validator(json_schema())
REPLIES = track_fields()["days"][0]["replies"]


def test_it_is_a_schema_of_the_draft_it_names() -> None:
    Draft202012Validator.check_schema(json_schema())

    assert json_schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json_schema_text()) == json_schema()


def test_a_valid_track_passes() -> None:
    full = {
        "act": {"gentle": "Look up.", "standard": "Look at {partner}.", "stretch": "word " * 60},
        "check_in": {"ask": "How was it?", "rating": "How calm are you?", "words": "Say more."},
        "not_for": ["ask", "joint"],
        "source": "An old idea.",
    }

    VALIDATOR.validate(track_fields())
    VALIDATOR.validate(track_fields(days={3: full}))


def test_every_field_explains_itself_where_an_author_points_at_it() -> None:
    schema = json_schema()
    parts = [schema, *schema["$defs"].values()]
    fields = {name: field for part in parts for name, field in part.get("properties", {}).items()}

    silent = {name for name, field in fields.items() if not field.get("description") and "$ref" not in field}

    assert len(fields) > 20
    assert not silent
    assert all(part["description"] for part in parts)


@pytest.mark.parametrize(
    ("days", "changes"),
    [
        pytest.param({30: None}, {}, id="a day is missing"),
        pytest.param({8: {"day": 7}}, {}, id="a day comes twice"),
        pytest.param({8: {"day": 9}, 9: {"day": 8}}, {}, id="days out of order"),
        pytest.param({5: {"day": "five"}}, {}, id="a day that is no number"),
        pytest.param({5: {"day": 31}}, {}, id="a day after the last"),
        pytest.param({7: {"act": {"gentle": "word " * 61}}}, {}, id="an act of too many words"),
        pytest.param({7: {"act": {"standard": "Look up."}}}, {}, id="no gentle act"),
        pytest.param({7: {"why": "a" * 601}}, {}, id="too long"),
        pytest.param({7: {"title": "two\nlines"}}, {}, id="a title on two lines"),
        pytest.param({7: {"title": "Dear {name}"}}, {}, id="a placeholder nobody fills"),
        pytest.param({7: {"title": ""}}, {}, id="an empty title"),
        pytest.param({7: {"titel": "Calm"}}, {}, id="an unknown field"),
        pytest.param({7: {"replies": {**REPLIES, "maybe": "x"}}}, {}, id="an unknown outcome"),
        pytest.param({7: {"replies": {"done": "Good."}}}, {}, id="replies are missing"),
        pytest.param({7: {"not_for": ["asks"]}}, {}, id="an unknown tag"),
        pytest.param({7: {"not_for": ["ask", "ask"]}}, {}, id="a tag twice"),
        pytest.param({}, {"track": "Calm Days"}, id="a slug in capitals"),
        pytest.param({}, {"track": "a" * 41}, id="a long slug"),
        pytest.param({}, {"language": "English"}, id="a language that is no code"),
        pytest.param({}, {"summary": "For {partner}."}, id="the partner before anybody gave a name"),
        pytest.param({}, {"author": None}, id="no author"),
    ],
)
def test_what_the_reader_refuses_an_editor_marks(days: dict[int, DayChanges], changes: dict[str, object]) -> None:
    with pytest.raises(TrackInvalid):
        read_track(track_yaml(days=days, **changes))

    assert list(VALIDATOR.iter_errors(track_fields(days=days, **changes)))


def test_a_field_that_is_left_out_is_not_written_as_nothing() -> None:
    fields = track_fields()
    fields["days"][0]["solo"] = None

    assert [list(error.path) for error in VALIDATOR.iter_errors(fields)] == [["days", 0, "solo"]]


def test_the_schema_that_ships_is_the_one_the_command_prints() -> None:
    shipped = Path(curriculum.__file__).parent / "track.schema.json"

    assert shipped.read_text(encoding="utf-8") == json_schema_text()  # smallgains schema > curriculum/track.schema.json
