"""Codes of six digits that an app makes of a secret and the time (RFC 6238): which one counts, once, and how often one may
be wrong.
"""

import hmac
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

import pyotp

if TYPE_CHECKING:
    from storage.admin_secrets import AdminSecret


STEP_SECONDS: Final = 30
EARLIER_OR_LATER: Final = 1
"""So many steps a phone's clock may be off."""
MOST_WRONG: Final = 5
WITHIN: Final = timedelta(minutes=15)
LOCKED_FOR: Final = timedelta(minutes=15)
_ISSUER: Final = "Small Gains"


class Verdict(StrEnum):
    """What a code is: `USED` when it would have been right but was taken before, `LOCKED` when none is looked at."""

    RIGHT = "right"
    WRONG = "wrong"
    USED = "used"
    LOCKED = "locked"


def fresh_secret() -> str:
    """A new secret, of 160 bits."""
    return pyotp.random_base32()


def uri(secret: str, name: str) -> str:
    """What a code app takes in."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=_ISSUER)


def checked(code: str, kept: "AdminSecret", now: datetime) -> "tuple[Verdict, AdminSecret]":
    """What this code is, and how it stands with the secret from now on. What waits for a code stays unless it is right."""
    if kept.locked_until is not None and now < kept.locked_until:
        return Verdict.LOCKED, kept
    codes, step = pyotp.TOTP(kept.secret), int(now.timestamp()) // STEP_SECONDS
    around = range(step - EARLIER_OR_LATER, step + EARLIER_OR_LATER + 1)
    # All are compared, each in the same time, so that how long it takes tells nothing.
    matching = [each for each in around if hmac.compare_digest(codes.generate_otp(each).encode(), code.encode())]
    fresh = [each for each in matching if kept.last_step is None or each > kept.last_step]
    if fresh:
        return Verdict.RIGHT, replace(kept, last_step=max(fresh), wrong=(), locked_until=None)
    wrong = (*(at for at in kept.wrong if at > now - WITHIN), now)
    if len(wrong) >= MOST_WRONG:
        return Verdict.LOCKED, replace(kept, wrong=(), locked_until=now + LOCKED_FOR)
    return Verdict.USED if matching else Verdict.WRONG, replace(kept, wrong=wrong, locked_until=None)
