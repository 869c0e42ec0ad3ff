"""What a person's words may be a sign of. It is known for one reply, and kept nowhere."""

from enum import StrEnum


class Concern(StrEnum):
    """Which help is named first; where words are a sign of several, the first of these."""

    CHILDREN = "children"
    SELF_HARM = "self-harm"
    VIOLENCE = "violence"
