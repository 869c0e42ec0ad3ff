"""Wording that claims what nobody can know or bring about: effects, another's mind, another's change."""

from typing import Final

from curriculum.lint.finding import Rule
from curriculum.lint.phrasing import ANYBODY, FIRST, NEGATED, PARTNER, THEM, Phrasing

_WILL: Final = r"(?: will|'ll| is going to| are going to)"
_SURELY: Final = r"(?: (?:soon|then|finally|surely|certainly|definitely|both|always|instantly|quickly|really|slowly))?"
_MEANS: Final = (
    r"(?:acts?|exercises?|practices?|days?|weeks?|month|track|breaths?|steps?|lines?|pauses?|breaks?|walks?|questions?|words?"
    r"|sentences?|talks?|letters?|habits?|evenings?|minutes?|silence|quarrels?|fights?|arguments?|hugs?|thanks|list|ritual|listening|openness|smile|apology)"
)
_UNSURE: Final = rf"{NEGATED}|\b(?:can|may|might|could|sometimes|often|whether|if|how|what|when|where|which|who|perhaps|maybe|hope|wish)\b"
_GUESSED: Final = (
    r"\?|\b(?:perhaps|maybe|guess(?:es|ed)?|wonder|imagine|suppose|picture|possibly|seems?|seemed|or not|cannot know"
    r"|can't know|nobody (?:can )?knows?)\b"
)
_SUBORDINATE: Final = (
    r"\b(?:might|may|could|can|if|whether|when|whenever|whatever|what|how|who|which|where|wherever|unless|until"
    r"|as (?:much|long|far) as|ask|asks|say|says|said|told|tell|tells|hear|hears|heard|in case|before|after|while|once|only)\b"
    rf"|{NEGATED}"
)
_FEELS: Final = (
    r"(?:feels?|thinks?|wants?|knows?|loves?|hates?|wishes|fears?|believes?|longs?|misses|regrets?|resents?|cares?"
    r"|understands?|hopes?|worries|senses|meant|means|needs(?! (?:no|not|nothing|to know))|does(?: not|n't) (?:care|love|want|trust|understand|listen|mean))"
)
_IS: Final = (
    r"(?:is|are) (?:really |just |secretly |actually |only |simply |so |very )*(?:angry|scared|afraid|hurt|lonely|sad|happy"
    r"|jealous|ashamed|upset|grateful|relieved|disappointed|anxious|worried|bored|proud|frustrated|glad|overwhelmed|insecure"
    r"|unhappy|hiding|protecting|testing|punishing|longing|hoping|waiting for you|tired of)"
)
_OPENS: Final = (
    r"(?:opens?|talks?|softens?|listens?|changes?|loves?|trusts?|responds?|shares?|apologi[sz]es?|gives? in|wants?|admits?"
    r"|feels? (?:closer|loved|guilty|sorry|bad)|comes? (?:closer|back to you)|sees? your side|reali[sz]es?|relax(?:es)?"
    r"|misses you|thaws?|calms? down|stays? with you)"
)

PROMISE: Final = Phrasing(
    rule=Rule.PROMISE,
    phrases=[
        (
            rf"(?:this|it|that|these|(?:this|these|the|your|each|every|one|a|an|such a) (?:\w+ )?{_MEANS}){_WILL}{_SURELY} (?:bring|make"
            r"|help|heal|change (?!nothing)|mend|fix|save|solve|calm|ease|improve|strengthen|deepen|restore|repair|transform|work"
            r"|pay off|soften|melt|reconnect|protect|warm)"
        ),
        (
            rf"you(?: will|'ll| are going to|'re going to| two will){_SURELY} (?:feel|sleep|trust|love|grow|become|notice|understand|thank|succeed|reconnect|enjoy"
            r"|be (?:closer|happier|calmer|calm|better|stronger|loved|fine|okay|safe|understood|rewarded|surprised|amazed|glad)"
            r"|see (?:a difference|a change|results|how much)|get (?:closer|better|results)|gain|have (?:a better|more|peace)"
            r"|find (?:it|that|yourself|peace|each other|closeness)(?! (?:below|above|here|under)))"
        ),
        (
            rf"(?:{PARTNER}|they|someone|everyone|everything|things|all of it){_WILL}{_SURELY} (?:feel|see|open|love|trust|come|notice"
            r"|thank|understand|soften|relax|listen|change|respond|be (?:happy|happier|glad|closer|grateful|fine|well|better|okay|all right)"
            r"|get better|work out|turn out|improve|fall into place|appreciate)"
        ),
        r"works? (?:every time|for everyone|for everybody|like magic|wonders|without fail|instantly)",
        r"always works?",
        r"never fails?",
        r"guarantee(?:s|d)?",
        r"(?:i|we|this|it|and we) promises?",
        r"promises? you",
        (
            r"(?:stud(?:y|ies)|research|science|scientists|experts|psychologists|therapists|evidence|data)"
            r" (?:have |has |clearly |all )*(?:proves?|proved|proven|shows?|showed|shown|agree|confirms?|confirmed|tells? us)"
        ),
        r"(?:scientifically |clinically )?proven",
        (
            r"(?:heals?|cures?|fixes|solves|saves|transforms?|mends) (?:old |all |your |every |any |the |a |most )*"
            r"(?:wounds?|relationships?|problems?|conflicts?|hearts?|pain|distance|fights?|love|everything|quarrels?)"
        ),
        r"brings? (?:you|couples|people|partners|the two of you)(?: both| two)? (?:closer|together|back together)",
        r"(?:instant|immediate|overnight) (?:relief|results|change|calm|closeness)",
        r"(?:instantly|immediately|overnight) (?:better|closer|calmer|happier)",
        r"results? (?:in|within|after) (?:\w+ )?(?:days?|weeks?|minutes?)",
        r"once and for all",
        r"within (?:days|weeks|a (?:day|week|month)|(?:two|three|four|thirty) (?:days|weeks))",
        r"changes? (?:everything|your life|your love|your relationship)",
        r"(?:sure|certain|bound|guaranteed) to (?:help|work|feel|bring|make|improve|change)",
        r"makes? everything (?:better|easier|lighter)",
        r"(?:the secret|the key|a key) (?:to|of) (?:\w+ )?(?:closeness|happiness|love|happy|couples|relationships?)",
    ],
    but_not_after=_UNSURE,
    does="promises an effect",
    why="Nobody knows what a day will do. Whoever it does nothing for will think that they did it wrong.",
    better="“This can …”, “Some people find …”, “It may do nothing at all, and that is fine.”",
)
CHANGING: Final = Phrasing(
    rule=Rule.CHANGING_PARTNER,
    phrases=[
        rf"(?:get|gets|getting|got) {ANYBODY} to (?!the |a |bed|school|work|your |my )\w+",
        r"(?:get|gets|getting|got) (?:\{partner\}|your partner|the other person|them) (?:talking|moving|going|listening|on your side|back)",
        (
            rf"(?:make|makes|making|made) {ANYBODY} (?:\w+ly |want to |finally )?(?:open|talk|listen|see|understand|feel|want|love|change|stay|answer"
            r"|share|admit|reali[sz]e|notice|care|come|agree|do|stop|calm|soften|trust|say|tell|happy|happier|jealous|miss|relax"
            r"|apologi[sz]e|think|believe|need|close|closer|less|more)"
        ),
        rf"so (?:that )?(?:{PARTNER}|they) (?:will |may |might |would |finally |at last |must |should |really )*{_OPENS}",
        rf"(?:change|changing|fix|fixing|improve|improving|mend|mending|control|controlling|correct|correcting) {PARTNER}",
        rf"(?:teach|teaching|train|training|persuade|persuading|convince|convincing|coax|coaxing|manipulate|manipulating|lure) {THEM}",
        rf"(?:change|changing|shape|improve|control|steer|influence) (?:how|what|the way) (?:{PARTNER}|they)",
        rf"(?:win|wins|winning) {THEM} (?:over|back)",
        rf"(?:wear|wearing) {THEM} down",
        rf"(?:draw|drawing|bring|bringing) {THEM} (?:out|round|around|to their senses)",
        rf"(?:talk|push|pressure|guilt|trick|nudge) {THEM} (?:into|to)",
        rf"(?:talking|pushing|pressuring|guilting|tricking|nudging) {THEM} (?:into|to)",
        rf"until (?:{PARTNER}|they) (?:changes?|opens? up|softens?|come around)",
        r"(?:earn|win) (?:their|\{partner\}'s) (?:love|trust|affection|heart|attention)",
        rf"(?:teach|show) {THEM} a lesson",
        rf"(?:point|goal|aim|idea|hope) is (?:that|for) (?:{PARTNER}|they|them)",
        rf"{PARTNER} (?:finally|at last) {_OPENS}",
    ],
    but_not_after=rf"{NEGATED}|\b(?:what(?: would| might| could| does)?|who)\s*$",
    does="aims at changing the other",
    why="Nobody can be made to share. A day whose aim is the other's change fails on every day that they stay as they are.",
    better="Let the aim be one's own act: “Say it once, plainly, and let it be.”",
)
MIND_READING: Final = Phrasing(
    rule=Rule.MIND_READING,
    phrases=[
        rf"{FIRST}{PARTNER} (?:also |still |often |really |just |surely |probably |secretly |only |simply )*(?:{_FEELS}|{_IS})",
        rf"(?:that|because|since|but|sure|know|remember) {PARTNER} (?:also |still |often |really |just |surely |secretly |only |simply )*(?:{_FEELS}|{_IS})",
        rf"they(?:'re| are)?(?: really| just| secretly| actually| deep down| simply| only)+ (?:{_FEELS}|scared|afraid|hurt|lonely|sad|hiding|testing|protecting)",
        rf"deep down,? (?:{PARTNER}|they)",
        r"they (?:do not|don't) (?:love|care|want you)",
    ],
    but_not_after=_SUBORDINATE,
    but_not_in=_GUESSED,
    does="states what somebody else thinks or feels",
    why="From outside nobody knows. A guess told as a fact closes the question that could have been asked.",
    better="Call it a guess and let it end in a question: “My guess is … Is that so?” Or tell what can be seen.",
)
ASSURED: Final = Phrasing(
    rule=Rule.MIND_READING,
    phrases=[
        rf"(?:sure|certain|confident|remember|trust|believe|no doubt|fact is)(?: that)? {PARTNER} (?:{_FEELS}|{_IS})"
    ],
    but_not_after=NEGATED,
    but_not_in=r"\?",
    does=MIND_READING.does,
    why=MIND_READING.why,
    better=MIND_READING.better,
)
SECRETLY: Final = Phrasing(
    rule=Rule.MIND_READING,
    phrases=[rf"what (?:{PARTNER}|they) (?:secretly|really|actually|truly) (?:wants?|feels?|thinks?|needs?|means?)"],
    but_not_in=rf"\?|\b(?:ask|may|might|perhaps|maybe|guess|wonder|if)\b|{NEGATED}",
    does=MIND_READING.does,
    why=MIND_READING.why,
    better=MIND_READING.better,
)
ALL: Final = (PROMISE, CHANGING, MIND_READING, ASSURED, SECRETLY)
