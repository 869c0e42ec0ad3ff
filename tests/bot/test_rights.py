"""The scopes of admins, as an operator writes them."""

import pytest

from bot.rights import ALL, Admins, Scope


def test_an_id_alone_has_every_scope() -> None:
    assert Admins.read("1001, 1002,") == Admins.of([1001, 1002])
    assert Admins.read("1001").scopes_of(1001) == ALL


def test_scopes_behind_a_colon_are_all_that_somebody_has() -> None:
    admins = Admins.read("1001:publish, 1002:view")

    assert admins.scopes_of(1002) == {Scope.VIEW}
    assert admins.scopes_of(1001) == {Scope.VIEW, Scope.PUBLISH}  # who publishes sees what
    assert not admins.may(1002, Scope.PUBLISH)
    assert not admins.may(1003, Scope.VIEW)
    assert admins.ids == {1001, 1002}


@pytest.mark.parametrize(
    ("written", "says"),
    [
        pytest.param("robin", "numeric Telegram ids", id="a name"),
        pytest.param("-1001", "numeric Telegram ids", id="a group"),
        pytest.param("٣٤", "numeric Telegram ids", id="digits of another script"),
        pytest.param(":view", "numeric Telegram ids", id="no id"),
        pytest.param("1001:", "knows no such scope", id="a colon and nothing"),
        pytest.param("1001:all", "knows no such scope", id="a scope that there is not"),
        pytest.param("1001:view+", "knows no such scope", id="half a list"),
        pytest.param("1001:view:publish", "knows no such scope", id="two colons"),
        pytest.param("1001:view,1001", "1001 stands there twice", id="twice, and not the same"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_hint(written: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Admins.read(written)
