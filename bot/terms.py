"""How long what is kept is kept. The job that lets go and the words of /privacy both read it here."""

from datetime import timedelta
from typing import Final

WORDS: Final = timedelta(days=90)
"""What people wrote about their days, from the end of the track on, unless they choose otherwise."""
GAINS: Final = timedelta(days=1)
"""What was noticed while on no track, at least: also for who keeps no words after one."""
HANDLED: Final = timedelta(days=2)
"""That an update came: longer than the 24 h that Telegram keeps it, so that one that comes again is still known."""
MESSAGES: Final = timedelta(hours=48)
"""Which messages stand in a chat: for as long Telegram lets a bot take them away."""
TAKEN_AWAY: Final = MESSAGES - timedelta(minutes=10)
"""So long a message is taken away without a doubt: with one that is too old on its way, none of a call would go."""
SOFT_STARTS: Final = timedelta(days=1)
"""The words of a soft start that was left lying."""
DEAD_LETTERS: Final = timedelta(hours=72)
REQUESTS: Final = timedelta(days=30)
DRAFTS: Final = timedelta(days=30)
DESK_LINK: Final = timedelta(minutes=15)
DESK_IDLE: Final = timedelta(minutes=15)
DESK_VISIT: Final = timedelta(hours=8)
SEARCHES: Final = timedelta(days=1)
"""What somebody looked for in their journal, so that they can leaf through what was found."""
BROADCASTS: Final = timedelta(days=30)
"""What was written to everybody, and to whom it went; a draft of it as long."""
