"""Settings: where they come from, what is refused, and that secrets never show."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.addresses import Carried, Listen
from bot.rights import Admins
from bot.roles import Role
from bot.settings import Settings, SettingsProblem, read_settings
from curriculum.study import Study

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
    assert settings.admins == Admins()
    assert settings.key_path == Path("var/smallgains.key")


@pytest.mark.parametrize(
    ("rate", "senders"), [(0.5, 8), (25, 8), (30, 9), (100, 30), (1000, 64)], ids=lambda number: str(number)
)
def test_there_are_as_many_senders_as_the_rate_takes(tmp_path: Path, rate: float, senders: int) -> None:
    assert settings_from(tmp_path, {"MESSAGES_PER_SECOND": rate}).senders_at_work == senders
    assert settings_from(tmp_path, {"MESSAGES_PER_SECOND": rate, "SENDERS": 2}).senders_at_work == 2


def test_they_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLGAINS_TOKEN", SECRET)
    monkeypatch.setenv("SMALLGAINS_ADMINS", "1001, 1002,")
    monkeypatch.setenv("SMALLGAINS_API_URL", "http://127.0.0.1:8081/")

    settings = read_settings()

    assert settings.bot_token() == SECRET
    assert settings.admins == Admins.of([1001, 1002])
    assert settings.api_url == "http://127.0.0.1:8081"


def test_the_environment_outweighs_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMALLGAINS_TICK_SECONDS", "2")

    assert settings_from(tmp_path, {"TICK_SECONDS": 9}).tick_seconds == 2


@pytest.mark.parametrize("name", ["DATABASE_URL", "KEY_FILE", "KEYS_FILE", "FORGOTTEN_FILE"])
def test_an_env_file_that_was_asked_for_is_about_no_other_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    here, elsewhere = (f"sqlite+aiosqlite:///{tmp_path / file}" for file in ("here.db", "elsewhere.db"))
    monkeypatch.setenv(f"SMALLGAINS_{name}", here)

    with pytest.raises(SettingsProblem, match=f"unset SMALLGAINS_{name}, or leave --env-file out") as refused:
        settings_from(tmp_path, {name: elsewhere})
    assert "elsewhere" not in str(refused.value)
    assert settings_from(tmp_path, {name: here}) == settings_from(tmp_path, {"TICK_SECONDS": 5})
    (tmp_path / ".env").write_text(f"SMALLGAINS_{name}={elsewhere}\n")
    assert read_settings().model_dump() == settings_from(tmp_path, {}).model_dump()


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


def test_with_a_database_on_a_server_the_keys_lie_here_and_its_password_is_not_shown(tmp_path: Path) -> None:
    on_a_server = settings_from(tmp_path, {"DATABASE_URL": "postgresql+psycopg://robin:needle@db.example.org/gains"})

    assert on_a_server.key_path == Path("var/smallgains.key")
    assert on_a_server.keys_path == Path("var/smallgains-keys.db")
    assert "needle" not in repr(on_a_server)


ON_A_SERVER = {"DATABASE_URL": "postgresql+psycopg://robin@db.example.org/gains"}
CARRIED = {"LISTEN": "127.0.0.1:8080", "WEBHOOK_URL": "https://bot.example.org/telegram"}


def test_one_process_does_everything_unless_told_otherwise(tmp_path: Path) -> None:
    assert settings_from(tmp_path, ON_A_SERVER).role is Role.ALL
    assert settings_from(tmp_path, {**ON_A_SERVER, "ROLE": "worker"}).role is Role.WORKER
    assert settings_from(tmp_path, {**ON_A_SERVER, **CARRIED, "ROLE": "web"}).role is Role.WEB


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"ROLE": "worker"}, "on a SQLite file one process does everything"),
        ({**CARRIED, "ROLE": "web"}, "on a SQLite file one process does everything"),
        ({**ON_A_SERVER, "ROLE": "web"}, "it needs SMALLGAINS_WEBHOOK_URL"),
        ({**ON_A_SERVER, "ROLE": "boss"}, "SMALLGAINS_ROLE"),
    ],
)
def test_a_role_that_cannot_be_played_is_told(tmp_path: Path, settings: dict[str, str], says: str) -> None:
    with pytest.raises(SettingsProblem) as told:
        settings_from(tmp_path, settings)

    assert says in str(told.value)


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
        ("SENDERS", "0"),
        ("SENDERS", "257"),
        ("TICK_SECONDS", "-1"),
        ("TICK_SECONDS", "301"),
        ("LISTEN", "8080"),
        ("LISTEN", "127.0.0.1"),
        ("LISTEN", "127.0.0.1:65536"),
        ("LISTEN", "http://127.0.0.1:8080"),
        ("LISTEN", "::1:8080"),
        ("DATABASE_URL", "var/smallgains.db"),
        ("DATABASE_URL", "sqlite+aiosqlite:///"),
        ("DATABASE_URL", "postgresql://db.example.org/smallgains"),
        ("DATABASE_URL", "postgresql+psycopg://db.example.org"),
        ("DATABASE_URL", "postgresql+psycopg://db.example.org:many/smallgains"),
        ("WEBHOOK_CONNECTIONS", "0"),
        ("WEBHOOK_CONNECTIONS", "101"),
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


GOOD_SECRET = "w" * 32
WEBHOOK = {"LISTEN": "127.0.0.1:8080", "WEBHOOK_URL": "https://bot.example.org/telegram", "WEBHOOK_SECRET": GOOD_SECRET}


@pytest.mark.parametrize(
    ("written", "host", "port"),
    [("127.0.0.1:8080", "127.0.0.1", 8080), ("localhost:1", "localhost", 1), ("[::1]:65535", "::1", 65535)],
)
def test_the_bot_has_an_address_of_its_own_when_it_is_given_one(
    tmp_path: Path, written: str, host: str, port: int
) -> None:
    assert settings_from(tmp_path, {"LISTEN": written}).listen == Listen(host, port)
    assert settings_from(tmp_path, {"LISTEN": ""}).listen is None
    assert read_settings().listen is None


def test_updates_are_fetched_unless_there_is_an_address_to_carry_them_to(tmp_path: Path) -> None:
    assert read_settings().carried() is None
    assert settings_from(tmp_path, WEBHOOK | {"WEBHOOK_URL": ""}).carried() is None
    assert settings_from(tmp_path, WEBHOOK).carried() == Carried("https://bot.example.org/telegram", 40, GOOD_SECRET)


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://bot.example.org", "/"),
        ("https://bot.example.org/", "/"),
        ("https://bot.example.org:8443/in/here", "/in/here"),
        ("https://bot.example.org:80/in", "/in"),
        ("https://[2001:db8::1]:88/in", "/in"),
    ],
)
def test_telegram_carries_updates_to_such_addresses(tmp_path: Path, url: str, path: str) -> None:
    carried = settings_from(tmp_path, WEBHOOK | {"WEBHOOK_URL": url}).carried()

    assert carried is not None
    assert (carried.url, carried.path) == (url, path)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://bot.example.org/telegram", "should be like https://"),
        ("http://127.0.0.1:8443/telegram", "should be like https://"),
        ("bot.example.org/telegram", "should be like https://"),
        ("https:///telegram", "should be like https://"),
        ("https://bot.example.org:http/telegram", "should be like https://"),
        ("https://bot.example.org:8080/telegram", "ports 443, 80, 88, 8443 alone, not to 8080"),
        ("https://me:word@bot.example.org/telegram", "nothing behind it"),
        ("https://bot.example.org/telegram?for=me", "nothing behind it"),
        ("https://bot.example.org/telegram#me", "nothing behind it"),
        ("https://bot.example.org/{anything:path}", "letters, digits"),
        ("https://bot.example.org/a%2Fb", "letters, digits"),
        ("https://bot.example.org/healthz", "/healthz is taken by the bot itself"),
        ("https://bot.example.org/metrics", "/metrics is taken by the bot itself"),
    ],
)
def test_an_address_that_telegram_cannot_carry_to_is_told(tmp_path: Path, url: str, says: str) -> None:
    with pytest.raises(SettingsProblem, match="SMALLGAINS_WEBHOOK_URL") as told:
        settings_from(tmp_path, WEBHOOK | {"WEBHOOK_URL": url})

    assert says in str(told.value)
    assert GOOD_SECRET not in str(told.value)


def test_a_bot_api_of_one_s_own_may_carry_to_any_port_and_plainly_on_this_machine(tmp_path: Path) -> None:
    own = WEBHOOK | {"API_URL": "http://127.0.0.1:8081"}

    for url in ("http://127.0.0.1:9000/in", "http://localhost:9000/in", "https://bot.example.org:9000/in"):
        carried = settings_from(tmp_path, own | {"WEBHOOK_URL": url}).carried()
        assert carried is not None
        assert carried.url == url
    with pytest.raises(SettingsProblem, match="without TLS"):
        settings_from(tmp_path, own | {"WEBHOOK_URL": "http://bot.example.org/in"})


def test_a_webhook_needs_an_address_to_listen_at(tmp_path: Path) -> None:
    with pytest.raises(SettingsProblem, match="needs SMALLGAINS_LISTEN"):
        settings_from(tmp_path, WEBHOOK | {"LISTEN": ""})


@pytest.mark.parametrize("secret", ["", "w" * 31, "w" * 257, "w" * 31 + "!", "w" * 31 + "é", "w" * 16 + " " + "w" * 16])
def test_a_webhook_needs_a_good_secret_and_is_told_how_to_make_one(tmp_path: Path, secret: str) -> None:
    settings = settings_from(tmp_path, WEBHOOK | {"WEBHOOK_SECRET": secret})

    with pytest.raises(SettingsProblem, match=r"webhook secret.*openssl rand -hex 32") as told:
        settings.carried()
    assert not secret or secret not in str(told.value)


def test_the_webhook_secret_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(f"{GOOD_SECRET}\n")
    elsewhere = {"WEBHOOK_SECRET": "", "WEBHOOK_SECRET_FILE": tmp_path / "secret"}

    carried = settings_from(tmp_path, WEBHOOK | elsewhere).carried()
    assert carried is not None
    assert carried.secret == GOOD_SECRET

    (tmp_path / "secret").write_text("")
    with pytest.raises(SettingsProblem, match=r"webhook secret file .* is empty"):
        settings_from(tmp_path, WEBHOOK | elsewhere).carried()
    (tmp_path / "secret").unlink()
    with pytest.raises(SettingsProblem, match=r"webhook secret file .* cannot be read"):
        settings_from(tmp_path, WEBHOOK | elsewhere).carried()


def test_the_webhook_secret_shows_nowhere(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, WEBHOOK)

    assert GOOD_SECRET not in f"{settings!r} {settings!s} {settings.model_dump()} {settings.carried()!r}"


def test_the_token_shows_nowhere(tmp_path: Path) -> None:
    settings = settings_from(tmp_path, {"TOKEN": SECRET})

    assert SECRET not in f"{settings!r} {settings!s} {settings.model_dump()}"
    with pytest.raises(SettingsProblem) as told:
        settings_from(tmp_path, {"TOKEN": SECRET, "ADMINS": "robin"})
    assert SECRET not in str(told.value)


def test_whether_publishing_takes_a_code_app_is_one_of_two_words(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_settings().totp == "optional"
    monkeypatch.setenv("SMALLGAINS_TOTP", "required")
    assert read_settings().totp == "required"
    monkeypatch.setenv("SMALLGAINS_TOTP", "maybe")
    with pytest.raises(SettingsProblem, match="SMALLGAINS_TOTP"):
        read_settings()


@pytest.mark.parametrize(
    ("values", "origin"),
    [
        pytest.param({}, None, id="no address at all"),
        pytest.param({"LISTEN": "0.0.0.0:8080"}, None, id="somewhere, under a name nobody told"),
        pytest.param({"LISTEN": "127.0.0.1:8080"}, "http://127.0.0.1:8080", id="this machine"),
        pytest.param({"LISTEN": "[::1]:8080"}, "http://[::1]:8080", id="this machine, the newer way"),
        pytest.param({"LISTEN": "127.0.0.1:0"}, None, id="a port that is not known yet"),
        pytest.param(
            {"LISTEN": "127.0.0.1:8080", "WEBHOOK_URL": "https://bot.example.org:8443/telegram"},
            "https://bot.example.org:8443",
            id="where the webhook is",
        ),
        pytest.param({"DESK_URL": "https://desk.example.org/"}, "https://desk.example.org", id="as it is set"),
        pytest.param(
            {"DESK_URL": "HTTPS://Desk.Example.org:443"}, "https://desk.example.org", id="as a browser names it"
        ),
        pytest.param({"DESK_URL": "http://localhost:8080"}, "http://localhost:8080", id="on this machine"),
        pytest.param({"DESK_URL": " "}, None, id="empty"),
    ],
)
def test_the_desk_is_where_browsers_find_it(tmp_path: Path, values: dict[str, str], origin: str | None) -> None:
    assert settings_from(tmp_path, values).desk_origin == origin


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example.org",
        "desk.example.org",
        "https://desk.example.org/desk",
        "https://desk.example.org/?x=1",
        "https://robin@desk.example.org",
        "ftp://desk.example.org",
        "https://desk.example.org:99999",
        "https://",
    ],
)
def test_the_desk_has_an_address_that_nobody_reads_along(tmp_path: Path, url: str) -> None:
    with pytest.raises(SettingsProblem, match="SMALLGAINS_DESK_URL"):
        settings_from(tmp_path, {"DESK_URL": url})


def test_the_webhook_leaves_the_desk_its_path(tmp_path: Path) -> None:
    for path in ("/desk", "/desk/telegram"):
        with pytest.raises(SettingsProblem, match="taken by the bot itself"):
            settings_from(tmp_path, {"LISTEN": "127.0.0.1:8080", "WEBHOOK_URL": f"https://bot.example.org{path}"})


def test_a_study_is_run_once_it_has_a_name(tmp_path: Path) -> None:
    assert read_settings().running_study is None
    assert settings_from(tmp_path, {"STUDY": "  "}).running_study is None
    assert settings_from(tmp_path, {"STUDY": "Small  words", "CONTACT": "Kim"}).running_study == Study(
        "Small words", "Kim"
    )
    assert settings_from(
        tmp_path, {"STUDY": "Small words", "STUDY_CONTACT": "study@example.org"}
    ).running_study == Study("Small words", "study@example.org")
    with pytest.raises(SettingsProblem, match="SMALLGAINS_STUDY"):
        settings_from(tmp_path, {"STUDY": "x" * 81})
