"""Who and what the English patterns speak of: people, hands, and the small words between. Alternatives, to stand in a group."""

from typing import Final

SOMEBODY: Final = (
    "he|she|they|hes|shes|theyre|husband|wife|partner|boyfriend|girlfriend|ex|fiance|fiancee|spouse|man|guy|bloke|lover"
    "|father|dad|daddy|stepfather|stepdad|mother|mum|mom|stepmum|stepmom|brother|sister|son|daughter|uncle|cousin|flatmate"
    "|roommate|family|parents|brothers|who|someone|oh|missus|woman|girl|grandfather|grandad|grandpa|father in law"
    "|mother in law|brother in law|neighbour|boss|ex husband|ex wife"
)
OTHER: Final = (
    "him|her|them|my (?:own )?(?:husband|wife|partner|boyfriend|girlfriend|ex|fiance|fiancee|spouse|mother|mum|mom|father|dad"
    "|brother|sister|flatmate|man|woman|missus|oh|gran|nan|grandmother|grandma|friend|aunt)|our (?:mother|mum|mom)"
)
CHILD: Final = (
    "kid|kids|child|children|son|sons|daughter|daughters|baby|babies|toddler|toddlers|boy|boys|girl|girls|newborn|infant"
    "|twins|niece|nephew|stepson|stepdaughter|stepchildren|stepkids|grandson|granddaughter|grandkids|grandchild"
    "|little (?:one|ones|brother|sister|boy|girl)|younger (?:one|brother|sister)|youngest|oldest|eldest"
    "|(?:[0-9]+|two|three|four|five|six|seven|eight|nine|ten) (?:year|month|week)s? old"
)
NEGATED: Final = (
    "not|never|no|nobody|nothing|without|dont|doesnt|didnt|wont|wouldnt|isnt|arent|wasnt|werent|havent|hasnt|hadnt|cannot"
    "|cant|couldnt|aint|neither|nor|none"
)
A_WORD: Final = rf"(?:(?!(?:{NEGATED})(?!\S))\w+ )"
"""Any word but one that denies."""
A_HAND_S: Final = (
    rf"(?:(?!(?:{NEGATED}|said|says|told|wrote|it|that|this|which|words|question|sentence|i|we|you|joked|pretended|text"
    r"|message|remark|comment|if|with|as|news|idea|thought|song)(?!\S))[a-z*]+ )"
)
"""Any word but those after which something else than a hand does what follows."""
BODY: Final = (
    "face|head|hair|arm|arms|neck|throat|hand|hands|finger|fingers|rib|ribs|stomach|belly|leg|legs|mouth|eye|eyes|nose|jaw|teeth"
    "|wrists|chest|ear|cheek|breast|breasts|skin|shin|shins|foot|back|knee|lip|tooth|skull|things"
)
HITS: Final = (
    "hit|hits|hitting|hitted|punch|punches|punched|punching|slap|slaps|slapped|slapping|kick|kicks|kicked|kicking|beat|beats"
    "|beaten|beating|smack|smacks|smacked|smacking|shove|shoves|shoved|shoving|headbutt|headbutts|headbutted|headbutting|thump"
    "|thumps|thumped|whip|whips|whipped|whipping|batter|batters|battered|battering|bash|bashes|bashed|bit|bite|bites|biting"
    "|burned|burnt|burns|burning|scratched|scratches|elbowed|kneed|struck|strikes|striking|spat at|spat on|spits at|spits on"
    "|spit at|spit on|attack|attacks|attacked|attacking|assault|assaults|assaulted|whacked|whacks|belted|stomped on|tortures"
    "|tortured|backhanded|clobbered|walloped|pummelled|pummeled|manhandled|manhandles|spanked|spanks|spanking|thrashed|thrashes"
    "|decked|lashed out at|lashes out at|laid into|lays into|went for|goes for|pistol whipped|tased|scalded|roughed up"
)
GRAVE: Final = (
    "choke|chokes|choked|choking|strangle|strangles|strangled|strangling|throttle|throttles|throttled|stab|stabs|stabbed"
    "|stabbing|rape|rapes|raped|raping|molest|molests|molested|molesting|groped|gropes|groping|drugged|poisoned|suffocated"
    "|suffocates|smothered|abuse|abuses|abused|abusing|sexually assaulted|raped me"
)
WEAPON: Final = (
    "gun|pistol|rifle|shotgun|knife|knives|machete|axe|bat|hammer|crowbar|scissors|screwdriver|poker|razor|bottle|belt|brick"
    "|wrench|fork|blade|bleach|acid|boiling water|petrol|lighter|iron|cable|stick|rod|pan|bread knife|kitchen knife|baseball bat"
)
HARD: Final = (
    "wall|floor|ground|stairs|door|doorframe|table|bed|fridge|cupboard|counter|shelf|car|street|window|sink|radiator"
    "|wardrobe|bath|mirror|hallway|road|pavement|fence|bookcase|worktop|room|kitchen|sofa"
)


def near(one: str, other: str, words: int = 8) -> str:
    """Both in one sentence, in either order, with at most so many words between them of which none denies."""
    between = rf"(?:(?!(?:{NEGATED})(?!\S))[^\s.]+ ){{0,{words}}}?"
    return rf"(?:(?:{one}) {between}(?:{other})|(?:{other}) {between}(?:{one}))"
