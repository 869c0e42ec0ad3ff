"""English signs that a child is being harmed, or may be."""

from typing import Final

from curriculum.crisis.english.people import CHILD, GRAVE, HITS, SOMEBODY, near

_A_CHILD: Final = rf"(?:the|my|our|his|her|their|that|this|a|own) (?:\w+ )?(?:{CHILD})"
_HARM: Final = (
    rf"{HITS}|{GRAVE}|hurt|hurts|hurting|harm|harms|harming|shake|shakes|shaking|shook|shaken|spank|drown|drowning|drowned"
    "|smother|smothering|smothered|kill|killing|killed|burn|throw|throwing|throws|threw|drop|dropping|starve|starves|starving"
    "|neglect|neglects|neglecting|touches|touched|touching|fondles|fondled|lock|locks|locked|locking|terrorises|terrorizes"
    "|threatens|exposed himself to|shoots|shoot|drags|dragged|pushed|pushes|throttles|sells|whips"
)
_RELATIVE: Final = (
    "grandpa|grandad|granddad|grandfather|uncle|stepdad|stepfather|coach|teacher|priest|pastor|neighbour|babysitter|cousin|brother"
    "|father|dad|daddy|stepbrother|mums boyfriend|moms boyfriend|mothers boyfriend|father in law"
)
_MIND: Final = (
    "afraid|scared|terrified|worried|thoughts?|want|wanted|urge|urges|going|gonna|might|could|almost|nearly|imagine"
)

SIGNS: Final = (
    rf"(?:{_HARM}) {_A_CHILD}",
    rf"(?:{CHILD}) (?:[^\s.]+ ){{0,7}}?(?:and )?(?:hits|beats|slaps|smacks|kicks|burns|shakes|whips|chokes|hit|beat|slapped|smacked|kicked|shook) (?:them|him|her|it)(?= (?:with|when|so|again|until|for|in|and|because|if|[.,]))",
    r"(?:hit|hits|beat|beats|slap|slaps|smack|smacks|hurt|hurts|shake|abuse|abuses|abusing|hitting|beating|hurting|molests|scares) (?:kids|children|babies) (?:again|every|so|when|too)",
    rf"(?:{_RELATIVE}) (?:\w+ ){{0,3}}?(?:touches|touched|touching|touch|molests|molested|fondled) (?:her|him|me|them)(?! (?:up|on the (?:shoulder|arm)|with (?:his|her) (?:card|words|story)))",
    rf"(?:touches|touched|touching|touch|molests|molested|molesting|fondled) (?:my|our|her|his|the) (?:\w+ )?(?:{CHILD})(?! (?:hand|hair|cheek|belly|heart|bump))",
    r"(?:touches|touched|touching) (?:her|him|me) (?:down there|there|inappropriately|in bed|at night|when (?:i|she|he) (?:was|sleeps)|in the bath|under)",
    rf"(?:her|his|their) (?:own )?(?:dad|father|mother|mum|mom|stepdad|stepfather|uncle|brother|grandfather|stepmother) (?:\w+ )?(?:{_HARM}) (?:her|him|them)",
    r"(?:abused|molested|touched|raped) me (?:\w+ ){0,8}?(?:babysits|alone with|looks after|lives with|sees) (?:my|our|the|his|her)",
    r"(?:when i was|since i was|as a) (?:\w+ )?(?:child|kid|little|[0-9]+|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen) (?:\w+ ){0,6}?alone with (?:my|our|the)",
    r"(?:shake|shook|shaking|hit|slapped|smacked|squeezed) (?:her|him|it) (?:\w+ ){0,3}?(?:[.,] )?(?:\w+ ){0,3}?(?:only )?(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten) (?:months|weeks|years)",
    rf"(?:{CHILD}) (?:\w+ ){{0,4}}?(?:hit|hurt|abused|touched|beaten|molested|raped|slapped|locked|burned|kicked) by (?:his|her|their|my|someone|an? (?:man|teacher|woman|adult)|the (?:teacher|coach|father|neighbour|stepfather))",
    rf"(?:{_MIND}) (?:\w+ ){{0,5}}?(?:hurt|hurting|harm|harming|kill|killing|drown|drowned|drowning|shake|shaking|throw|throwing|smother|smothering|drop|dropping|hit|hitting) (?:my|the|our|his|her) (?:\w+ )?(?:{CHILD})",
    rf"(?:take|takes|taking) (?:the|my|our) (?:\w+ )?(?:{CHILD}) and (?:drive|jump|kill|disappear|i will never|run|drown)",
    rf"(?:{CHILD}|she|he|they) (?:is|are|s|gets?|was|were|re) (?:\w+ )?(?:scared|afraid|terrified|frightened) of (?:him|daddy|dad|mummy|mum|mom|me|his (?:dad|father|mother)|her (?:dad|father|mother|stepdad|uncle)|their (?:dad|father|mother|mum|mom|stepdad|own))",
    rf"(?:{CHILD}) (?:\w+ )?(?:hide|hides|hiding|hid|cower|cowers|wets|flinch|flinches|shake|shakes|freezes|stops talking|goes quiet|screams) (?:\w+ ){{0,4}}?(?:when|whenever|because|from|as soon as) (?:he|she|his|her|daddy|dad|my husband|my wife|my partner|him)",
    rf"(?:{CHILD}|she|he) (?:\w+ )?(?:begs|cries|pleads|screams|asks) (?:me )?(?:\w+ ){{0,5}}?(?:alone|stay|left|go|be) (?:\w+ )?with (?:her|his|the|my) (?:uncle|father|dad|stepdad|stepfather|grandfather|grandpa|brother|cousin|coach|teacher|mother|babysitter)",
    rf"(?:leave|leaves|leaving|left) (?:the|our|my|her|his) (?:\w+ )?(?:{CHILD}) alone (?:for (?:\w+ )?(?:days|hours|nights|weekend|two|three|a)|all (?:night|day)|overnight|at night|in the (?:car|house|bath|flat))",
    rf"(?:left|leave|leaves|leaving) (?:my|our|the|her|his) (?:\w+ )?(?:{CHILD}) (?:alone )?in the (?:hot )?car (?:for|all|and (?:forgot|he|she)|overnight)",
    r"(?:gets|climbs|got|climbed|goes|crept|creeps) into bed with (?:my|our|her|the) (?:\w+ )?(?:daughter|stepdaughter|niece|granddaughter|son|stepson|girl|boy|sister)",
    r"(?:school|teacher|nursery|kindergarten|doctor|daycare) (?:[^\s.]+ ){0,7}?(?:marks|bruises|burns|welts) on (?:his|her|my|their)",
    r"(?:im|i am) (?:only )?(?:1[0-7]|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)(?: years old)? (?:and|but) (?:my|he|she)",
    rf"(?:show|shows|showed|showing) (?:our|my|the|her|his) (?:\w+ )?(?:{CHILD}) (?:\w+ )?(?:those|porn|dirty|naked|sex|his|videos of)",
    rf"(?:naked|nude|picture|pictures|photos|video|videos) (?:pictures |photos |videos |pics )?of (?:my|our|the|a|his|her) (?:\w+ )?(?:{CHILD}) (?:\w+ ){{0,4}}?(?:should not|shouldnt|naked|in the bath|on his (?:phone|computer))",
    rf"(?:naked|nude) (?:pictures|photos|videos|pics) of (?:\w+ )?(?:\w+ )?(?:{CHILD})",
    r"(?:child|kiddie) (?:porn|pornography)",
    rf"(?:{CHILD}) (?:\w+ ){{0,4}}?(?:bruise|bruises|bruised|burn marks|cigarette burns|belt marks) (?:\w+ ){{0,5}}?(?:from|after|when|by|on|and|he|she|again|[.,])",
    rf"(?:{SOMEBODY}) (?:\w+ )?(?:hit|hits|beat|beats|choked|punched|slapped|raped|slaps|hurts) (?:me|her|him) (?:\w+ ){{0,3}}?in front of (?:the|our|my) (?:\w+ )?(?:{CHILD})",
    r"(?:hold|holds|held|holding|push|pushes|pushed) (?:my|his|her|the \w+|our \w+) (?:\w+ )?(?:head |face )?(?:\w+ )?under (?:the )?water",
    near("secret|our secret|little secret", "bath time|bathtime|his lap|my daughter|my son|stepdaughter|stepson", 5),
)

REFUSALS: Final = (
    rf"(?:wont|doesnt|does not|refuses to|didnt) (?:feed|give food to|let \w+ feed) (?:the|our|my|her|his) (?:\w+ )?(?:{CHILD})",
)

MENTIONS: Final = (
    r"(?:child|children being) (?:abuse|abused|neglect)",
    rf"(?:abus|molest)(?:e|es|ed|ing) (?:\w+ )?(?:{CHILD})",
)
