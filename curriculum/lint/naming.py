"""Wording that names people what they may not be: ill, of one sex, married, or the same on every day."""

from typing import Final

from curriculum.lint.finding import Rule
from curriculum.lint.phrasing import Phrasing

DIAGNOSIS: Final = Phrasing(
    rule=Rule.DIAGNOSIS,
    phrases=[
        r"narcissis(?:ts?|tic|m)",
        r"avoidants?",
        r"(?:anxious|anxiously|insecure|insecurely|avoidantly)[ -]attach(?:ed|ment)",
        r"attachment (?:styles?|types?|disorders?|wounds?|issues|problems)",
        r"toxic(?! (?:fumes|waste|plants?|paint))",
        r"co-?dependen(?:t|cy|ce)",
        r"gas-?light(?:s|ed|er|ers|ing)?",
        r"trauma(?:s|tic|ti[sz]ed)?",
        r"(?:a|an) (?:\w+ )?disorder",
        r"(?:personality|anxiety|mood|mental|eating|stress|attachment|panic|attention) disorders?",
        r"borderline",
        r"bipolar",
        r"(?:psycho|socio)path(?:s|ic)?",
        r"psychotic",
        r"(?:clinically )?depress(?:ed|ion|ive)",
        r"(?:adhd|ptsd|ocd|bpd|npd)",
        r"autis(?:m|tic)",
        r"neuro(?:tic|divergent|typical)",
        r"hysterical",
        r"paranoi(?:d|a)",
        r"patholog(?:y|ical)",
        r"dysfunctional",
        r"emotionally (?:unavailable|immature)",
        r"love[ -]bomb(?:s|ed|ing)?",
        r"enmeshed",
        r"passive[ -]aggressive",
        r"commitment[ -]?phob(?:e|es|ic|ia)",
        r"mental(?:ly)? ill(?:ness)?",
        r"stonewall(?:s|ed|er|ers|ing)?",
    ],
    but_not_after=r"\b(?:no|not(?: an?| the)?|nor|without)\s+$",
    does="is a diagnosis, or sounds like one",
    why="Nobody is examined here, and a label makes a person smaller. It also gives a reason to stop looking.",
    better="Say what can be seen and felt: “someone who pulls back”, “a fast heart”, “a talk that goes in circles”.",
)
GENDER: Final = Phrasing(
    rule=Rule.GENDER,
    phrases=[
        r"(?:he|him|his|himself|she|her|hers|herself)(?!-)",
        r"(?:he|she)(?:'s|'ll|'d)",
        r"(?:husband|boyfriend|girlfriend|bridegroom|bride|groom|hubby|spouse|newlywed)(?:s|'s)?",
        r"(?:wife|wifey|wives)(?:'s)?(?!'? tales?)",
        r"fianc(?:é|e)e?s?",
        r"marriages?",
        r"married",
        r"(?:wedding|honeymoon)s?",
        r"(?:ladies|gentlemen)",
        r"(?:your|the|a good|a real) (?:man|woman) (?:you love|in your life|of the house|beside you)",
        r"(?:real )?(?:men|women|boys|girls) (?:are|need|want|like|tend|often|usually|never|always|do)",
        r"your (?:man|woman|guy|girl|lady)",
    ],
    does="assumes who the partner is, or that there is a marriage",
    why="Anybody may walk this track. A reader whose life is not meant stops reading at this word.",
    better="Write {partner}, “they”, “the two of you”, “living together”.",
)
ABSOLUTE: Final = Phrasing(
    rule=Rule.ABSOLUTE,
    phrases=[r"always", r"never", r"every single time", r"without exception"],
    but_not_after=(
        r"\b(?:not|nobody|nothing|no one|cannot|none|few|rarely|seldom|hardly|almost|nearly|mostly|words?|can|may|could|as|say|or|now or|than)\b[^.]*$|n't\b|\bthen $|\bif $|\bi(?: have|'ve| had)? $"
    ),
    but_not_before=(
        r" is an? | (?:allowed|fine|free|yours|welcome|an option|optional|all right|okay|possible|open to you|enough)\b"
        r"| (?:have|has|had|need|needs) (?:to|any)\b| (?:owe|owes|owed|mind|too|late|required|asked|meant to|expected|excused"
        r"|forced|obliged|counted|graded|used|seen|heard|known|shown|read|sent|written|spoken|noticed|thanked|needed|part of)\b"
        r"| (?:a|your|their|anyone's|anybody's|somebody's) (?:failure|duty|fault|job|task|debt|must|test|demand|condition|order)\b"
        r"|\"| before\b|,? (?:and|or) \"?(?:always|never)\b| open\b"
    ),
    does="leaves no exception",
    why="Nobody is the same on every day. “Always” and “never” turn a description into a verdict and an offer into a law.",
    better="“Often”, “sometimes”, “on many days”; or tell of one day and one thing.",
)
ALL: Final = (DIAGNOSIS, GENDER, ABSOLUTE)
