"""Settings: where they come from, what is refused, and that secrets never show."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsProblem, read_settings

SECRET = "123456:AAsecretsecretsecret"


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder without an env file, and none of our settings in the environment."""
    monkeypatch.chdir(tmp_path)


def settings_from(tmp_path: Path, values: Mapping[str, object]) -> Settings:
    """The settings as an env file gives them."""
    file = tmp_path / "bot.env"
    file.write_text("".join(f"SMALLGAINS_{name}={value}\n" for name, value in values.items()))
    return read_settings(file)


def test_without_any_setting_there_are_defaults_that_speak_to_telegram() -> None:
    settings = read_settings()

    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url == "sqlite+aiosqlite:///var/smallgains.db"
    assert (settings.messages_per_second, settings.tick_seconds) == (25, 5)
    assert settings.admins == frozenset()
    assert settings.key_path == Path("var/smallgains.key")


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLGAINS_TOKEN", SECRET)
    monkeypatch.setenv("SMALLGAINS_ADMINS", "1001, 1002,")
    monkeypatch.setenv("SMALLGAINS_API_URL", "http://127.0.0.1:8081/")

    settings = read_settings()

    assert settings.bot_token() == SECRET
    assert settings.admins == {1001, 1002}
    assert settings.api_url == "http://127.0.0.1:8081"


def test_the_environment_outweighs_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLGAINS_TICK_SECONDS", "2")

    assert settings_from(tmp_path, {"TICK_SECONDS": 9}).tick_seconds == 2


def test_the_token_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text(f"{SECRET}\n")

    assert settings_from(tmp_path, {"TOKEN_FILE": tmp_path / "token"}).bot_token() == SECRET


def test_a_missing_token_is_told_with_what_to_set() -> None:
    with pytest.raises(SettingsProblem, match="SMALLGAINS_TOKEN or SMALLGAINS_TOKEN_FILE"):
        read_settings().bot_token()


@pytest.mark.parametrize("content", [None, b"", b" \n", b"\xff\xfe\x00"])
def test_a_token_file_without_a_token_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(SettingsProblem, match="token file"):
        settings_from(tmp_path, {"TOKEN_FILE": file}).bot_token()


def test_the_key_lies_beside_the_database_unless_told_otherwise(tmp_path: Path) -> None:
    beside = settings_from(tmp_path, {"DATABASE_URL": "sqlite+aiosqlite:////data/here/bot.db"})
    elsewhere = settings_from(tmp_path, {"KEY_FILE": "/keys/bot.key"})

    assert beside.key_path == Path("/data/here/smallgains.key")
    assert elsewhere.key_path == Path("/keys/bot.key")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADMINS", "robin"),
        ("ADMINS", "1001;1002"),
        ("ADMINS", "-5"),
        ("API_URL", "api.telegram.org"),
        ("API_URL", "ftp://example.org"),
        ("MESSAGES_PER_SECOND", "0"),
        ("MESSAGES_PER_SECOND", "fast"),
        ("TICK_SECONDS", "-1"),
        ("TICK_SECONDS", "301"),
    ],
)
def test_what_makes_no_sense_is_told_by_name_and_not_repeated(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsProblem) as told:
        settings_from(tmp_path, {name: value})

    assert f"SMALLGAINS_{name}" in str(told.value)
    assert "Traceback" not in str(told.value)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match=r"SMALLGAINS_ADMINS.*SMALLGAINS_TICK_SECONDS"):
        settings_from(tmp_path, {"ADMINS": "robin", "TICK_SECONDS": "-1"})


def test_a_clock_that_can_be_moved_is_never_used_against_telegram(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="never against Telegram"):
        settings_from(tmp_path, {"CLOCK_FILE": tmp_path / "clock"})

    settings_from(tmp_path, {"CLOCK_FILE": tmp_path / "clock", "API_URL": "http://127.0.0.1:8765"})


def test_the_token_shows_nowhere(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, {"TOKEN": SECRET})

    assert SECRET not in f"{settings!r} {settings!s} {settings.model_dump()}"
    with pytest.raises(SettingsProblem) as told:
        settings_from(tmp_path, {"TOKEN": SECRET, "ADMINS": "robin"})
    assert SECRET not in str(told.value)
