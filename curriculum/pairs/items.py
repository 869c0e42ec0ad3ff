"""The questions for two. They are our own and no standard scale.

Each is about small things of one's own, so that it is good to answer also for somebody who never shows a word of it: none
asks for a secret, for anything that the partner does or is to do, or for more than two lines. Buttons carry a question's
number and answers are kept under its key, so none is renamed or moved; a better one is added at the end.
"""

from dataclasses import dataclass
from typing import Final

from curriculum.marked import marked


@dataclass(frozen=True, slots=True)
class PairItem:
    """One question: the key under which answers to it are kept, and what it says."""

    key: str
    says: str


ITEMS: Final = (
    PairItem("liked", marked("One small thing of this week that you liked")),
    PairItem("easier", marked("What would make the coming week a little easier for you?")),
    PairItem("calm", marked("A place or a time of day in which you come to rest")),
    PairItem("laughed", marked("Something that made you laugh lately")),
    PairItem("content", marked("Something you did lately that you are content with, however small")),
    PairItem("day", marked("A day, lately or long ago, that you like to think of")),
    PairItem("forward", marked("Something you look forward to")),
    PairItem("tired", marked("What does you good when you are tired?")),
    PairItem("home", marked("A song, a dish or a smell that means home to you")),
    PairItem("try", marked("Something you would like to try or learn one day")),
    PairItem("helped", marked("Something that somebody did for you lately, and that helped")),
    PairItem("hour", marked("How do you like to spend an hour in which nothing has to be done?")),
)
"""Buttons carry the number of a question, which counts from 1."""
