"""Wording that presses, shames or blames: on the person who reads, or on the one they live with."""

from typing import Final

from curriculum.lint.finding import Rule
from curriculum.lint.phrasing import ANYBODY, FIRST, NEGATED, PARTNER, THEM, Phrasing

_ADVERBS: Final = r"(?:really |simply |just |only |always |absolutely |still |both )?"
_NO_ANSWER: Final = (
    r"(?:says? no|said no|answer is no|refuses?|declines?|turns? (?:you|it|this|that) down|no (?:answer|reply)"
    r"|(?:not|n't) (?:answer|reply|want to)|shrugs?|walks? (?:off|away)|stays? silent)"
)

OBLIGATION: Final = Phrasing(
    rule=Rule.PRESSING,
    phrases=[
        rf"you {_ADVERBS}(?:must|should|ought to|had better|have to|need to|have got to|are supposed to|are expected to)",
        r"you(?:'ve| have) got to",
        r"you'd better",
        r"(?:this|it|that|each day|every day) (?:must|has to|needs to) be (?:done|finished|answered|said|told|completed)",
        r"one (?:must|has to)",
        r"no skipping",
        r"it is (?:your duty|mandatory|compulsory|obligatory)",
    ],
    but_not_after=(
        rf"{NEGATED}|\b(?:if|when|whenever|whether|what|whatever|all|everything|anything|things?|something|as|than|until"
        r"|before|where|wherever|because|once|how|unless|in case|time|the words|room)\b[^.]*$"
    ),
    but_not_before=r" (?:hand\b|offer\b|yourself\b|be (?:tired|exhausted|hungry|cold)\b|have (?:been|had|felt)\b)",
    does="puts a duty on the reader",
    why="A day is an offer. Somebody who is told that they must soon does it for us, or stops answering.",
    better="Say what can be done and leave it free: “You can …”, “If you like, …”, “One way is to …”.",
)
PUSHING: Final = Phrasing(
    rule=Rule.PRESSING,
    phrases=[
        r"just (?:do|try|get on with|get over|deal with|push|get through|get started|start) (?:it|this|that|harder|through|already)",
        r"no (?:more )?excuses?(?! (?:is|are) (?:needed|necessary|asked))",
        r"(?:mak(?:e|ing)|find(?:ing)?) excuses",
        r"(?:don't|do not|never|you can't|you cannot) (?:you )?(?:dare )?(?:give up|quit|slack|back down|back out|be lazy|be a coward)",
        r"(?:don't|do not) (?:you )?(?:let yourself off|put (?:it|this) off|miss (?:this|it|your chance|out)|waste)",
        rf"(?:{FIRST}|(?<=\bcan\s)|(?<=\bmust\s)|(?<=\bshould\s))push (?:yourself|through|on|harder)",
        rf"{FIRST}(?:try|work|fight) (?:much |even |a bit |a little )?harder",
        r"(?:everyone|everybody|anyone|anybody) can (?:spare|find|manage|do)",
        r"(?:everyone|everybody) else (?:can|does|did|manages?|has)",
        r"no reason (?:not to|to skip|to stop|to refuse|to say no|why you can)",
        rf"{FIRST}come on(?=[,!.])",
        r"if you (?:really|truly) (?:cared|loved|wanted|meant|tried)",
        r"if you (?:cared|loved)",
        r"at least (?:try|make an effort|give it a try)",
        r"you (?:really )?owe (?:it|this|that|them|\{partner\}|your partner)(?! (?:no|nothing|nobody|neither))",
        r"(?:shame on you|be ashamed|ashamed of yourself)",
        r"(?:you are|you're|being|be|how) (?:so |just |too |such a )?(?:lazy|selfish|pathetic|cowardly|weak|coward)",
        r"stop (?:whining|complaining|moaning|hiding|feeling sorry|avoiding)",
        r"(?:could|can|should) do better",
        r"(?:not|n't) (?:really |even )?(?:trying|tried|try) (?:hard )?enough",
        r"you(?:'re| are) not (?:even |really )?trying",
        r"(?:whether you (?:like|want) (?:it|to) or not|like it or not|no matter how (?:tired|hard|bad|you feel))",
        r"(?:it is|it's) (?:high|about) time",
        r"hurry up",
        rf"{FIRST}(?:get over it|get on with it|deal with it|grow up|do it anyway|try anyway)",
        r"pull yourself together",
        r"(?:man up|toughen up|snap out of it|suck it up)",
        rf"{FIRST}keep (?:going|trying|pushing|at it)",
        r"even (?:if|when) (?:it hurts|you feel silly|you are afraid|it feels wrong|you do(?:n't| not) want)",
        r"you (?:promised|said you would)(?! (?:nobody|nothing|no))",
        r"you (?:have |keep )?(?:failed|failing|fell short|are falling behind|have fallen behind|are behind)",
        r"you let yourself down",
        r"(?:quitter|slacker|loser|coward|crybaby)s?",
        r"an? (?:real|good|true|loving|decent) (?:partner|couple|person|friend) (?:would|does|knows|must|should)",
        r"(?:last chance|before it is too late|before it's too late|no time to (?:waste|lose))",
        r"you still (?:have not|haven't)",
        r"why (?:have not|haven't|didn't|did) you",
        r"still waiting for (?:you|your)",
    ],
    but_not_after=rf"{NEGATED}|\b(?:may|allowed to|without|how to|urge to|says? that|thought that|feel that)\b[^.]*$",
    does="pushes",
    why="Pressure is what this product tries to take out of people's days. Who is pushed feels smaller, and stops.",
    better="Offer and let go: “If it suits today, …”. Say that leaving it out is fine.",
)
PRESSING_AGAIN: Final = Phrasing(
    rule=Rule.PRESSING_AGAIN,
    phrases=[
        r"ask (?!yourself)(?:[\w{}']+ ){0,4}(?:again|once more|one more time|a second time|twice|another time)",
        rf"(?:invite|remind|text|message|call|beg) {ANYBODY} (?:again|once more|one more time|a second time|twice)",
        r"repeat (?:the|your|this|that) (?:invitation|question|offer|request|wish)",
        r"keep (?:on )?(?:asking|inviting|offering|reminding|calling|texting|knocking|bringing it up)",
        r"(?:send|write|leave|make|give|try) (?:a|the|your|one) second (?:message|text|invitation|reminder|request)",
        rf"{_NO_ANSWER}\b[^.!?]{{0,60}}\b(?:try|ask|offer|invite|say it|bring it up)\b[^.!?]{{0,40}}\b(?:again|once more|later)",
        rf"until (?:you get an? (?:answer|yes)|(?:{PARTNER}|they) (?:agrees?|gives? in|says? yes))",
        rf"(?:do not|don't) (?:take no for an answer|accept a no|let {THEM} off)",
        rf"{FIRST}insist",
    ],
    but_not_after=rf"{NEGATED}|\b(?:did|have) you\b",
    but_not_in=r"\b(?:do not|don't|never|without|no need to) (?:ask|offer|try|invite|repeat|bring)\b",
    does="asks a second time",
    why="One invitation leaves the other free. The second is pressure, whatever its tone, and can put somebody at risk.",
    better="Ask once and stop there: “Say it once. Whatever comes back, the day is done.”",
)
BLAME: Final = Phrasing(
    rule=Rule.BLAME,
    phrases=[
        r"(?:your|\{partner\}'s|partner's|their|his|her|our|my) (?:own )?fault",
        r"(?:you|\{partner\}|your partner) (?:are|is|were|was) at fault",
        r"to blame(?! (?:yourself|anyone|anybody|somebody|someone|\{partner\}|them|the))",
        rf"{FIRST}blame (?:yourself|{THEM})",
        r"you (?:have )?caused",
        r"(?:you|\{partner\}|your partner) (?:are|is|were|was) (?:the|a) (?:\w+ )?(?:reason|cause|problem)",
        r"(?:tension|distance|problems?|trouble|fights?|quarrels?|coldness|pressure|anger|silence)[^.!?]{0,40} (?:comes?|came|stems?|starts?) (?:from|with) you",
        r"because of (?:you|\{partner\}|your partner)",
        r"you (?:have )?(?:let|are letting) (?:everyone|everybody|them|\{partner\}|your partner|us|people) down",
        (
            rf"you (?:have )?(?:made|make|drove|drive|pushed|push) {THEM} (?:feel |so |to )?(?:angry|sad|cry|upset|mad|furious|cold"
            r"|distant|silent|withdraw|pull|shut|leave|lie|bad|close|away|anxious|nervous|hurt|jealous|unhappy|miserable|bitter)"
        ),
        r"you (?:brought|bring) (?:this|it) on yourself",
        r"you (?:have )?(?:ruined|spoiled|spoilt|wrecked|destroyed|poisoned)",
        r"(?:had|have|got) it coming",
        r"serves? (?:you|them|\{partner\}) right",
        r"you are (?:just |simply |far )?too (?:sensitive|needy|clingy|demanding|difficult|cold|much)",
        r"overreact(?:ed|ing)?",
        rf"(?:{PARTNER}|they|you) (?:is|are|was|were) (?:just |simply |so |being )?(?:selfish|impossible|stubborn|heartless|immature|childish|unreasonable)",
    ],
    but_not_after=rf"{NEGATED}|\bwhose\b",
    but_not_in=r"\?",
    does="lays blame",
    why="Blame ends the looking. It also lands hardest on people who are being hurt and already think it is their doing.",
    better="Say what was seen or done, without a culprit: “The talk got loud.” “It did not go as hoped.”",
)
SECOND_THOUGHTS: Final = Phrasing(
    rule=Rule.PRESSING,
    phrases=[
        r"are you sure",
        r"reconsider",
        r"think (?:twice|again)",
        r"change your mind",
        r"give it (?:a|another) (?:try|go|chance)",
    ],
    but_not_after=NEGATED,
    reads=lambda text: text.fields[-2:] in (("replies", "did_not_want_to"), ("tips", "did_not_want_to")),
    does="persuades somebody who said no",
    why="Not wanting to is an answer. A reply that argues teaches people not to give it.",
    better="Take the no as it is: “Then not. You know best.”",
)
ALL: Final = (OBLIGATION, PUSHING, PRESSING_AGAIN, BLAME, SECOND_THOUGHTS)
