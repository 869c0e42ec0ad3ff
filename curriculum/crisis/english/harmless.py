"""English idioms, games and accidents in which the words of the lists are harmless. What is found here is not read."""

from typing import Final

from curriculum.crisis.english.people import CHILD, GRAVE, HITS

_WEARY: Final = (
    "feet|foot|back|head|knee|knees|leg|legs|neck|shoes|heat|deadline|deadlines|suspense|stairs|joke|jokes|silence|song|it|this"
    "|that|work|shoulder|shoulders|tooth|heels|commute|waiting|wait|hips|curiosity|toothache|diet|job|emails|meetings|traffic"
    "|cold|humidity|which|eyes|finger|toe|ankle|period|cramps|boots|they|these|those|pollen|allergy|thighs|calves|ears|puns"
    "|humour|smell|weather|hangover|homework|price|prices|rent|schedule|internet|wifi|phone|app|bike|cat|dog|kids|trainer|gym|squats"
    "|notifications|laptop|train|bus|boss|mattress|sofa|chair|exam|exams|course|thesis|hill|mountain|spreadsheet|printer|machine|car|plant"
)
_OF: Final = (
    "laughter|laughing|embarrassment|shame|boredom|curiosity|heat|the heat|thirst|hunger|cringe|cuteness|jealousy|envy|happiness"
    "|old age|love|shock|awkwardness|excitement|pride|cold|natural causes"
)
_GAMES: Final = (
    "chess|cards|scrabble|tennis|monopoly|uno|poker|darts|pool|snooker|badminton|ping pong|table tennis|golf|bowling|backgammon"
    r"|rummy|fifa|mario kart|the game|a game|the (?:\w+ )?(?:quiz|race|final|match|cup|election|vote|tournament|contest)|a race|trivia"
    "|boggle|squash|checkers|draughts|minecraft|fortnite|everything|every game|it|this|that|(?:his|her|my) own game|judo|wrestling"
    "|football|soccer|basketball|sudoku|catan|memory|air hockey|crazy golf|a pillow fight|the pillow fight|a snowball fight"
)
_SPORT: Final = "judo|karate|boxing|jiu jitsu|bjj|wrestling|fencing|sparring|aikido|kickboxing|mma|self defence|self defense|rugby|krav maga"
_SOFT: Final = (
    "pillow|pillows|noodle|noodles|snowball|snowballs|cushion|cushions|towel|kindness|question|questions|joke|jokes|news|smile|idea"
    "|text|fact|facts|surprise|kiss|kisses|compliment|compliments|water|hug|hugs|love|words|truth|honesty|bill|look|story|confetti"
    "|popcorn|socks|sock|grape|grapes|peanut|peanuts|frisbee|sponge|balloon|balloons|puns|charm|newspaper|cooking|squats|pancake"
    "|notifications|comeback|remark|line|dress|leaf|leaves|feather|flour|glance|proposal|invoice|foam|marshmallow|cuddles"
)
_FEELING: Final = "sentence|news|words|song|remark|it|that|question|line|text|truth|loss|grief|flu|cold|wave|date|idea|silence|heat|sun"
_ORDINARY: Final = (
    "mother|sister|boss|dog|parents|judgement|judgment|opinion|reply|answer|cooking|family|friends|cat|horse|driving|reaction"
    "|disappointment|no|response|feelings|illness|silence|diagnosis|snoring|ex|questions|hamster|snake|spider|parrot|new|old"
    "|motorbike|tears|father|colleagues|lawyer|therapist|teacher|brother|friend|laugh|criticism|verdict|rejection"
)
_KITCHEN: Final = (
    "shaving|chopping|cooking|peeling|gardening|trimming|opening|slicing|baking|ironing|making|carving|cutting|when i fell"
    "|accidentally|by accident|by mistake|while|at work|playing|skiing|running|lifting|moving|carrying|climbing|dancing|jumping"
    "|falling|stretching|training|during|slipping|tripping|doing"
)
_SWEET: Final = (
    "chocolate|sugar|coffee|caffeine|cakes?|netflix|carbs|cheese|love|vitamins?|vitamin c|sun|garlic|biscuits|tv|work|series|christmas"
    "|bab(?:y|ies)|cute|cuteness|kindness|sweets|crisps|popcorn|cream|tea|pizza|pasta|family|meetings|news|podcasts?|romance|lavender"
    "|glitter|salt|chilli|films?|memes|feelings|sushi|cookies|nuts|candy|screens?"
)
_STRIKE: Final = rf"{HITS}|{GRAVE}|threw|throws|throw|kill|kills|killed|killing"
_WHOM: Final = (
    "me|us|him|her|them|each other|my (?:husband|wife|partner|boyfriend|girlfriend|brother|sister|mother|dad)"
)
_SELF: Final = "myself|himself|herself|ourselves|themselves|yourself"

HARMLESS: Final = (
    # Killing and dying.
    r"(?:kill|killing|killed|kills) (?:time|(?:a|an|two|a few|half an) (?:few )?(?:hours?|minutes|birds|mosquito|fly|bottle|spider|wasp|day|afternoon|weekend)|that (?:mosquito|fly|spider|wasp|song)"
    r"|the (?:lights?|engine|mood|vibe|music|noise|weeds|motor|process|app|conversation|weed|server|fun|plants?|fly|flies|spider|wasp|mosquito|bottle|cat|silence|joke|romance|moment|chat|plant|lawn|rat|rats|moths)|my (?:vibe|mood|buzz|appetite|plants?|phone|battery|motivation)|it|boredom|weeds|off the)",
    r"(?:could|would|id|d) (?:\w+ )?kill for",
    rf"(?:{_WEARY}) (?:(?:is|are|was|were|s|be|been|have been|has been|really|absolutely|nearly|just|almost|trying to|wants to|will|slowly) ){{0,3}}(?:kill|killing|killed|kills|murdering|murdered|strangling)(?: me| us| my \w+)?",
    rf"(?:{_WEARY}) (?:wants|want|is out to get) (?:me|us) dead",
    r"(?:he|she|they) kills me with (?:his|her|their|those)",
    r"(?:if )?looks could kill",
    r"(?:kill|murder|strangle|shoot|kills|murders) (?:me|us|him|her|you) (?:if (?:he|she|they|i|we|it) (?:knew|knows|saw|sees|found|finds out|heard|hears|forgot|forget|was late|am late|eat|ate|broke|spoil|spoiled|miss|missed|touch|sing|come home without)"
    r"|for (?:this|that|being|eating|forgetting|the|saying so|not|losing|missing|writing|it later|a|using|spilling|my|wearing|leaving the)|when (?:he|she|they) (?:sees|finds|hears|comes home|gets home|reads|notices)|over (?:the|this)|with (?:his|her|this|that|those|squats|kindness|notifications))",
    rf"(?:kill|killing|killed|hang|shoot|shooting|throttle|strangle|beat|drown|drowning) (?:{_SELF}) (?:laughing|with laughter|with work|in (?:the foot|work|emails|coffee|chocolate|paperwork)|at (?:work|the gym)|for (?:that|forgetting|not|missing|saying)|to (?:finish|get|meet|make)|by (?:running|training)|up|out|on to|onto|over (?:a|an|the|this|that|some|it))",
    r"(?:so (?:boring|bored|long|dull|slow)|boring) (?:\w+ ){0,4}?(?:shoot|kill|hang) myself",
    rf"(?:die|died|dies|dying|dead|killed (?:me|us|{_SELF})) (?:\w+ )?(?:laughing|from (?:laughing|the heat|cringe|embarrassment|boredom|cuteness|laughter)|of (?:{_OF})|inside when|happy)",
    r"(?:dying|die|died) (?:to|for) (?:see|know|try|tell|hear|meet|ask|go|get|find|read|have|taste|learn|be|pee|an?|some|that|the|this|his|her|it|these|those|my|your|more|another|coffee|cake|chocolate|sleep|show|eat|drink)",
    r"(?:would|could|to|d) die for",
    r"(?:cross my heart and )?hope to die",
    r"(?:rather|sooner) (?:die|be dead) than (?:eat|wear|sing|dance|admit|ask|watch|miss|cook|go to|sit through|share|give up (?:coffee|my|cheese|chocolate)|move to|see|support|drink|karaoke|listen to|say|do karaoke|call|phone|camp|go camping|let (?:him|her) win|lose|do the|do another|queue|spend)",
    r"(?:wanna|want to|wants to|wanted to|could|would|i) die (?:in your arms|of|old|hard|on (?:that|this) hill|in my (?:own )?bed|at home|rich|young and|a little|my hair|from laughing|when (?:he|she|the priest) (?:sang|danced|said|wore|called)|lol|haha|laughing|inside)",
    r"when i die i want",
    r"(?:he|she|it|they|who|father|mother|dad|mum|mom|grandmother|grandfather|gran|nan|aunt|uncle|dog|cat|friend|brother|sister|\w+s) (?:is|was|are|were|lay|is slowly|was already) dying",
    r"(?:died|die|dies|dying|dead) (?:a little |a bit |a tiny bit )?(?:inside|down|out|off|away|hard)",
    r"dead (?:tired|serious|on|set|sure|certain|right|wrong|calm|beat|asleep|quiet|lucky|worried|good|keen|weight|drunk|bored|honest|pleased|lol|center|centre|proud|hungry|curious|pan|end|line|ringer|silent|simple|easy|cute|funny|inside)",
    r"(?:im|i am|am|was|were|is) (?:\w+ )?(?:dead|deceased)(?: (?:lol|haha|he|she|on my feet|to the world|from|after|when|omg|xd|by|at)| [,])",
    r"over my dead body",
    r"(?:death|dead) (?:of me|by chocolate|metal|star|valley|trap|sea|line)",
    rf"(?:love|bore|bored|worked|scared|scare|freeze|starve|starving|frozen|froze|tickled|talk|talked|sick|freezing|scares|bores|worried|thrilled|loved|hugged|cuddled|squeezed|tickle|annoyed|embarrassed|sweating)(?: (?:me|him|her|us|{_SELF}))? to death",
    r"(?:[0-9]+|ran|run|walked|cycled|hiked|drove|rode|swam|of|ten|five|twenty|few|many|some|more|two|three|four|six|seven|eight|nine|thirty|forty|fifty|hundred) (?:\w+ )?kms",
    r"noose of",
    # Harming oneself by accident or in a figure of speech.
    rf"(?:cut|cutting|cuts) (?:{_SELF}) (?:some|an?|the|off|on|short|free|loose|slack|in (?:the kitchen|half|two)|another|two|one|out|down|with (?:the|a|my) (?:bread|kitchen|hedge|can|new|vegetable|potato|paper|cheese)|from|into|when (?:chopping|cutting|cooking|i was (?:chopping|cooking|slicing))|{_KITCHEN})",
    rf"(?:hurt|hurting|injured|injure|burned|burnt|burn|hit|hitting|scratched|bit|harmed|choked|punched) (?:{_SELF}) (?:at|in|on (?!purpose)\w+|yesterday|again (?:at|in|on|skiing|running|lifting)|out|with (?:the|a|my) (?:iron|oven|kettle|pan|hammer|tea|coffee|hot|ball|door|saw|soup)|when i (?:slipped|tripped|was (?:skiing|running|playing|cooking|lifting))|trying to (?:lift|move|open|carry|fix)|{_KITCHEN})",
    rf"(?:punish|punishing|punished|starve|starving|starved|hit|slap|slapped|bite|biting|kick|kicked) (?:{_SELF}) (?:for (?:forgetting|not|being|saying|missing|the)|with (?:a |another )?(?:run|workout|exercise|salad|chocolate)|all day for|until (?:dinner|lunch|supper)|on the (?:forehead|shoulder|hand|thigh|back)|into shape|to (?:stay awake|check|fit into|wake up))",
    rf"(?:beat|beating|beats|kick|kicking|kicked) (?:{_SELF}) (?:up|for|about|over|that)",
    rf"(?:hang|hanging|hung) (?:out )?(?:by )?(?:{_SELF}) (?:out|up|at|on a|in the (?:park|cafe))",
    rf"(?<!he )(?<!she )(?<!band )(?<!wife )(?<!friend )(?<!partner )(?:cut|cutting|cuts|shaved|shave|burned|burnt|opened|scratched) (?:my|his|her) (?:\w+ )?(?:leg|legs|arm|arms|hand|throat|skin|stomach|wrists) (?:on (?:an?|the|some)|hair|with the (?:hedge|oven|iron|kettle|razor while)|in the (?:garden|kitchen|brambles)|when (?:i|he|she) (?:fell|slipped|tripped|shaved)|{_KITCHEN})",
    r"(?:been|started|stop|keep|back to|start) cutting (?:carbs|down|back|corners|onions|coupons|costs|out|wood|sugar|the|grass|hair|class|fabric|him|her|in|expenses|alcohol|my|our|paper|cake|short|meat|people|it|bread|roses)",
    rf"(?:overdose|overdosed|overdosing|od|oded|oding) (?:on|of) (?:\w+ )?(?:{_SWEET})",
    r"(?:netflix|chocolate|sugar|cuteness|family|christmas|screen|coffee|work|meeting) overdose(?: really)?",
    r"(?:bought|got|have|made|found|tied) (?:a|the|some|my) (?:climbing |skipping |jump |new )?rope (?:for (?:the|his|her|my|our)|ladder|swing|to (?:tie|skip|climb|the|pull|secure)|on the)",
    r"rope (?:lights?|ladder|swing|bridge|course)",
    r"(?:bang|banging|banged|hit) my head (?:\w+ ){0,2}?(?:on|against) (?:the|a) (?:cupboard|shelf|car|beam|cabinet|wall of|brick wall with)",
    r"(?:jump|jumped|jumping|step|stepped|walk|walked|run|ran|running) (?:out |down )?into (?:the|a|our|my|his|her) (?:\w+ )?(?:car|bus|train|tram|taxi|tube|metro|truck)(?= (?:and|to|with|for|home|park|together|at|because|so|before|when|[.,]))",
    r"(?:stand|standing|stood|run|ran|walk|walked) (?:out |down )?in front of (?:the|a|our) (?:\w+ )?(?:car|bus|train|truck) (?:for a (?:photo|picture)|waiting|to (?:take|wave|say)|with (?:flowers|his|her|a sign))",
    r"(?:jump|jumped|jumping|leap|off) (?:off |from |out of )?(?:the|an?|our) (?:\w+ )?(?:pier|diving|board|plane|cake|swing|wagon|page|sofa|couch)",
    r"(?:jump|jumped|jumping) off (?:a|the) bridge because (?:my|his|her|everybody|everyone|the others)",
    r"(?:take|takes|taking|took|had) (?:all )?(?:my|his|her|the) (?:\w+ )?(?:pills|tablets|meds|medication|medicine|vitamins|antidepressants) (?:at|with|on time|as|every (?:day|morning|evening|night)|again|regularly|for|on doctors|before (?:bed|breakfast))",
    r"(?:way|ways) out of (?:the|this|a|our|my|it|his|her|that|here)",
    r"end(?:ing|ed)? it (?:with|on|there|here|by|in|politely|early|well|before|at|when|after|all with a (?:hug|laugh|kiss))",
    r"(?:last|final) (?:message|words|note|letter|night) (?:of the|for today|before|from work|here for today|in (?:the|this|our)|on the|until|at)",
    r"(?:goodbye|farewell) (?:letter|letters|note|message) (?:(?:for|before|on) (?:the|his|her|my) (?:\w+ )?(?:trip|holiday|journey|move)|from|to (?:my|the|our) (?:boss|team|colleagues|old|job|company|house|sofa|car|cigarettes|sugar)|for (?:my|our|the) (?:colleague|boss|teacher|neighbour|team|trainer))",
    r"(?:happier|better|easier|calmer|quicker|faster) (?:off )?(?:\w+ ){0,4}?without (?:me (?:singing|cooking|talking|there to|in the (?:kitchen|way|room|car)|on the|nagging|around to|hovering|helping|interrupting|explaining)|my (?:singing|cooking|help|advice|opinion|mother|phone))",
    r"(?:wish|wished|better|easier) (?:that |if )?i (?:\w+ )?(?:\w+ )?woken up (?:earlier|sooner|later|before|in time|next to|in (?:a|another|the)|to the|with)",
    r"(?:burn|burned|burning|burnt) out",
    # Games, accidents and figures of speech between people.
    rf"(?:{_STRIKE}) (?:me|us|him|her|them|my \w+) (?:\w+ )?(?:at|in) (?:{_GAMES})",
    rf"(?:{_STRIKE}|trying to kill) (?:{_WHOM}) (?:\w+ )?with (?:\w+ ){{0,2}}?(?:{_SOFT})",
    r"(?:stab|stabs|stabbed|stabbing) (?:me |us |him |her )?in the back",
    r"(?:kick|kicked|kicks|throw|threw|throws) (?:me|us|him|her|them) out of (?:the )?(?:kitchen|library|club|bar|shop|band|choir|cinema|pub|game|chat|bathroom|train|queue)",
    r"(?:beat|beats) (?:me|him|her|us) up the (?:hill|stairs|mountain|steps|slope)",
    r"(?:beat|beats|beaten|beating) (?:me|us|him|her|them) (?:to (?:it|the|bed)|by (?:two|three|four|five|six|ten|a|one|half|miles)|fair|hands down|every (?:single )?(?:time|game)|again at|three|two|easily|twice at)",
    r"(?:beat|beats|beating|beaten) (?:around|about|against|the (?:traffic|clock|odds|eggs|rush|drum|drums|heat|crowd|queue|record|system|butter|game|level|boss|boys|girls)|by (?:the )?(?:traffic|rain|weather|clock))",
    r"could (?:\w+ )?throw (?:him|her|them|it|my \w+) (?:out|against|off|through)",
    rf"(?:{_FEELING}) (?:(?:really|just|has|have|had) ){{0,2}}(?:hit|hits|struck|burned|attacked|slapped) (?:me|us|him|her)",
    r"(?:hit|hits|hitting|hitted|struck|strikes) (?:me|us|him|her|them) (?:up (?:for|about|on|when|later|with|if)|that|like (?:a (?:wave|ton|truck)|it)|as(?! (?:often|much|hard|badly)(?!\S))|how|when i (?:saw|read|heard|realised|realized|woke|opened|sat)|where it|out of)",
    r"(?:kick|kicks|kicked|kicking|bit|bites|hit|hits|punches|elbowed|whacks|thumps|smacked|slapped|scratches|slap) (?:me|us|him|her) (?:under the table|off the (?:sofa|couch|list|team)|in (?:his|her|my|their) sleep|on the (?:back|shoulder|bum|bottom)|playfully|gently|lightly|five|a (?:five|high five)|accidentally|by accident|by mistake|as a joke|for fun)",
    r"(?:accidentally|by accident|by mistake|playfully|jokingly|gently|lovingly|lightly) (?:hit|hits|kicked|bit|pushed|slapped|elbowed|punched|smacked|bumped|scratched|knocked|burned|shoved|locked|grabbed|pinned|threw) (?:me|us|him|her|my \w+|the \w+)",
    r"(?:masseuse|masseur|trainer|physio|coach|dentist|yoga teacher|osteopath|chiropractor) (?:\w+ )?(?:beat|beats|hit|punched|kills|killed|killing|hurt|hurts|tortured|bends|held|holds|pinned) (?:me|us)(?: up| down)?",
    rf"(?:{_SPORT})(?: \w+){{0,8}}? (?:me|him|her|us|each other|my \w+)",
    rf"(?:in|at|during) (?:{_SPORT})(?: \w+){{1,8}}",
    rf"(?:pinned|pins|threw|throws|choked|strangles|strangled|kicked|punched|hit) (?:me|him|her) (?:\w+ ){{0,3}}?(?:in|at|during) (?:{_SPORT}|the match|training|practice)(?: \w+)?",
    rf"(?:threw|throws|throw|throwing|chucked|launched) (?:\w+ ){{0,2}}?(?:{_SOFT}|party|shade|tantrum|ball|balls|stick|keys|his arms|her arms|my arms|arms|bread|rice|curveball) (?:at|over|around|to) (?:me|us|him|her|them|my \w+)",
    r"(?:throw|throwing|threw) (?:the|my|our|a|her|his) (?:\w+ )?(?:baby|girl|boy|kids|child) (?:shower|party|birthday|clothes|stuff|toys|a (?:ball|party|birthday|kiss))",
    r"(?:choked|choking|choke|chokes) (?:me |us |him |her )?up",
    r"(?:throttle|choke|strangle|strangling|murder|stab|stabbed|stabs|beat|hit|hits|punch|kick|attack|attacked|murdered|bit|bite) (?:the|a|that|this) (?:\w+ )?(?:printer|laptop|computer|alarm|phone|dishwasher|remote|potatoes|steak|air|sofa|bag|bags|keyboard|meat|rug|carpet|dough|brakes|gym|road|sack|hay|pillow|shops|post|bar|ball|target|books|button|nail|goal|mark|ground running|roof when|roof about|sale|buffet|town|beach|slopes|pumpkin|song|saxophone|pizza|soup|weeds|hedge|bullet|spot|snooze|fence|home run|deer|tree|pothole|kerb|curb|bump|car|lamp post|jackpot|snag|rabbit|bucket|habit|dust)",
    r"(?:push|pushes|pushed|pushing) (?:me|us|him|her|them|my \w+) (?:to (?:do|be|apply|try|go|talk|get|see|finish|study|speak|ask|think|call|open|eat|rest|the (?:limit|front))|on the swings?|too (?:much|far) (?:on|about|with)|away|about|for (?:an answer|a|more)|into (?:applying|talking|trying|doing|it|a (?:decision|corner|conversation|new|better)|the choir)|in a (?:good|wheelchair|trolley|pram))",
    r"(?:dragged|drags|drag|pulled|pulls) (?:me|us|him|her|them|my \w+) (?:to (?:the (?:beach|opera|party|gym|shops|dance|theatre|museum|cinema|market|mall|sea|dance floor)|yoga|a|see|dance|ikea|church|bed|his|her|town|karaoke|zumba)|out of (?:bed|my shell|the (?:house (?:for|to)|water|sea|pool|mud|snow)|a)|into (?:the (?:sea|water|pool|kitchen to)|a (?:hug|shop|museum)|his hobby|her hobby)|out (?:for|to|dancing|of bed)|onto the dance ?floor|along (?:to|for)|across (?:the (?:museum|market|dance ?floor|shops)|town|ikea)|up the (?:hill|mountain))",
    r"(?:pull|pulled|pulls|cut|cuts|brush|braided|held|holds) (?:my|her|his) hair (?:into|back (?:from|when|while)|in the|when i was (?:ill|sick))",
    r"(?:grabbed|grabs|grab|held|holds|took|squeezed) (?:me|us|him|her|my|his) (?:\w+ )?(?:a (?:coffee|drink|beer|seat|snack|blanket|chair|plate)|by the (?:hand|sleeve) (?:and (?:we|danced|ran|led|pulled)|to)|hands?|sleeve|coat|bag|keys|phone to|attention|for a (?:dance|kiss|hug)|arm (?:when (?:the|a|i|we)|because (?:the|a|i)|so (?:that )?i (?:did not|didnt|would not|wouldnt)|before (?:the|a|i)|at the|and (?:we|said|smiled|led)|on the (?:ice|stairs|roller))|wrists (?:to|and counted))",
    r"(?:hold|holds|held|holding) (?:me|us|him|her|my hand) (?:until (?:i|she|he) (?:stopped crying|fell asleep|calmed|slept)|down in the (?:pool|water|sea|game)|down with kindness|close|tight|while)",
    r"(?:force|forces|forced|forcing|made|makes|make) (?:me|us|him|her) (?:to )?(?:watch|eat|try|laugh|do the (?:dishes|laundry|shopping|washing|cooking|hoover|hoovering|ironing)|dance|listen|sing|rest|sit down|take|go to (?:bed|sleep|the)|smile|tea|breakfast|coffee|an?|think|feel|see|bed so|sleep (?:in|late))",
    r"(?:doesnt|wont|does not|will not|never|didnt|not|wouldnt) (?:let|lets|allow) (?:me|us) (?:to )?(?:win|pay|carry|near (?:the|his|her)|help|cook|drive|do|wash|lift|clean|forget|choose|touch|watch|have the|off the hook|finish|down|go (?:to bed|hungry|without)|out of (?:his|her) (?:sight at|arms)|in the kitchen|see (?:the (?:present|dress|cake|surprise|results)|my (?:present|birthday|cake|surprise)|his (?:hand|cards|drawing|present)|her (?:hand|cards|dress|drawing|present))|work (?:on|late|too)|sleep (?:in|alone)|talk about (?:work|football))",
    r"(?:took|takes|take) my (?:phone|keys|card|money|papers|id|coat|hand|glasses|car|documents) (?:to (?:take|the|get|buy|pay|fetch|fix|repair|change|show|put|print|copy)|by (?:mistake|accident)|for (?:a|the|repair)|instead|with (?:him|her) by|and (?:paid|bought|took a|put on|danced|kissed|said))",
    r"(?:lock|locks|locked|locking) (?:me|us) (?:in|out|up|outside|inside) (?:by (?:mistake|accident)|accidentally|when (?:he|she) forgot|because (?:he|she) forgot|of the (?:car|house) (?:by|when he (?:lost|forgot)|when she (?:lost|forgot)))",
    r"(?:follow|follows|followed|following) me (?:on (?:instagram|facebook|twitter|strava|tiktok|spotify|social)|into the (?:kitchen|garden|shop|bathroom to)|around (?:the (?:house|kitchen|garden|shop|flat) (?:talking|like|with|to)|like a|with (?:the|a) (?:camera|towel|dishcloth|tea))|everywhere like a (?:puppy|duckling|shadow|duck)|back|with (?:his|her) eyes|home (?:and (?:we|cooked|made)|from the (?:party|station)))",
    r"(?:stalk|stalks|stalking|stalked) (?:on (?:instagram|facebook|linkedin)|(?:his|her|their|an|my|the) (?:\w+ )?(?:ex|instagram|profile|page|facebook|deer|cat|birds|pigeons|butterflies|squirrels?))",
    r"(?:threaten|threatens|threatened|threatening) (?:me|us|him|her) with (?:\w+ ){0,3}?(?:trifle|cooking|puns|a (?:song|cuddle|tickle|hug|holiday|cake|visit|salad|diet|tickling)|his (?:singing|cooking|mother)|her (?:singing|cooking|mother)|jokes|karaoke|vegetables|decaf|broccoli)",
    r"threaten(?:s|ed)? to (?:sing|dance|leave the|cook|tell (?:an?|his|her|that|the) (?:joke|story)|buy|wear|rain|snow|eat (?:my|the|all)|burn (?:the (?:toast|dinner|cake))|hide the|cancel)",
    r"(?:afraid|scared|frightened|terrified) (?:of )?(?:him|her) (?:leaving|dying|finding|being (?:bored|disappointed|sad|ill|lonely|angry with me|cross)|getting (?:ill|sick|hurt|bored|tired)|falling|losing|not|saying|thinking|driving|going|laughing|reading|seeing|meeting)",
    rf"(?:afraid|scared|frightened|terrified) of (?:her|his|my (?:husbands?|wifes?|partners?|boyfriends?|girlfriends?)s?) (?:{_ORDINARY})",
    r"(?:hurt|hurts|hurting) (?:his|her|my|their|our) (?:\w+ )?(?:feelings|pride|ego|heart|vanity)",
    r"(?:hurt|hurting|hurts) (?:him|her|me|them|my \w+|us) (?:\w+ )?(?:with (?:my|his|her|what|the|that|those|a) (?:\w+ )?(?:words|joke|remark|silence|honesty|comment|said|truth|tone|i said|she said|he said|question|jokes|answer|criticism|opinion|he|she|i)|by (?:saying|not|being|telling|asking|what|my|forgetting|leaving|laughing|his|her)|feelings|emotionally|more than (?:i|he|she|anything)|that (?:he|she|i)|deeply|a lot more|with it|when i (?:forgot|said|told|laughed|cancelled)|if i (?:say|tell|ask|am honest))",
    r"(?:do not|dont|didnt|never|not) (?:\w+ ){0,2}?(?:want|mean|meant|wanted|trying|intend) to hurt (?:him|her|them|my \w+|you|me|anyone|anybody)",
    r"(?:shake|shakes|shaking|shook|shaken) (?:the|her|his|my|our|a) (?:\w+ )?(?:baby|babys?|kids|girl|boy) (?:bottle|bottles|formula|powder|rattle|monitor|toy|milk|hand|hands)",
    rf"(?:hit|beat|beats|kick|kicked|hits|slapped|punched|bit|scratched|pushed|smacked|shoved|attack|attacked|attacks|tackled) (?:my|our|the|his|her) (?:\w+ )?(?:{CHILD}) (?:(?:at|in) (?:{_GAMES})|to (?:the|it)|with (?:\w+ ){{0,2}}?(?:{_SOFT}|tickles|a ball)|by (?:two|three|one))",
    rf"(?:kids|boys|girls|children|twins|sons|daughters|brothers|toddlers|cousins|kittens|puppies|cats|dogs|they|we) (?:\w+ ){{0,2}}?(?:{HITS}|push|pushing|fight|fighting|throw|throwing|chase|chasing|strangle|strangling|kill|killing) (?:each other|one another)",
    rf"(?:my|our|the|his|her) (?:\w+ )?(?:{CHILD}) (?:\w+ )?(?:{HITS}|pushed|tackled) (?:an?|another|the other|his|her|the) (?:\w+ )?(?:{CHILD}|me|friend|teacher|classmate)",
    rf"(?:my|our|the|his|her|a) (?!(?:\w+ )?(?:son|daughter|stepson|stepdaughter|grandson) (?:{HITS}) (?:me|us) (?:[.,]|again|last|yesterday|today|because))(?:\w+ )?(?:{CHILD}|cat|dog|horse|goat|parrot|wasp|bee|hamster|kitten|puppy|rabbit|chicken|goose|swan|pony|cow|lamb) (?:just |also |always )?(?:{HITS}|kicks|pulled|pulls|hits|pushes) (?:me|us|him|her|my \w+|his \w+|everyone|when)",
    r"(?:shoot|shoots|shooting|shot) (?:\w+ )?(?:people|kids|children|families|babies|weddings|couples|portraits|me a (?:look|message|text|glance|smile)|her a|him a|hoops|goals?|baskets|a (?:film|video|movie)|the (?:breeze|wedding|film|video))",
    r"(?:an?|his|the|her|my) (?:glue|water|nerf|toy|heat|nail|staple|massage|spray|squirt|cap|bubble|grease|caulking|tattoo|radar|starting|pop) (?:gun|pistol)",
    r"(?:an?|the|his|her) gun (?:licen[cs]e|club|laws?|show|range|dog|control|debate|emoji)",
    r"(?:jump|jumped|jumping|jumps|under|beat) the gun",
    r"took the gun away from the",
    r"(?:put|puts|stick|stuck|twist|twisted|twists|turn|turned) the knife in",
    r"(?:with|for|an?|his|the|her) (?:baseball|cricket|rounders|table tennis|ping pong) bat",
    r"(?:keeps?|has|bought|with) a bat (?:in the hall )?(?:[,] )?(?:for|signed)",
    r"(?:punch|punches|punched|punching|kick|kicked) (?:the air|above (?:his|her)|bags?|an? (?:bag|ball))",
    r"(?:sleep|sleeping|slept) with a (?:bat|chair) (?:in the|costume)",
    r"hid(?:e|es|ing)? from (?:him|her|my \w+) (?:in the (?:maze|game|garden game)|behind the (?:sofa|curtain|door) (?:to|as)|to (?:surprise|scare))",
    r"hid(?:e|es|ing)? and seek",
    r"raise(?:d|s)? my hands? (?:to (?:speak|ask|say|object|wave)|at the|in (?:class|surrender|the meeting))",
    r"(?:violent|killer) (?:film|films|movie|movies|game|games|series|show|storm|cough|storms|sneeze|book|scenes|sport|content|weather|winds|video|heels|playlist|whale|tomatoes|abs|smile|outfit)",
    r"(?:drug|alcohol|substance|medication|caps lock) abuse",
    r"(?:animal|dog|cat|bus|bike|night|tax|bomb|storm|homeless) (?:shelter|refuge)",
    r"(?:work|works|worked|working|volunteer|volunteers|volunteered|donate|donated|cook|cooks|cooking|sewing|knit|knits|books|clothes|money|fundraiser) (?:\w+ ){0,2}?(?:at|in|for|to) (?:a|the|our) womens (?:shelter|refuge)",
    r"(?:heart|car|breath|lungs) (?:was|were|is|almost|nearly)? ?in (?:my|his|her) (?:throat|mouth)",
    r"(?:scarf|necklace|shawl|chain|towel|arms?|pendant|collar) (?:\w+ ){0,2}?(?:around|round|on) (?:my|her|his) neck",
    r"(?:scratched my (?:back|head)|(?:squeezed|massaged|rubbed|kissed|stroked|washed|warmed|cut|combed|brushed|held) my (?:neck|back|shoulder|shoulders|hair|head|feet|hand|hands|face|throat lozenges))",
    r"hands? (?:were |was )?(?:\w+ )?(?:cold )?(?:\w+ ){0,3}?on (?:my|her|his) (?:neck|face)(?= (?:to warm|and (?:kissed|smiled|said)|because (?:they|it)|gently|for a (?:moment|second)))",
    r"hands were cold (?:\w+ ){0,8}?(?:neck|face)",
    r"hand (?:over|on) my (?:mouth|face) because i (?:was about|laughed|talked|sang)",
    r"rough (?:patch|day|week|night|year|start|time|morning|road|month|idea|draft|sleep|sketch|seas?|weather|ride|guess|estimate)",
    r"suicidal tendencies (?:with|around) \w+",
    r"(?:bruise|bruises|bruised) (?:\w+ ){0,4}?(?:from|of|on|in|at|by) (?:football|rugby|handball|skiing|judo|karate|hockey|netball|climbing|the (?:table|ice|hike|bike|stairs|gym|match|game|race|fall|bed|door|kerb|climb|walls?|shape|crash|counter|corner|apples?|pears?)|my (?:fall|bike|hip on the)|(?:\w+ )?sleep|italy|training)",
    r"kicks? in (?:his|her) sleep(?: \w+){0,6}",
    r"bruised? (?:apples?|pears?|bananas?|peach|peaches|fruit|ego|pride|tomatoes)",
    # Helping trades, news and rights.
    r"(?:suicide|suicidal) (?:squad|rate|rates|prevention|bomber|bombers|bombing|awareness|statistics|doors?|mission|pass|risk assessment|training|hotline|helpline|burger|wings|shot|lane)",
    r"(?:career|political|social|commercial|financial|professional) suicide",
    r"(?:prevent|preventing|prevention|against|course|training|workshop|awareness|charity|research|thesis|essay|lecture|talk|laws|policy|statistics|module|documentary|article|report|study) (?:\w+ ){0,4}?(?:suicide|abuse|violence|rape|murder|selfharm|overdoses?|killing)",
)
