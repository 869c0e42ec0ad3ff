"""English signs that somebody thinks of ending their life or of hurting themselves, or is close to somebody who does."""

from typing import Final

from curriculum.crisis.english.people import A_WORD, near

_DO: Final = (
    "kill|killing|hang|hanging|hanged|hung|drown|drowning|drowned|shoot|shooting|shot|stab|stabbing|poison|poisoning|strangle"
    "|strangling|suffocate|suffocating|gas|gassing|unalive|unaliving|murder|delete|deleting|off|offing|offed|end|ending|exit"
    "|yeet|electrocute|neck|top|topping"
)
_HARM: Final = (
    "hurt|hurting|harm|harming|harmed|injure|injuring|mutilate|mutilating|punish|punishing|punched|punching|hit|hitting"
    "|scratch|scratching|scratched|bite|biting|slap|slapping|choke|choking|burn|burning|burned|burnt|cut|cutting|cuts|starve"
    "|starving|starved|whip|whipping"
)
_THEY: Final = "he|she|they|partner|husband|wife|girlfriend|boyfriend|ex|son|daughter|mum|mom|dad|mother|father|sister|brother|friend|kid"
_SAYS: Final = (
    "says|said|saying|told|tells|texted|wrote|threatened|threatens|threatening|keeps|thinks|screamed|talks|talked"
)
_NO: Final = "dont|do not|doesnt|does not|didnt|did not|no longer|cant|cannot|not|never|wont|aint|wouldnt|would not"
_PUT: Final = r"(?:(?:really|just|so|only|sometimes|often|even|honestly|badly|still|now|ever|actually|simply) ){0,2}"
_WANT: Final = (
    "want|wants|wanted|wanting|wanna|wish|wishes|wished|wishing|hope|hopes|hoping|ready|rather|deserve|long|longing|decided"
    "|pray|praying|plan|planning|trying|tried|dreaming|urge|desire|begging|i need|should|let me|better"
)
_LONGED: Final = (
    "want|wants|wanted|wanna|wish|wishes|hope|pray|praying|deserve|deserves|relief|calms|look forward|looking forward|plan|planning"
    "|decided|imagine|imagining|dreaming of|dream of|long for|longing|crave|beg|begging|rather|should|easier|comforting|fantasise|fantasize"
    "|peaceful|welcome|only thing|thoughts of|obsessed with|think about|thinking about|think of|thinking of|prefer|ready"
)
_BE_DEAD: Final = (
    "die|be dead|not be alive|not be here|not be here anymore|not exist|not exist anymore|stop existing|cease to exist"
    "|stop being alive|stop living|not live|not live anymore|not wake up|not have to live|not have been born"
)
_LIVE: Final = (
    "live|living|exist|existing|be alive|being alive|stay alive|staying alive|(?:go|going|carry|carrying|keep|keeping"
    "|continue|continuing) (?:on )?(?:to )?(?:live|living)|be (?:here )?(?:on|in) this (?:earth|planet|world)"
    "|(?:be|being) (?:here|around) (?:anymore|any longer|at all)"
)
_ANYWHERE: Final = (
    r"(?! (?:in|with|without|at|by|near|next|there|here|together|apart|from|out|under|alone|far|up|close|separately|off|on"
    r"|between|through|for|to|as)(?!\S))"
)
"""To live in a place or with somebody is another matter."""
_GONE: Final = (
    r"gone|dead|not (?:here|around|there|alive)|never (?:here|born)|no more|here|alive|around|exist|existed|been born|born"
    "|die|died|disappeared|vanished|out of the way|no longer (?:here|around|alive)"
)
_SPOT: Final = "bridge|roof|rooftop|balcony|building|cliff|window|overpass|viaduct|tower|car park|parking garage|pier"
_VEHICLE: Final = "train|trains|bus|truck|lorry|tram|car|cars|metro|subway|tube|traffic"
_INTO: Final = (
    "tree|wall|river|bridge|lake|cliff|lorry|truck|traffic|sea|pillar|barrier|water|oncoming traffic|ocean|canal"
)
_SKIN: Final = "wrists|arm|arms|forearm|forearms|veins|vein|thigh|thighs|leg|legs|skin|throat|stomach|hips|body"
_DRUGS: Final = (
    "pill|pills|tablet|tablets|meds|medication|medicine|paracetamol|tylenol|ibuprofen|xanax|insulin|antidepressants|aspirin"
    "|painkillers|valium|benzos|morphine|codeine|sleepers"
)
_MANY: Final = (
    "all|whole|entire|too many|handful|handfuls|bunch|box|boxes|bottle|packet|pack|packs|lots|loads|dozens|every|everything"
    "|fistful|hundred|twenty|thirty|forty|fifty|sixty|[2-9][0-9]|1[0-9]{2}"
)
_TAKE: Final = (
    "take|taking|took|taken|swallow|swallowing|swallowed|swallows|eat|ate|downed|necked|popped|chugged|had|washed down"
)
_NEAR: Final = (
    "thinking|think|thought|thoughts|about|want|wanted|wanna|going|gonna|urge|planning|plan|considered|considering|nearly"
    "|almost|could|might|should|like|threatens|threatened|threatening|rather|imagine|imagining|tempted|fantasise|fantasize"
)
_SEEN: Final = "read|reads|see|sees|find|finds"

SIGNS: Final = (
    # To kill oneself, by all its names.
    rf"(?:{_DO}) myself",
    r"(?:end|ending|ended|finish) (?:my|his|her|their) (?:\w+ )?(?:life|existence|lives)",
    r"(?:take|taking|took|taken) my (?:own )?life",
    r"(?:take|taking) (?:his|her|their) own (?:life|lives)",
    r"(?:end|ending|ended|finish|finishing) it all",
    r"(?:close to|about to|think of|thinking of|thinking about|going to|gonna|ready to|just|want to|wanna) (?:just )?(?:end|ending) it(?= (?:now|tonight|today|tbh|because|so|and|before|[.,]))",
    r"(?:end|ending) my (?:misery|suffering|pain|days|own story)",
    r"put an end to (?:it all|my|myself|everything)",
    r"(?:kms|kys|ctb)",
    rf"(?:im|am|ive been|feel|feeling|felt|been|getting|become|becoming|became|be|was|is|hes|shes|partner|husband|wife|son|daughter)"
    rf" {A_WORD}{{0,2}}?suicidal",
    r"suicidal (?:again|thoughts|thought|ideation|feelings|tonight|today|since|urges|right|because|lately|plans|plan|over)",
    r"(?:commit|committing|committed|comit|commiting|attempt|attempted|attempting|failed) (?:own )?suicide",
    r"suicide (?:feels|would be|plan|note|attempt|attempts|notes|pact|tonight|today)",
    r"(?:my|his|her|another|an) (?:own )?(?:\w+ )?(?:suicide|attempt on my life|suicide attempt)",
    r"(?:my|anniversary of my|since my) (?:last |first |second )?attempt(?: (?:and|in|last|i|on|to die|two|three)| [.])",
    r"(?:unalive|unaliving)",
    # Somebody near says so, or does so.
    r"(?:kill|killing|hang|hanging|hanged|hurt|hurting|harm|harming|harms|shoot|drown|cut|cuts|cutting|poison|stab|burns|starves)"
    r" (?:himself|herself|themselves)",
    rf"(?:{_THEY}|{_SAYS}) (?:\w+ ){{0,5}}?(?:wants? to (?:die|be dead)|wanted to die|wishes (?:he|she) (?:was|were) dead"
    r"|(?:doesnt|does not|dont) want to (?:live|be alive)(?: anymore| [.,]| and))",
    # To be dead.
    rf"(?:{_WANT}) (?:to |i could |i would |it would |that i )?{_PUT}(?:{_BE_DEAD})",
    near("die|dying|be dead|being dead|my own death|my death|my own funeral", _LONGED, 7),
    r"(?:rather|prefer to) (?:be dead|die) than",
    r"(?:i|that i|if i) (?:was|were|am|be|would be|had been|should be|could be|would have been) (?:better off )?dead",
    r"(?:id|be|wish me|feel|better off) (?:better off )?dead",
    r"(?:better off|happier|easier|kinder|(?:would|d|will|ll|is|are|everyone|all) (?:be )?(?:better|fine|ok|simpler)) (?:\w+ ){0,4}?without me",
    rf"(?:better|easier|happier|simpler|best|kinder|relieved|lighter|fine) (?:off )?(?:\w+ ){{0,5}}?(?:if i (?:was|were|am|wasnt|werent|had"
    rf"|did not|didnt|just|never|simply) (?:\w+ )?(?:{_GONE})|if i (?:die|died|disappeared|vanished))",
    r"world (?:\w+ ){0,5}?without me",
    r"(?:when|once|after|before|if) i(?:m| am| was| were) (?:dead|no longer (?:here|around|alive)|not (?:here|around) anymore)",
    r"looked after when i(?:m| am) (?:gone|not here)",
    r"(?:wish|wished|hope|hoped|hoping|pray|praying|better|easier) (?:\w+ )?(?:that |if )?i (?:\w+ )?(?:\w+ )?"
    r"(?:been born|born|woken up|woke up|wake up|wasnt alive|wasnt here|wasnt here anymore|disappear forever|exist|existed|die|died)",
    r"(?:wish|hope|pray|hoping|wishing) (?:that )?(?:the next |a |some |the |someone |something |god )(?:\w+ )?(?:\w+ )?(?:\w+ )?"
    r"(?:hits?|kills?|take|takes|end|ends|shoots?|run over|crash|crashes) me",
    r"(?:wish|hope|want|pray|if only|need) (?:[^\s.]+ ){0,6}?(?:run me over|runs me over|hit me|hits me|kill me|kills me|crush me|take me away from)(?= (?:today|tonight|on|and|so|already|then|in|[.,]))",
    r"(?:god|lord|jesus|death|heaven) (?:\w+ )?(?:takes|take|would take|call|calls) me(?= (?:home|away|soon|tonight|in my sleep|already|[.,]))",
    r"(?:death|dying|being dead) (?:(?:would|will|might|seems|sounds|feels|is|be|like|a|so|the) ){1,4}(?:easier|better|relief|nice|peaceful|kinder|only|good|best|mercy|gift|comfort)",
    r"sleep (?:forever|for ever)",
    r"die in my sleep",
    r"(?:pray|prayed|hope|hoped|want|beg) (?:\w+ )?not to wake",
    r"(?:let me die|end me)",
    r"(?:please|someone|just|god) (?:\w+ )?kill me(?= (?:please|now|already|and|so|[.,]))",
    r"envy the dead",
    r"(?:nobody|who|noone) (?:\w+ )?(?:care|notice|miss me|cry|mourn) (?:if|when) i (?:died|die|was|were|disappeared|killed|am gone|wasnt|vanished)",
    # Not to live.
    r"why (?:should|am|would|do|bother) (?:i )?(?:still |even )?(?:go on|going on|live|living|be alive|alive|exist|stay alive)",
    r"(?:why|wish i was not|wish i wasnt|sorry (?:that )?i|sad that i|how) (?:am )?(?:i )?(?:am )?still alive",
    rf"(?:tired|sick|done|exhausted|weary|fed up) (?:of|with) (?:being alive|life|my life|existing|living|this life){_ANYWHERE}",
    r"my (?:whole )?life (?:(?:is|to|be|feels|should|has|was|already|just) ){0,4}(?:over|pointless|meaningless|worthless|finished|unbearable|end|stop)(?= (?:now|already|anyway|and|since|because|without|for|[.,]))",
    r"(?:living|life|being alive|existing) (?:(?:is|feels|has become|just|only|so|really|now|all) ){1,3}(?:pointless|meaningless|unbearable|worthless|torture|a torture|too (?:painful|hard|much)|hell)",
    r"(?:living|life|being alive|existing|existence) hurts",
    r"(?:given|give|giving|gave) up on (?:life|living|my life)",
    r"(?:hate|loathe) (?:being alive|existing|living|my existence|that i exist)",
    r"(?:disappear|vanish|fade away) (?:forever|for ever|for good|from this (?:world|earth|life))",
    r"(?:want|need|wish|wanted|make) (?:it|this|everything|the pain) (?:all )?(?:to )?(?:be over|end|stop)(?: (?:forever|for good|now|please)| [.])",
    r"(?:noise|pain|thoughts|voices|everything|it) (?:all )?(?:to )?(?:stop|end|be over) (?:forever|for ever|for good|permanently)",
    r"(?:this|the) pain (?:has|needs|must|should|will) (?:to )?(?:stop|end)(?: (?:soon|tonight|now|one way|for good)| [,])",
    r"(?:soon|then|tonight|tomorrow) (?:\w+ )?it (?:will|ll|would)? ?(?:all )?be over",
    r"(?:join|with|follow|meet|see) (?:my |our )?(?:late |dead )?(?:\w+ )?(?:again )?(?:in heaven|on the other side|up there|in the grave)",
    r"(?:leave|leaving|quit) (?:this|the) (?:world|earth|life)(?= (?:behind|for|forever|and|because|tonight|soon|[.,]))",
    r"(?:starve|starving|drink|drinking|drinks|bleed|smoke) (?:myself |himself |herself )?to death",
    r"bleed out",
    r"waste of (?:space|oxygen|air)",
    r"(?:am|im|feel like|being|just) (?:such |only |nothing but )?a burden (?:to|on|for) (?:everyone|him|her|them|all|my|the world|others)",
    r"(?:only|easiest|best|one) way out",
    r"(?:danger|harm|threat) to (?:myself|himself|herself)",
    # A way, a place, an hour.
    rf"(?:{_NEAR}) (?:\w+ ){{0,8}}?(?:jump|jumping|jumped|leap|leaping|step|stepping|fall|throwing myself) (?:off|from|out of|over) (?:\w+ ){{0,3}}?(?:{_SPOT})",
    rf"(?:jump|jumping|jumped|step|stepping|stepped|walk|walking|walked|lie|lying|run|ran|stand|standing|throw) (?:myself |out |down )?"
    rf"(?:in front of|under|into) (?:\w+ ){{0,3}}?(?:{_VEHICLE})",
    rf"(?:throw|throwing|threw|hurl) myself (?:off|from|out of|under|in front|down the|into (?:the |a )?(?:{_INTO}|{_VEHICLE}))",
    rf"(?:{_NEAR}) (?:\w+ ){{0,4}}?(?:drive|driving|drove|steer|steering|crash|crashing|swerve|swerving|wade|wading|walk|walking)"
    rf" (?:\w+ ){{0,3}}?(?:into|off|over|against) (?:\w+ ){{0,2}}?(?:{_INTO})",
    r"(?:think|thinking|thoughts|dream|about) (?:of|about) (?:drowning|hanging|jumping|bleeding|falling) (?:in|from|off|to) (?:the|a)",
    r"(?:sitting|sat|lying|lay|standing|stood|sit|lie) on the (?:\w+ )?(?:tracks|rails|ledge|railing|wrong side of the)",
    r"(?:standing|stood|sitting|sat|am|im|here|up) on (?:the|a) (?:ledge|railing|edge of (?:the|a) (?:roof|bridge|cliff|balcony))",
    r"(?:walk|walking|walked|going|go|drawn|drawn back) (?:\w+ )?(?:to|towards) the (?:bridge|tracks|railway|cliff|river)(?= (?:at night|again|alone|every|and (?:look|think|stand)|in the dark))",
    rf"(?:slit|slitting|slash|slashing|slashed|cut|cutting|cuts|carve|carving|slice|slicing|sliced|open|opening|burn|burning|burned|burnt)"
    rf" (?:up |open )?(?:my|his|her) (?:own |left |right )?(?:{_SKIN})",
    r"(?:been|started|start|starting|back to|keep|kept|stop|relapsed and|began|went back to|am|im) (?:back )?cutting(?: (?:again|since|when|at night|to|after|because|deeper|too)| [.,])",
    r"i (?:\w+ )?cut (?:too |so |even )?deep(?:er)?(?: (?:this|again|last|that|and|tonight)| [.,])",
    r"(?:to the bathroom and|in the bathroom and|alone and|need to|urge to|have to|wanted to|i) (?:just )?cut(?= (?:again|until|so that i (?:feel|dont)|to feel|and (?:it|the blood)|[.]))",
    near("razor|blade|blades|lighter|cigarette|cigarettes|broken glass", rf"my (?:\w+ )?(?:{_SKIN})", 4),
    rf"(?:{_HARM}) myself",
    r"(?:i|he|she|partner|daughter|son|wife|husband|to|been|started|again|my|relapsed|with) (?:\w+ )?(?:selfharm|selfharming)",
    r"(?:selfharm|selfharming) (?:again|since|last|when|because|marks|scars|tonight)",
    r"(?:bang|banging|banged|smash|smashing) my head (?:\w+ ){0,3}?(?:wall|door|floor|desk|tiles)",
    r"scratch(?:ing|ed)? (?:my|myself|at my) (?:\w+ ){0,4}?(?:bleed|blood|bloody|raw)",
    rf"(?:{_TAKE}) (?:\w+ ){{0,4}}?(?:{_MANY}) (?:\w+ ){{0,4}}?(?:{_DRUGS})",
    rf"(?:{_DRUGS}) (?:\w+ ){{0,7}}?(?:{_TAKE}) (?:them |it )?(?:all|every|everything|the lot)",
    near(
        "enough|saved|saved up|hoarding|hoarded|collecting|collected|stash|stockpiling|lined up|counted out", _DRUGS, 4
    ),
    rf"(?:saving|saved|save|hoarding|hoarded|collecting|collected|stash|stockpiling|counting|counted|bottle of|box of|enough|lined up) (?:up )?(?:\w+ ){{0,2}}?(?:{_DRUGS})"
    r"(?= (?:\w+ ){0,6}?(?:in case|for when|ready|bed|floor|hidden|to (?:die|end|do it|go)|again|die|front of me|and (?:a|i|the|vodka)|since|for (?:months|weeks|that|the day)))",
    rf"how many (?:of them |\w+ )?(?:{_DRUGS}|it (?:takes|would take)|i would need|to take|you need)(?= (?:it takes|to|would|for|until|before|[.,]))",
    r"(?:took|take|taken|taking|tried|had) (?:an|another|a) (?:\w+ )?overdose",
    r"(?:i|ive|he|she|partner|wife|husband|son|daughter|to|nearly|almost) (?:\w+ ){0,2}?(?:overdose|overdosed|overdosing|od|oded|oding)",
    r"(?:i|he|she|boyfriend|girlfriend|husband|wife|partner|son|daughter|friend|nearly|almost) (?:odd|od d) (?:on|last|again|in|yesterday|and|twice)",
    r"(?:drank|drink|drinking|swallow|swallowed|swallowing) (?:\w+ )?(?:bleach|poison|antifreeze|disinfectant|pesticide|rat poison|drain cleaner)",
    r"(?:bought|got|have|tied|tying|found|find|made|ordered|hid|hidden|tie) (?:a|the|some|my) (?:noose|rope|razor blades?)",
    near("rope|noose", "beam|rafter|rafters|ceiling|attic|hang|hung|branch|my neck|tonight|knot|goodbye", 8),
    r"(?:rope|noose|belt|cord) (?:around|round) (?:my|his|her) (?:neck|throat)",
    r"(?:hide|hides|hiding|hid|found) (?:the |his |her |my )?(?:blades|razor blades|razors)",
    r"(?:hands?|going|go|back|reach|reaching|reached) (?:\w+ ){0,3}?(?:to|for) the (?:razor|blade|blades|knife)(?= (?:again|and|when|every|[.,]))",
    r"(?:garage|car) (?:\w+ ){0,3}?(?:engine|motor|exhaust) (?:on|running|is running|is on|still running)",
    r"(?:plan and (?:a |the )?(?:date|day|place)|plan (?:to|for how to|how to) (?:die|do it|end it|disappear))",
    r"how i (?:would|will|could|d|am going to) do it",
    r"(?:writing|written|wrote|write|finished|left|leave|sent|said|saying) (?:\w+ ){0,3}?(?:goodbye|goodbyes|farewell|suicide)(?: (?:letter|letters|note|notes|message|to (?:everyone|everybody|them all|the kids|my (?:kids|children|family)))| [.])",
    r"(?:said|saying|say) my (?:last |final )?goodbyes",
    r"(?:said|say|saying|kissed) goodbye to the (?:children|kids|baby|girls|boys) (?:while|in their sleep|for the last|before i|one last)",
    r"tell (?:my|the) (?:kids|children|wife|husband|mother|mum|mom|daughter|son|family|girls|boys) (?:that )?i (?:loved|love|am sorry|always loved) (?:them|her|him)",
    r"(?:this is|these are|heres) (?:my |the )?(?:last|final) (?:message|goodbye|words|note|letter|night)",
    rf"by the time (?:you|anyone|anybody|he|she|they) (?:{_SEEN}) this",
    r"(?:goodbye|farewell) (?:cruel )?world",
    r"(?:giving|gave|given) away (?:all )?(?:of )?my (?:things|stuff|belongings|possessions)",
    near("insurance", "better off|pays out|when i am gone|after i am gone|if i die", 6),
    r"do (?:something (?:stupid|bad|terrible) to myself|myself (?:in|harm|a harm))",
    r"(?:dark|black|bad|intrusive|those) thoughts (?:\w+ ){0,3}?(?:death|dying|ending|killing|not being here|hurting)",
    r"(?:thinking|think|thoughts|fantasies|dreaming|dream|obsessed) (?:a lot )?(?:of|about) (?:\w+ )?(?:dying|being dead|my own death|my own funeral"
    r"|ending (?:it|things|everything)|ways to (?:die|go)|how to (?:die|do it))",
    r"voices? (?:\w+ ){0,3}?(?:tell|tells|telling|say|says|saying|told) (?:\w+ ){0,4}?(?:kill|die|jump|hurt|cut|end)",
)

REFUSALS: Final = (
    rf"(?:why|reasons?) (?:\w+ )?(?:\w+ )?(?:should not|shouldnt|not|not to) (?:just |simply |go and )?(?:(?:{_DO}) myself|die|end (?:it(?: all)?|my life))(?= (?:[.,]|now|tonight|today|and|right))",
    rf"(?:{_NO}) {_PUT}(?:want|wanna|wanted|wish|feel like|care|bear|deserve|able|manage|see how i can) (?:to )?{_PUT}(?:{_LIVE}){_ANYWHERE}",
    rf"(?:{_NO}) (?:be able to )?(?:go|carry|keep) (?:on|going) (?:living|anymore|any longer|like this(?! with)|without him|without her)",
    r"(?:cant|cannot) (?:live|exist) (?:like this|anymore|any longer|this life|with (?:myself|the shame|the guilt|this pain))",
    r"(?:cant|cannot|dont want to|do not want to) (?:\w+ ){0,2}?be here (?:anymore|any longer)",
    r"(?:cant|cannot) (?:take|do|stand|bear|face) (?:life|living|being alive|existing)",
    rf"(?:no|any|lost|losing|whats|what is|what was|see|without|little|much|is there) (?:\w+ ){{0,3}}?"
    rf"(?:reason|reasons|point|purpose|will|wish|desire|strength|energy|sense) (?:(?:to|in|for|of|me|of me) ){{0,3}}(?:go on|going on|{_LIVE}){_ANYWHERE}",
    r"(?:nothing|nobody|no one|no reason) (?:\w+ ){0,3}?(?:to live for|keeps me alive|keeping me (?:alive|here)|worth living for)",
    r"(?:not|isnt|aint|no longer|hardly) (?:\w+ )?worth (?:living|it to live|going on)",
    r"(?:never|not|dont|didnt|dont want to|didnt want to|hope i dont|wont) (?:have to )?(?:ever )?wake up(?: (?:again|anymore|ever|tomorrow|at all|in the morning)| [.])",
    r"(?:do not|dont|didnt|did not|never|not) (?:\w+ )?want to (?:ever )?wake up(?: (?:again|anymore|ever|tomorrow|at all|in the morning)| [.])",
    r"sleep (?:\w+ ){0,3}?(?:and |to )?(?:never|not|dont) wake",
    r"(?:dont|do not|doesnt|not|did not|didnt) (?:even |really )?care (?:if|whether) i (?:live|lived|die|died|wake up|am dead|survive|crash|crashed)",
    r"(?:nobody|who|wouldnt|wont|would|noone) (?:\w+ )?(?:care|notice|miss me|cry|mourn) (?:if|when) i (?:died|die|was|were|disappeared|killed|am gone|wasnt|vanished)",
    r"(?:do not|dont|wont|cant) (?:think i will |think ill |think i|see myself |expect to |believe i will )?(?:see|make it to|reach|live to see|be alive at|be alive for) "
    r"(?:christmas|my (?:next )?birthday|tomorrow|next (?:week|month|year|summer|spring)|the new year|the morning|forty|thirty)",
    r"(?:see|seeing|find|know|have|feel|is) no (?:other )?way out(?= (?:for me|anymore|but|except|than|and|[.]))",
    r"no (?:way forward for me|future for me|hope left)",
    r"no point (?:in|to) (?:anything|waking up|getting up|going on|being here|any of it|me)",
    r"(?:not sure|doubt|dont know|do not know) (?:that |if |whether )?(?:i will|ill|i would|i) (?:still )?(?:be )?(?:here|around|alive) (?:next|tomorrow|by|in|at|for|much)",
    r"(?:wont|will not|no longer|not) be (?:a |your |their |anyones )?(?:problem|burden|trouble)(?= (?:for|to|anymore|after|any longer|much longer))",
    r"(?:not|cant|cannot|couldnt) stop cutting(?! (?:him|her|people|corners|carbs))",
)

MENTIONS: Final = (
    r"suicide",
    r"suicidal",
    r"selfharm",
    r"noose",
    r"(?:overdose|overdosed)",
    r"(?:slit|slitting|slashed|cut) (?:his|her|their) (?:wrists|throat|veins)",
    r"(?:took|takes|taken) (?:his|her|their) own life",
    r"(?:survived|attempt on) (?:\w+ ){0,3}?own life",
    r"(?:throw|throws|threw) (?:himself|herself) (?:off|under|in front|out of|into the)",
    r"(?:hanged|shot|hung|killed) (?:himself|herself) (?:because|in front|after (?:i|we|the fight)|last (?:night|week))",
)
