"""Codes of an app: which count, once, and how often one may be wrong."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from bot.one_time_codes import LOCKED_FOR, MOST_WRONG, WITHIN, Verdict, checked, fresh_secret, uri
from storage.admin_secrets import AdminSecret
from tests.conftest import NOON

PUBLISHED = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of the test vectors in RFC 6238, appendix B."""
KEPT = AdminSecret(1, PUBLISHED, awaits="export", asked_at=NOON)
WRONG = "000000"


def code_at(when: datetime, kept: AdminSecret = KEPT) -> str:
    return pyotp.TOTP(kept.secret).at(when)


@pytest.mark.parametrize(
    ("second", "code"), [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")]
)
def test_the_published_codes_are_right(second: int, code: str) -> None:
    assert checked(code, KEPT, datetime.fromtimestamp(second, UTC))[0] is Verdict.RIGHT


@pytest.mark.parametrize(
    ("off", "verdict"),
    [
        (-60, Verdict.WRONG),
        (-30, Verdict.RIGHT),
        (0, Verdict.RIGHT),
        (30, Verdict.RIGHT),
        (60, Verdict.WRONG),
    ],
)
def test_a_phone_may_be_one_step_off_and_no_more(off: int, verdict: Verdict) -> None:
    assert checked(code_at(NOON + timedelta(seconds=off)), KEPT, NOON)[0] is verdict


def test_each_code_counts_once_and_none_from_before_it() -> None:
    verdict, after = checked(code_at(NOON), KEPT, NOON)
    assert verdict is Verdict.RIGHT

    assert checked(code_at(NOON), after, NOON + timedelta(seconds=20))[0] is Verdict.USED
    assert checked(code_at(NOON - timedelta(seconds=30)), after, NOON)[0] is Verdict.USED
    assert checked(code_at(NOON + timedelta(seconds=30)), after, NOON)[0] is Verdict.RIGHT


def test_after_five_wrong_ones_none_is_looked_at_for_fifteen_minutes() -> None:
    kept, now = KEPT, NOON
    for left in range(MOST_WRONG - 1, 0, -1):
        verdict, kept = checked(WRONG, kept, now)
        assert (verdict, MOST_WRONG - len(kept.wrong)) == (Verdict.WRONG, left)
        now += timedelta(minutes=3)
    verdict, kept = checked(WRONG, kept, now)
    assert (verdict, kept.locked_until) == (Verdict.LOCKED, now + LOCKED_FOR)

    almost = now + LOCKED_FOR - timedelta(seconds=1)
    assert checked(code_at(almost), kept, almost) == (Verdict.LOCKED, kept)
    over = now + LOCKED_FOR
    assert checked(code_at(over), kept, over)[0] is Verdict.RIGHT


def test_wrong_ones_are_forgotten_after_fifteen_minutes_or_a_right_one() -> None:
    kept = replace(KEPT, wrong=(NOON,) * (MOST_WRONG - 1))

    assert checked(WRONG, kept, NOON + WITHIN - timedelta(seconds=1))[0] is Verdict.LOCKED
    assert checked(WRONG, kept, NOON + WITHIN)[0] is Verdict.WRONG
    assert checked(code_at(NOON), kept, NOON)[1].wrong == ()


def test_a_secret_has_160_bits_and_hides_itself() -> None:
    secret = fresh_secret()

    assert len(pyotp.TOTP(secret).byte_secret()) * 8 == 160
    assert secret != fresh_secret()
    assert secret not in repr(AdminSecret(1, secret))
    assert (
        uri(secret, "admin 1001") == f"otpauth://totp/Small%20Gains:admin%201001?secret={secret}&issuer=Small%20Gains"
    )
