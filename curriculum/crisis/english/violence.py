"""English signs of violence between people who are close: suffered, feared, done, or near to being done."""

from typing import Final

from curriculum.crisis.english.people import A_HAND_S, A_WORD, BODY, GRAVE, HARD, HITS, OTHER, SOMEBODY, WEAPON, near

_HE: Final = rf"(?:{SOMEBODY}) {A_HAND_S}{{0,4}}?"
_ME: Final = "me|us"
_WOUND: Final = (
    "bruise|bruises|bruised|black eye|split lip|swollen lip|bloody nose|nosebleed|finger marks|choke marks|concussion|busted lip"
    "|broken (?:rib|ribs|nose|jaw|tooth|arm|finger|wrists|collarbone)|burn marks|bite marks|marks"
)
_BONE: Final = (
    "nose|arm|jaw|rib|ribs|finger|fingers|wrists|lip|eye|tooth|teeth|collarbone|face|leg|ankle|hand|skull|eardrum"
)
_AFRAID: Final = "afraid|scared|frightened|terrified|petrified|fear|fearful|dread"
_HER_ALONE: Final = r"(?= (?:when|whenever|now|and|because|since|but|so|again|if|lately|anymore|sometimes|too|as|he|she|i|every|at|these|[.,]))"
"""Of her, and not of her answer."""
_KIN: Final = "husband|wife|partner|boyfriend|girlfriend|ex|dad|father|stepdad|stepfather|brother|spouse|fiance|fiancee|mother|mum|mom|son"
_KILL: Final = "kill|murder|hurt|strangle|stab|shoot|burn|beat|bury|drown|poison|hit|break|rape|choke|slap|punch|harm|attack|cut|smash|slit"
_KILLING: Final = (
    rf"{_KILL}|kills|hurts|hits|killing|murdering|hurting|strangling|stabbing|shooting|burning|beating|poisoning|hitting|choking"
    "|slapping|punching|harming|smothering|smother|smashing|run over"
)
_WILL: Final = (
    r"(?:(?:he|she|they|hell|shell|hed|shed|hes|shes|theyll|one|day|is|was|will|would|might|could|can|going|gonna|to|wants"
    r"|about|end|ends|up|really|just|then|next|time|that|if|i|come|back|ever|leave|left|go|tell|told|anyone|someone|us|me|him|her"
    rf"|and|again|even|do|something|ll|my|{_KIN}) ){{0,10}}?"
)
_WHOM: Final = (
    r"(?:me|us|my (?:\w+ )?(?:family|kids|mother|parents|cat|dog|throat|neck|face|arm|life|sister|children|son|daughter|baby|bones)"
    r"|the (?:kids|children|baby|house|dog|cat)|our \w+)"
)

_HE_DOES: Final = (
    rf"(?:{HITS}|{GRAVE}) (?:{_ME})",
    rf"(?:{HITS}|{GRAVE}|hurts) (?:my (?:mother|mum|mom|sister|gran|grandmother|friend|aunt|wife|husband|partner|girlfriend|brother|dad|father)|(?:his|her) (?:wife|girlfriend|mother|husband|kids|children)|her)(?= (?:every|again|when|with|so|until|in|and|because|at|for|[.,]))",
    r"hurts (?:me|us)(?= [.,])",
    r"(?:hurt|injured|harmed) (?:me|us) (?:\w+ )?(?:badly|bad|physically)(?= (?:[.,]|last|again|yesterday|today|tonight|and|when|so))",
    r"pushed (?:me|us)(?= [.,])",
    r"(?:hurts|hurting) (?:me|us) (?:physically|when|again|every|at night|in bed|badly|so|and)",
    r"(?:grabbed|grabs|yanked|yanks|twisted|twists|bent|pulled|pulls) (?:me|my) (?:\w+ )?(?:arm|arms|wrists|hair|neck|throat|face|jaw|finger|fingers|so hard|hard)",
    r"(?:hold|holds|held|holding|pin|pins|pinned|sits on|sat on|kneels on|knelt on) (?:me|my arms|my wrists) (?:there |\w+ )?(?:down|against|to the|on the (?:floor|bed)|by)",
    r"(?:push|pushes|pushed|shove|shoves|shoved|knocks|knocked) me (?:down|over|so hard|around|hard|again|when|about)",
    r"(?:drags|dragged|throws|threw) me (?:by|along|across|out|down|up the)",
    r"(?:knocked|knocks) me (?:out|unconscious|down|over|to)",
    r"(?:spit|spits|spat|spitting) in (?:my|her|his) (?:face|hair|food)",
    rf"(?:throw|throws|threw|throwing|hurls|hurled|chucks|chucked|flung|launched|lobbed) (?:\w+ ){{1,4}}?(?:at|on|over) (?:{_ME}|my (?:head|face|feet)|him|her)(?= (?:and|because|when|again|last|so|in|every|[.,]))",
    r"(?:smash|smashes|smashed|smashing|broke|breaks|destroyed|destroys|punches|punched|kicked in|kicks in|trashed|trashes|ripped|cut up) (?:up )?"
    r"(?:(?:my|the|our|a) (?:\w+ )?(?:phone|mirror|door|tv|laptop|furniture|plates|window|windows|kitchen|clothes|glasses|house|flat|wall|chair|computer|dishes|place) (?:against|next|beside|again|because|when he|when she|so|over|in front|and|with|last|after|near|on)"
    r"|(?:every|all) (?:\w+ )?(?:plate|plates|glass|glasses|dish|dishes|thing|window|windows|mug|cup|cups|picture|pictures))",
    rf"(?:gave|give|gives|left|leaves) (?:me|her|us) (?:with )?(?:\w+ )?(?:{_WOUND})",
    rf"(?:bruised|broke|broken|breaks|fractured|dislocated|split|cracked|knocked out|twisted|burned|burnt) (?:\w+ of )?my (?:\w+ )?(?:{_BONE})",
    r"(?:smash|smashes|smashed|scratched|scratches|tore|tears|ripped|rips|burned|burnt|burns|crushed|crushes|slammed|slams|hit|hits|punched|punches|stamped|stomped|kicked|kicks|stabbed|cut|cuts|bit|broke|breaks|twists|twisted|banged|bangs|held|pushed|pushes|knocked|knocks) "
    rf"(?:(?!(?:to|hair|his|her|i|that)(?!\S))[^\s.,]+ ){{0,4}}?(?:over |on |against |out |in |into |at |with )?(?:some of )?my (?:{BODY})",
    r"(?:took|takes|hid|hides|keeps|kept|confiscated|withholds|stole|burned) (?:away )?(?:all )?my (?:passport|bank card|cards|money|papers|id|documents|phone and my|keys and my|phone away|phone so|phone when)",
    r"(?:lock|locks|locked|locking|shut|shuts|trapped) (?:me|us) (?:in|up|inside|out|outside)",
    r"(?:kill|killed|kills|hurts|kicks|kicked|strangled|drowned|poisoned|beats|tortures|hit|hits) (?:our|my|the) (?:\w+ )?(?:cat|dog|puppy|kitten|rabbit|pet|hamster|budgie)",
)
"""What somebody does, with a few words between. Together, since the words between are looked through once for all."""

SIGNS: Final = (
    # Suffered, or seen.
    rf"{_HE}(?:{'|'.join(_HE_DOES)})",
    rf"never (?:{HITS}|{GRAVE}) (?:{_ME}) (?:until|till|before (?:last|this|today|yesterday)|like this)",
    rf"(?:got|get|gets|getting|was|been|being|am|im|were) {A_WORD}?(?:{HITS}|{GRAVE})(?: up| again)? by (?:my |a |the |his |her )?(?:{SOMEBODY}|him|her)",
    r"(?:got|get|gets|getting|been|being) (?:beat|beaten|battered|slapped|hit|punched|choked|kicked)(?: up)? (?:again|every|last|at home|yesterday|tonight|so|for|because|when|in the)",
    r"(?:been|got|get|being|was|were) (?:punched|slapped|kicked|choked|strangled|spat at|spat on|shoved|headbutted|assaulted|abused|battered|beaten up|molested|groped)(?= (?:by (?:him|her|my|a man|someone)|again|and|for|because|when|last|so|at home|in (?:my|the (?:face|stomach|head|back|street))|while|yesterday|[.,]))",
    r"(?:was|were) beaten (?:so (?:badly|hard)|again|up|unconscious|until|black and blue)",
    r"[.,] (?:then |and |again )?(?:hit|slapped|punched|choked|kicked|strangled|beat|raped|shoved|headbutted|hits|beats) (?:me|her|him)(?= (?:again|last|yesterday|today|so|because|when|twice|in the|until|for|and|every|[.,]))",
    r"(?:slapped|punched|choked|kicked|strangled|raped|headbutted) me(?= (?:again|last|yesterday|today|so|across|because|when|twice|in the|until|for|and|[.,]))",
    r"(?:beat|beats|beating|beaten) (?:me|us|her|him) up",
    r"(?:keep|keeps|kept|start|started) (?:hitting|punching|slapping|kicking|beating|choking|hurting|strangling|shoving) (?:me|us|him|her|my \w+)",
    r"(?:a|another|the) (?:punch|kick|blow|beating|thrashing|smack|headbutt|backhander) (?:in|to|across|on|from|round) (?:the |my |his |her )?(?:face|mouth|head|stomach|ribs|back|jaw|ear|nose|belly|him|her|husband|wife|partner|boyfriend|girlfriend)",
    r"(?:gave|gives|give|got|get|gets) (?:me |her |him |us )?(?:a|another|the) (?:slap|punch|beating|smack|hiding|thrashing|black eye|bloody nose)(?= (?:in|for|because|when|again|so|last|to|across|and|with|[.,]))",
    r"(?:hand|hands|arm|fingers|belt|cord|scarf|pillow) (?:\w+ ){0,2}?(?:around|round|on|over|against|at) (?:my|her|his) (?:neck|throat|face|mouth and nose)",
    r"by (?:my|the|her|his) (?:neck|throat|hair|ponytail)",
    rf"(?:grab|grabs|grabbed|yanked|drags|dragged|holds|held) me by (?:the|my) (?:{BODY})",
    rf"(?:push|pushes|pushed|pushing|shove|shoves|shoved|shoving|throw|throws|threw|throwing|slam|slams|slammed|slamming|drag|drags|dragged|dragging|kick|kicks|kicked|fling|flung|knock|knocked|smashed) (?:{_ME}|{OTHER}|my head) (?:\w+ ){{0,2}}?(?:down|into|against|onto|over|across|off|to|out of|through|on) (?:\w+ ){{0,2}}?(?:{HARD})",
    r"(?:nearly|almost|tried to|could have|just) (?:kill|killed) (?:him|her|me|us|my (?:wife|husband|partner|girlfriend|boyfriend))(?! (?:laughing|with laughter))",
    r"(?:fist|hole|foot) (?:\w+ )?(?:through|in|into) the (?:wall|door|window)",
    r"(?:his|her) fists? (?:\w+ )?(?:in|at|to|into|against|under) my",
    r"(?:punch|punched|punches|punching|headbutted) (?:a hole in |holes in )?the (?:wall|walls|door|doors)",
    rf"(?:pull|pulled|pulls|point|pointed|points|pointing|held|hold|holds|holding|wave|waved|waves|waving|swung|put|puts|came at|came after|went for|threaten|threatened|threatens|attacked|jabbed|lunged at|chased|chases)"
    rf" (?:me |us |him |her )?(?:\w+ ){{0,3}}?(?:with|a|an|the|his|her) (?:{WEAPON}) (?:at|on|to|against|in|while|when|because|until|last|around|[.,])",
    rf"(?:threatened|threatens|attacked|attacks|came at|comes at|chased|hit|hits|cut|went for|goes for|beats?|beating|stabbed|burned|burns) (?:me|us|him|her|my \w+) with (?:a |an |the |his |her )?(?:(?!toy|water|foam|plastic)\w+ )?(?:{WEAPON}|belts?|cigarettes?)",
    rf"(?:{WEAPON}) (?:at|to|against|on) (?:my|his|her) (?:\w+ )?(?:head|throat|neck|face|back|chest|stomach|ribs)",
    rf"(?:he|she|husband|wife|partner|boyfriend|girlfriend|ex) (?:has|got|is holding|holds|held|took|grabbed|grabs|pulled|pulls|picked up) (?:an?|the) (?:{WEAPON}) (?:out )?(?:and (?:he|she|is|wont|says|said|i|threatened|wants|screamed|shouted)|in (?:his|her) hand|when (?:he|she)|because|right now)",
    rf"(?:outside|downstairs|door|in the (?:hall|kitchen|house)|standing there) (?:\w+ ){{0,3}}?with (?:a|the|his) (?:{WEAPON})",
    r"(?:hide|hid|hiding|put|putting|lock) (?:all )?the knives (?:away|under|in|up)",
    rf"(?:{_WOUND}) (?:\w+ ){{0,6}}?(?:from|by|because|when|after|where) (?:him|her|he|she|my (?:{_KIN})|last (?:night|fight))",
    rf"(?:leaves|left|leave) (?:\w+ )?(?:{_WOUND}) on (?:me|my|her|his|our)",
    near("bruise|bruises|bruised", "he|she|him|her|husband|wife|partner|boyfriend|girlfriend", 7),
    r"broken (?:fingers|ribs|nose|jaw|arm|wrists) (?:again|this time)",
    r"(?:hide|hiding|hid|cover|covering|covered|hides) (?:up )?(?:my |the )?(?:bruise|bruises|black eye|marks)",
    r"black eye (?:\w+ ){0,2}?again",
    r"(?:long sleeves|make ?up|sunglasses|scarf) (?:\w+ ){0,5}?(?:because of (?:last|him|her|the (?:bruises|marks))|so (?:that )?(?:nobody|no one) sees|to (?:hide|cover))",
    r"(?:told|tell|lied|said|say) (?:\w+ ){0,4}?(?:i )?(?:walked into (?:a|the) door|fell down the stairs)",
    # Forced.
    r"(?:force|forces|forced|forcing|made|makes|make|coerced|coerces|blackmails|pressures|pressured) (?:me|her|him|my (?:wife|girlfriend)) (?:to |into )?"
    r"(?:have sex|having sex|sex|sleep with|do (?:it|things|stuff) (?:in bed|to him|with him|i did)|undress|strip|kneel|touch him|touch her)",
    r"(?:made|makes|make) me (?:get on (?:my|the)|go on my|kneel|beg|crawl|lick|strip|sleep outside|stand in the)",
    r"(?:forced|forces|forcing) (?:himself|herself|it) (?:on|onto|into|upon) (?:me|her|him)",
    r"sex (?:with me )?(?:when|though|even though|while|although|against|without) (?:i (?:dont|didnt|do not|did not|never|said no|say no|was asleep|sleep|am asleep|cry)|my (?:will|consent)|asking)",
    r"(?:against my will|without my consent|marital rape|sexually (?:assaulted|abused|abuses|assaults)|inside me)",
    r"(?:stop|stops|stopped) (?:when|even when|even if|if) i (?:say|said|cry|cried|beg|begged) (?:no|stop)?",
    r"(?:touch|touches|touched|touching|films|filmed) me (?:\w+ )?(?:while i (?:sleep|slept|was asleep)|when i (?:sleep|slept|am asleep|was asleep|say no|said no|dont want|didnt want))",
    r"(?:nudes|naked (?:pictures|photos)|intimate (?:pictures|photos|videos)) (?:\w+ ){0,3}?(?:if i|online|to (?:my|everyone)|without)",
    rf"(?:was|got|been|being|were) {A_WORD}?raped",
    # Threatened and feared.
    rf"(?:threaten|threatens|threatened|threatening|vowed|swears|swore|promised|warned|tells|told|says|said|saying|texted|wrote|screamed|shouted|yelled|messages) {_WILL}(?:{_KILL}) {_WHOM}",
    r"(?:tried|tries|trying|wants|wanted|attempted|going|gonna) to (?:kill|murder|strangle|stab|choke|suffocate|poison|drown|rape|run over) (?:me|us)",
    r"(?:will|would|might|could|d|ll|hell|shell|gonna|going to) (?:one day |really |actually |end up )?(?:kill|killing|murder|strangle) (?:me|us) (?:one day|someday|if i (?:leave|left|go|tell|told|say|report|divorce|ever)|in my sleep|and (?:the|our|my|himself|herself))",
    rf"one day (?:he|she|they|my (?:{_KIN})|hell|shell|hes|shes) (?:\w+ ){{0,3}}?(?:kill|murder|strangle|hurt) (?:me|us)",
    r"(?:see|want|wants|wish|wishes|wanted|wishing) (?:me|him|her|us|my (?:husband|wife|partner|ex|boyfriend|girlfriend)) dead",
    r"(?:daddy|mummy|my dad|my mum|his father|her father) (?:\w+ ){0,4}?(?:kill|hurt|hit|hurts|hits) (?:us|you|me|mummy|mum|him|her)",
    r"(?:threaten|threatens|threatened|threatening) (?:me|us|the kids|my (?:life|family|mother))(?: (?:with (?:violence|his fists?|death|a beating)|again|physically|every|when|if|because|and|so)| [.,])",
    r"(?:threaten|threatens|threatened|threatening) to (?:take (?:the|my|our) (?:kids|children|son|daughter|baby)|kill|hurt|beat|hit|burn|shoot|stab|find|rape|share|post|harm|throw me out|lock me|set fire|smash|come after|destroy|ruin)",
    rf"(?:{_AFRAID}) of (?:him{_HER_ALONE}|her{_HER_ALONE}|them{_HER_ALONE}|my (?:own )?(?:{_KIN})(?!s|\S| (?:in law|reaction|answer|family|mother|opinion|dying|leaving))|(?:his|her) (?:temper|anger|rage|fists|hands)|being alone with (?:him|her)|going home|being hit|what (?:he|she|hell|shell|hed|shed) (?:\w+ ){{0,2}}?do)",
    r"(?:scared|afraid|terrified|frightened) to (?:go home|come home|be home|leave (?:him|her)|be alone with|sleep next to|say no to (?:him|her)|fall asleep next)",
    r"(?:i|we|kids|children) (?:really |still |always )?fear (?:him|her|my (?:husband|wife|partner|boyfriend|girlfriend|father|dad|ex))",
    rf"(?:{_AFRAID}|worried|sure|know|convinced|think) (?:that )?{_WILL}(?:{_KILLING}) {_WHOM}",
    r"(?:he|she|husband|wife|partner|boyfriend|girlfriend|ex) (?:really |just |still )?(?:scares|frightens|terrifies) (?:me|us|the kids) (?:when (?:he|she) (?:drinks|is|gets|shouts)|now|so much|again|lately|at night|and|[.,])",
    r"(?:scared|afraid|terrified|frightened|shaking|trembling|shake|tremble|freeze|cold|panic) when(?:ever)? (?:he|she|my \w+) (?:comes|drinks|gets (?:angry|drunk|mad|home)|is (?:angry|drunk|home)|shouts|walks|raises|opens the door)",
    r"flinch(?:es|ed|ing)? (?:when|whenever|if|every time) (?:he|she)",
    r"next time it (?:will not|wont|would not|isnt going to|is not going to) be (?:the|just the|only the) (?:wall|door|phone|plate|table|window)",
    r"(?:fear|fearing|feared|afraid|scared|frightened|terrified) for (?:my|our|her|his) (?:own )?(?:life|lives|safety)",
    rf"(?:i am|im|we are|is|are) in {A_WORD}?danger",
    r"unsafe (?:at home|around (?:him|her)|with (?:him|her)|in my own|in our|when (?:he|she))",
    r"(?:is|hes|shes|gets|got|becomes|became|turns|turned|was|being|are|been) (?:(?:really|very|so|often|sometimes|always|physically|more and more|getting) ){0,2}(?:violent|abusive)",
    r"(?:violent|abusive) (?:husband|wife|partner|man|boyfriend|girlfriend|ex|relationship|marriage|father|stepfather|to me|with me|towards me|towards us|home|outbursts?)",
    r"(?:gets|got|getting|turns|turned) (?:physical|rough) (?:with|when|after|again)",
    r"(?:raise|raises|raised|lift|lifted) (?:his|her|my|a) (?:hand|hands|fist|fists) (?:to|against|at) (?:me|her|him|us|my)",
    r"(?:laid|lays|lay|laying|put|puts) (?:a |his |her |my )?(?:hands|finger) on (?:me|her|him|us|the (?:kids|children))",
    r"(?:laid|lays|lay|laying) (?:a )?hand on (?:me|her|him|us|the (?:kids|children))",
    r"(?:argued|argument|fight|disagreed|said no) (?:\w+ ){0,6}?(?:hospital|emergency room|stitches|ambulance)",
    # Held, kept, followed.
    r"(?:took|takes|removed) the (?:(?:bathroom|bedroom) door off|door off (?:the (?:bathroom|bedroom)|my room))",
    r"(?:follow|follows|following|followed) me (?:everywhere|home|to work|around|in his car|in her car|and (?:says|wont|screams|shouts))",
    r"(?:stalks|stalking|stalker|stalked)",
    r"(?:tracks|tracking|monitors|put a tracker on|installed \w+ on|listens to|checks|goes through) (?:my|all my) (?:\w+ )?(?:phone|location|car|every|messages|calls|emails) (?:every|all the time|and|constantly|at night|when i|so|day|daily|for|because)",
    r"cameras? (?:in|on) (?:every|all|our|the bed) ?(?:room|rooms|house|bedroom|bathroom)? (?:\w+ ){0,2}?(?:watch|watches|and|to)",
    r"(?:controls|controlling) (?:what i (?:wear|eat|spend|do|say)|who i (?:see|meet|talk)|who (?:comes|visits)|where i go|all my|my (?:money|clothes|every|phone)|everything i)",
    r"(?:bag|bags|suitcase) packed (?:\w+ ){0,5}?(?:in case|to run|to leave|to flee|hidden|for when|if he|if she)",
    r"deletes? (?:all )?my (?:contacts|messages|friends|numbers)",
    r"(?:he|she) (?:says|said|tells me|told me) (?:that )?nobody (?:would|will|is going to) believe me",
    r"(?:will|ll|would|hell|shell|going to|gonna) (?:always )?find me(?: (?:wherever|if i|anywhere|and|no matter|everywhere|one day)| [.])",
    r"makes me (?:pay for (?:it|that)|pay (?:\w+ )?(?:later|afterwards)|suffer|beg|kneel|crawl|sleep (?:on the floor|outside))",
    r"(?:punishes|punished) me (?:for|when|if|by|with|because)",
    r"(?:chair|wardrobe|dresser|drawers|something heavy) (?:against|in front of|under) (?:the|my) (?:\w+ )?(?:door|handle)",
    r"(?:sleep|sleeping|slept) (?:with (?:a|the) (?:knife|chair|hammer|bat)|in the (?:car|bathroom|bath) because (?:of (?:him|her)|he|she|i was (?:scared|afraid)))",
    r"(?:from|in|inside) the locked (?:bathroom|bedroom|toilet|car)",
    r"(?:barricaded|lock|locked|locking|get|got|take|took) (?:myself|ourselves|us|me and the kids|the (?:kids|children)) (?:in|into|upstairs|in the) (?:\w+ ){0,3}?(?:because (?:he|she)|until (?:he|she)|so (?:that )?(?:he|she)|from (?:him|her)|away from|when (?:he|she)|while (?:he|she)|and lock)",
    r"(?:hide|hiding|hid|ran|run|fled|escape|escaped|escaping) (?:in \w+ \w+ |away )?from (?:him|her|my (?:husband|wife|partner|boyfriend|girlfriend|ex))(?= (?:in|because|when|tonight|again|now|and|with|so|at|before|until|last|since|[.,]))",
    r"(?:womens|domestic violence) (?:refuge|shelter)",
    r"restraining order",
    r"police (?:\w+ )?(?:here again|came again|here last|had to come|took (?:him|her) away|arrested (?:him|her|my))",
    r"(?:called|call|calling|rang|phoned) the police (?:on (?:him|her|me|my)|because (?:he|she|of (?:him|her))|when (?:he|she)|again)",
    r"(?:neighbours|neighbors|neighbour|neighbor) (?:\w+ )?(?:called|rang|phoned) the police",
    r"drives? (?:straight )?(?:at|towards) (?:trees|a tree|the (?:tree|wall|traffic)|walls|lorries|oncoming) (?:when|if|because|to)",
    # Done, or near to being done.
    rf"i (?:(?:have|had|just|nearly|almost|then|also|really|even|once|sometimes|actually|again|lost it and|snapped and|accidentally) ){{0,3}}(?:{HITS}|{GRAVE}) (?:{OTHER})",
    rf"(?:and|then|ended up|started) (?:{HITS}|{GRAVE}) (?:him|her|my (?:wife|husband|partner|girlfriend|boyfriend))(?= (?:again|so|in|and|because|until|hard|on the|across|with|too|[.,]))",
    rf"(?:lost control|lost it|lost my temper|snapped|saw red|in a rage|rage|so angry) (?:\w+ ){{0,4}}?(?:hurt|hit|pushed|shoved|slapped|grabbed|punched|kicked|choked|beat|shook) (?:{OTHER})",
    r"i (?:have |had |just |then ){0,2}(?:hurt|injured) (?:him|her|my (?:wife|husband|partner|girlfriend|boyfriend)) (?:badly|physically|bad|last night|again|so badly)",
    r"i (?:have |had |just |then |nearly ){0,2}(?:grabbed|pulled|dragged|held) (?:him|her|my (?:wife|husband|partner|girlfriend|boyfriend)) (?:down|by the|so hard|too hard|so tight)",
    rf"i (?:have |had |just |nearly |almost ){{0,2}}(?:broke|broken|fractured|bruised) (?:her|his|my \w+s) (?:{_BONE})",
    r"i (?:have |had |just |nearly |almost ){0,2}(?:threw|hurled|smashed|throw) (?:\w+ ){1,3}?(?:at|over) (?:him|her|my (?:wife|husband|partner|girlfriend|boyfriend))",
    r"(?:planning|plan|going|want|thought|thinking|thoughts|tempted) (?:\w+ ){0,3}?poison(?:ing)? (?:him|her|his|my)",
    rf"(?:want|wanted|wanna|going|gonna|will|feel like|felt like|urge|thinking|thought|thoughts|planning|fantasise|fantasies|ready|about|swear|ill|dream|tempted|close) (?:(?:to|of|about|ill|im|i|will|am|going|gonna|just|really) ){{0,4}}?(?:{_KILLING}) "
    rf"(?:him|her|them|my (?:{_KIN}|sister|boss)|that (?:bitch|bastard|woman)|someone|(?:his|her) (?:face|head|skull|lover|new))",
    r"violent (?:thoughts|fantasies|urges|impulses)",
    r"(?:afraid|scared|terrified|frightened|worried) (?:of )?(?:what i (?:might|will|could|would|am going to) do|(?:that )?i (?:will|might|could|ll|am going to) (?:hurt|hit|kill|harm)|myself (?:when|around|with))",
    r"(?:im|i am|ive been|i have been) (?:\w+ )?(?:violent|abusive|an abuser|the abuser|hitting|beating) (?:to|towards|with|my|her|him|and|again|when|[.])",
)

_NOT: Final = "doesnt|does not|dont|do not|didnt|did not|wont|will not|hasnt|isnt|never|not"
_AT_TIMES: Final = "usually|always|often|normally|generally|regularly|every (?:day|night|time|week)|just|only"
_STRIKES: Final = rf"{HITS}|{GRAVE}|hurt|hurts|hurting|harm|push|pushes|pushed"
_US: Final = r"(?:me|us|her|him|the (?:kids|children)|my (?:\w+ )?(?:mother|mum|mom|sister|son|daughter|kids|children))"

REFUSALS: Final = (
    # An answer that begins with no.
    rf"no (?:he|she|they|my (?:{_KIN})) (?:just |really |did |does |has |still )?(?:{HITS}|{GRAVE}) (?:me|us)",
    rf"no i (?:just |really |have |did )?(?:{HITS}|{GRAVE}) (?:{OTHER})",
    # Denied of some times or places alone.
    rf"(?:{SOMEBODY}) (?:{_NOT}) (?:\w+ )?(?:{_AT_TIMES}) (?:{_STRIKES}) {_US}(?! (?:with (?:gifts|flowers|questions|kindness|jokes)|to|for))",
    rf"(?:{SOMEBODY}) (?:{_NOT}) (?:\w+ )?(?:{_STRIKES}) {_US} (?:when|whenever|in front of|as (?:often|much|hard|badly)|(?:that|so|too|very) (?:often|hard|much|badly)|often|every (?:day|night|time|week)|all the time|much|hard|unless|on the face|where (?:people|anyone|it shows|others))",
    rf"(?:if|when|once) (?:he|she|they|my (?:{_KIN})) (?:ever )?(?:finds?|found) (?:this |me |us |it )?(?:out )?(?:(?:that i \w+ \w+|i told \w+|about us|i wrote \w+|about (?:this|the bot|these messages)) )?(?:, )?(?:he|she|they|hell|shell|theyll) (?:will |would |ll |is going to |are going to |s going to |gonna )?(?:kill|kills|hurt|beat|hit|strangle|stab|shoot) (?:me|us)(?! (?:laughing|with kindness))",
    r"(?:not|dont|do not|no longer|never|isnt|cant|hardly) (?:(?:really|very|even|ever|feel|feeling|be|been) ){0,3}safe (?:at home|here|with (?:him|her|my \w+)|around (?:him|her)|in (?:my|this|our) (?:own )?(?:home|house|flat|bed)|anymore|any longer|right now|tonight|when (?:he|she))",
    r"(?:doesnt|wont|does not|will not|never|didnt|not|wouldnt|refuses to) (?:let|lets|allow|letting) (?:me|us) (?:to )?(?:leave(?! (?:early|hungry|empty|without))|go out|go outside|out(?= (?:of the (?:house|flat|room)|alone|anymore|without|[.,]))|see (?:my (?:friends|family|sister|mother|mum|mom|parents|kids|brother)|anyone|any (?:friends|of))|talk to (?:anyone|my|other|men|women)|have (?:a|my|any)"
    r" (?:phone|money|job|keys|friends|bank)|sleep (?:until|unless|when)|eat (?:until|unless|when)|use (?:the|my) phone|speak to|go home|go to (?:the|a) (?:doctor|hospital))",
    r"not allowed to (?:leave the (?:house|flat|room)|go out|see (?:my|anyone)|talk to|have (?:a|my|any) (?:phone|money|friends)|speak to)",
    r"(?:not|cant|couldnt|cannot|wont|wouldnt|doesnt|didnt|to) stop (?:hitting|punching|slapping|kicking|beating|choking|hurting|strangling|shoving) (?:me|us|him|her|my \w+)",
    r"(?:cant|couldnt|could not|cannot) breathe (?:\w+ ){0,3}?(?:his|her|he|she)",
    r"(?:said|say|saying|screamed|cried) (?:no|stop)(?: \w+){0,3}? (?:[.,] )?(?:and |but |it )?(?:he|she|it) (?:did|does|kept|keeps|carried|went|continued|would) (?:it anyway|not (?:matter|stop|listen|care)|on|going|anyway|nt)",
    r"(?:did not|didnt|dont|do not) want (?:to|it)(?: \w+){0,3}? (?:he|she) (?:did|does|did it|does it|made me|kept|went) (?:it )?(?:anyway|on|going|do it)",
)

MENTIONS: Final = (
    rf"(?:{GRAVE}|strangle|rape|stab|choke|molest) (?:me|us|{OTHER})(?! (?:up|with (?:kindness|love)))",
    r"(?:a|his|her|the|loaded) (?:loaded )?(?:gun|pistol|rifle|shotgun|machete)",
    r"(?:domestic|sexual) (?:violence|abuse|assault)",
)
