"""What becomes of a broadcast on its way to one person: whatever Telegram answers, in whatever order, nobody is asked for twice
who may have got it.
"""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.broadcast_delivery import settled
from bot.telegram import answers
from storage.broadcasts import Send, SendState
from tests.conftest import NOON

NOT_SENT = (
    answers.Wait(7.0),
    answers.NotSent("connect"),
    answers.TokenRefused(),
    answers.SecondPoller(),
)
OVER = (
    answers.Sent(7),
    answers.Ambiguous("timed_out"),
    answers.Blocked("blocked"),
    answers.ChatGone(),
    answers.Unparsable(),
    answers.Refused("too_long"),
)


def claimed(send: Send, now: datetime) -> Send:
    return Send(
        send.broadcast,
        send.person,
        SendState.SENDING,
        fence=send.fence + 1,
        local_date=now.date(),
        lease_until=now + timedelta(seconds=90),
        requested_at=now,
    )


@given(st.lists(st.sampled_from(NOT_SENT + OVER), max_size=12))
def test_it_is_requested_again_only_when_it_is_known_that_it_did_not_arrive(came: list[answers.Answer]) -> None:
    send, now, requests = Send(1, 2), NOON, 0
    for answer in came:
        if send.state is not SendState.PLANNED:
            break
        assert send.not_before is None or send.not_before <= now
        send = settled(claimed(send, now), answer, now)
        requests += 1
        now += timedelta(hours=1)
        assert send.lease_until is None
        assert (send.local_date is not None) == (send.state in (SendState.SENT, SendState.UNKNOWN))

    last = came[requests - 1] if requests else None
    assert all(answer in NOT_SENT for answer in came[: max(0, requests - 1)])
    assert (send.state is SendState.PLANNED) == (last is None or last in NOT_SENT)
    assert (send.state is SendState.SENT) == isinstance(last, answers.Sent)
    assert (send.state is SendState.UNKNOWN) == isinstance(last, answers.Ambiguous)
    assert send.fence == requests
