"""How signs are denied in English, and how they are told from a book, a film or the news."""

from typing import Final

NEGATIONS: Final = (
    "not", "never", r"(?<!say )(?<!said )(?<!says )(?<!saying )no(?! (?:i|im|ive|he|hes|she|shes|they|we|my|you)(?!\S))", "without", "dont", "doesnt", "didnt", "wont", "wouldnt", "isnt",
    "arent", "wasnt", "werent", "havent", "hasnt", "hadnt", "cannot", "cant", "couldnt", "aint", "neither", "nor", "none", "nobody",
    "stopped", "hardly", "shouldnt", "far from", "free of", "rather than", "instead of",
)  # fmt: skip
FILLERS: Final = (
    "ever", "even", "actually", "really", "going", "to", "want", "wanted", "wanting", "gonna", "wanna", "feel", "feeling", "felt",
    "be", "being", "been", "have", "has", "had", "having", "any", "thoughts", "thought", "of", "about", "a", "an", "the", "planning",
    "trying", "intend", "intending", "thinking", "think", "at", "all", "once", "in", "my", "life", "i", "would", "will", "do", "like",
    "something", "that", "it", "is", "was", "or", "either", "single", "urge", "plans", "plan", "intention", "need", "such", "thing",
    "as", "one", "so", "saying", "mean", "meant", "remotely", "am", "are", "were", "him", "her", "partner", "husband", "wife",
)  # fmt: skip
LIFTED: Final = (
    "until", "till", "yet", "tonight", "today", "right now", "before last", "before this", "before today",
    "but i (?:cant|might|will)", "but sometimes", "but i keep", "unless",
)  # fmt: skip

_STORY: Final = (
    "book|books|film|movie|novel|series|episode|podcast|thriller|opera|song|lyrics|game|level|character|hero|heroine|documentary"
    "|chapter|story|stories|theatre|theater|show|drama|musical|poem|article|news|newspaper|magazine|soap|sitcom|murder mystery"
    "|detective|script|scene|playlist|album|tv|television|comic|manga|anime|myth|legend|fairy tale|tale|radio"
)
FRAMED: Final = (
    rf"in (?:the|an?|this|that|our|his|her|one|my|every) (?:\w+ ){{0,2}}?(?:{_STORY})",
    rf"(?:an?|the|that|this) (?:\w+ )?(?:{_STORY}) (?:\w+ ){{0,3}}?(?:in which|where|about|that|goes|ends|begins|starts|says|who|called)",
    "(?:lyrics|quoted|quoting|quotes|quote|the line|reads out|recited|sang|singing|sings|title|titled|called)",
    r"(?:dreamed|dreamt|nightmare|dream) (?:\w+ ){0,3}?(?:that|about|in which|where)",
)
STORIES: Final = (
    _STORY,
    "ward|nurse|shift|patients?|police officer|paramedic|lawyer|judge|court|trial|jury|thesis|essay|lecture|seminar|course|training",
    "helpline|hotline|charity|campaign|politician|century|statistics|history|museum|exhibition|paper|papers|headline|headlines|war",
    "politics|singer|actor|actress|celebrity|king|queen|romeo|juliet|shakespeare|tosca|hamlet|macbeth|netflix|quiz|joked|joking",
    "jokes|joke|train line|delay|delayed|heard about|media|students|my job|works? with|working with|teach|teaches|volunteers?",
    "hunting|hunts|hunter|pub|years ago|memorial|funeral|lost (?:an?|his|her|their|our)|colleague|teenagers",
)
