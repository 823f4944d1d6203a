"""Which sentences of a report are no news: orders and questions, and among them what is addressed to a machine.

A report may hold text that wants whoever reads it to do something. It stays in the passage, and is never evidence.
"""

import re
from collections.abc import Iterator

_QUOTED = re.compile(r"“[^“”]*”?|``.*?(?:''|\Z)|\"[^\"]*\"?|‘[^‘’]{12,}’|(?<!\w)'[^']{12,}'(?!\w)")
_QUOTED_FROM_BEFORE = re.compile(r"\A[^“”\"]*”(?=\s+\w)")  # what somebody began to say in the sentence before
_POLITE = (
    r"^(?:<[^>]{0,200}>|!?\[[^\]]{0,200}\]\([^)]{0,200}\)|[\W_])*+"
    r"(?:(?:when(?:ever)?\s+(?:you\s+(?:are\s+)?)?(?:asked|answer\w*|respond\w*|repl\w+|summari[sz]\w*|writ\w+)\b[^,]{0,60}|please|kindly|now|then|next|also|always|first(?:ly)?|finally|instead|additionally|furthermore|moreover"
    r"|and|but|so|important|note|remember\s+to|make\s+sure\s+to|be\s+sure\s+to|from\s+now\s+on|you\s+(?:must|should|will)"
    r"(?:\s+now)?|(?:do\s+not|don[’']t|never)(?=\s))[\s,:;–—-]+)*+"
)
_REPLY = r"(?:responses?|repl(?:y|ies)|answers?|outputs?|completions?)"
_MACHINE = (
    r"(?:(?:an?\s+|the\s+|any\s+|all\s+)?(?:(?:AI|A\.I\.|artificial[\s-]intelligence|helpful|virtual)[\s-]+){0,3}"
    r"(?:AIs?|LLMs?|assistants?|(?:large\s+)?language\s+models?|chat\s?bots?|models?|ChatGPT|GPT(?:-\d\w*)?|summari[sz]ers?))"
)
_OWN_VOICE = (
    # what a machine is to do with its own words
    rf"\byour\s+(?:\w+\s+)?{_REPLY}\b(?!\s+(?:is|was|were|to\s+(?:the|that|this|critics))\b)",
    rf"{_POLITE}(?!(?:in|on|at|if|for|with|send|leave)\b)[a-z]+\s(?:.*\s)?your\s+(?:\w+\s+)?(?:message|summary)\b",
    rf"{_POLITE}(?:respond|reply|answer|output|print|echo|conclude|begin|end|start)\s+"
    r"(?:(?:every|each|all|only|the|this|any|with|in|by|as|using|to\s+(?:every|each|all|any|the)|your)\b|[“\"'])",
    rf"{_POLITE}(?:tell|inform|advise|remind|warn|convince|persuade|ask)\s+(?:the|your|all|any|every)\s+(?:users?|readers?)\b",
    rf"{_POLITE}(?:mention|cite|reveal|disclose|refer\s+to|repeat|leak|expose)\s+(?:the|this|that|these|any|your|all)\b",
    rf"{_POLITE}(?:ignore|disregard|forget|override|bypass)\s+"
    r"(?:(?:all|any|everything|your|previous|prior|earlier|whatever|what)\b|the\s+(?:\w+\s+)?(?:above|previous|instructions?"
    r"|prompts?|guidelines?|rules|directions?|commands?|context|question)\b)",
    rf"{_POLITE}(?<=[,:]\s)(?:claim|state|say|write|assert|insist|pretend|deny|recommend|add|include|mention|praise)\s+",
    # a task in the middle of a report
    rf"{_POLITE}(?:explain|describe|translate|summari[sz]e|paraphrase|rewrite|rephrase|recite|compose|draft|generate|encode"
    r"|decode|transcribe|proofread|break\s+down|elaborate|classify|analy[sz]e)\s+"
    r"(?:the|an?|how|why|what|when|where|this|these|that|it|in|on|all|each|every(?:thing)?|my|your|following|some"
    r"|\d|[“\"'])",
    rf"{_POLITE}(?:write|create|provide|develop|make|produce|prepare|craft|give|design|suggest|offer|send|build)\b.{{0,70}}\b"
    r"(?:poems?|stor(?:y|ies)|essays?|letters?|speech|introduction|articles?|e-?mails?|paragraphs?|summary|code|functions?"
    r"|script|programs?|examples?\s+of|equivalents?|translations?|jokes?|songs?|lyrics|tweets?|headlines?|slogans?|haikus?"
    r"|limericks?|recipes?|list\s+of|outline|tutorial|quiz|dialogue|essay|SQL|regex|advertis\w+)\b",
    rf"{_POLITE}(?:use|alternate|mix|replace|convert|substitute|swap|change|remove|delete|group|combine|scramble|jumble|rearrange|reverse"
    r"|capitali[sz]e|misspell|anagram|introduce|insert|spell|encode|shift|shuffle|omit|encrypt|translate|turn|write)\b"
    r".{0,80}\b(?:letters?|vowels?|consonants?|words|spaces|punctuation|typos?|misspellings?|characters?|symbols?"
    r"|anagrams?|emojis?|digits|alphabet|base\s?64|rot13|c(?:a)?esar|morse|ascii|binary|hexadecimal|leetspeak|pig\s+latin)\b",
    rf"{_POLITE}(?:can|could|would|will)\s+you\s+(?:please\s+)?"
    r"(?:show|tell|explain|give|write|help|provide|translate|summari[sz]e|describe|make|create|list|recommend)\b",
    rf"{_POLITE}(?:give|tell|show|teach|help|walk)\s+me\b",
    rf"{_POLITE}(?:act|behave|pretend|roleplay|role-play)\s+(?:as|like|to\s+be|that\s+you|you)\b",
    # whom it is addressed to
    rf"^[\W_]*(?:(?:attention|note|notice|message|instructions?|important|hey|hello|dear|to|for)[\s,:;–—-]+)+"
    rf"(?:to\s+|for\s+)?{_MACHINE}\b(?=\s*(?:[:,–—!]|reading|processing|that\s+reads?|who\s+reads?|when|if|answering))",
    rf"\b(?:if|as)\s+(?:you\s+are\s+)?{_MACHINE}\b[^.]{{0,40}}[,:]\s*(?:please\s+)?(?:you\b|[a-z]+\s+(?:the|your|this|all|that|it))",
)
_ANYWHERE = (
    r"\b(?:ignore|disregard|forget|override|bypass|overrule)\b[^.]{0,40}\b(?:previous|prior|above|earlier|preceding"
    r"|foregoing|initial|original|system|your|other)\s+(?:\w+\s+)?(?:instructions?|prompts?|directions?|directives?"
    r"|guidelines?|commands?|rules)\b",
    r"\b(?:reveal|print|repeat|output|show|leak|expose|display)\s+(?:\w+\s+){0,2}(?:your|system)\s+(?:system\s+)?prompt\b",
    rf"\byou\s+are\s+(?:now\s+|no\s+longer\s+|henceforth\s+){_MACHINE}\b|\byou\s+are\s+(?:now\s+)?(?:DAN|in\s+developer\s+mode)\b",
    rf"\b{_MACHINE}\s+(?:reading|processing|summari[sz]ing|analy[sz]ing|answering)\s+(?:this|from\s+this|the\s+above|these)\b",
    rf"\b{_MACHINE}\s+(?:must|should|is|are|shall)\s+(?:instructed|directed|required|asked|told)?\s*(?:to\s+)?"
    r"(?:respond|reply|ignore|disregard|output|end\s+(?:its|their|every)|begin\s+(?:its|their|every))\b",
    r"!\[[^\]]*\]\(|<(?:img|script|iframe|svg|object|embed|a)\s[^>]*>?",
    r"<\|?/?(?:im_start|im_end|system|user|assistant|endoftext|eot_id|start_header_id)\b[^>]*>|\[/?INST\]|<</?SYS>>",
    r"^[\W_]*(?:system|assistant|new\s+instructions?|system\s+(?:prompt|message|override|note))\s*[:\]]",
)
_OWN_VOICE_PATTERNS = tuple(re.compile(p, re.IGNORECASE) for p in _OWN_VOICE)
_ANYWHERE_PATTERNS = tuple(re.compile(p, re.IGNORECASE) for p in _ANYWHERE)

# Verbs that begin an order to the reader where an object or a place follows them directly.
_ORDER = re.compile(
    rf"{_POLITE}(?:add|analy[sz]e|append|apply|attach|augment|avoid|book|browse|buy|calculate|check|choose|click|combine"
    r"|compare|complete|compose|compute|contact|convert|copy|craft|create|define|delete|describe|develop|display|donate"
    r"|download|draft|edit|email|embed|emphasi[sz]e|encourage|enhance|ensure|enter|evaluate|execute|explain|explore|extract"
    r"|fetch|fill|find|follow|format|forward|generate|give|group|guess|help|highlight|identify|improve|include|incorporate"
    r"|insert|install|instruct|integrate|invite|join|keep|learn|list|mention|modify|open|optimi[sz]e|outline|output"
    r"|paraphrase|post|predict|print|produce|promote|provide|publish|rate|read|recite|recommend|register|remember|remind"
    r"|remove|render|repeat|replace|request|retrieve|reverse|review|revise|rewrite|run|save|schedule|search|select|send|set"
    r"|share|show|sign\s+up|simplify|solve|spell|submit|subscribe|substitute|suggest|summari[sz]e|switch|tell|transfer|transform"
    r"|translate|type|update|upload|use|verify|visit|write)\s+"
    r"(?:(?:the|an?|your|this|that|these|those|all|every|each|any|it|them|me|us|our|my|some|more|at|for|in|to|up|out|with"
    r"|here|now|only|no|one|two|three|four|five|six|seven|eight|nine|ten|\d+)\b|www\.\S+|https?:\S+|[“\"'‘]|[\w.+-]+@\w)",
    re.IGNORECASE,
)
# Verbs that are no nouns or names: at the beginning of a sentence they are orders whatever follows, but for turns of
# phrase by which reporters take a reader by the hand ("Compare that with 2019, when …").
_ONLY_A_VERB = re.compile(
    rf"{_POLITE}(?:analy[sz]e|assess|avoid|brainstorm|browse|calculate|categori[sz]e|choose|classify|compare|compose|compute"
    r"|conjugate|convert|create|debug|decode|decrypt|define|describe|determine|discover|discuss|elaborate|encode|encourage"
    r"|encrypt|enjoy|enumerate|ensure|evaluate|explain|explore|generate|identify|ignore|illustrate|implement|include|insert"
    r"|install|interpret|invest|memori[sz]e|paraphrase|pretend|proofread|provide|rearrange|recite|recommend|refactor|remove"
    r"|rephrase|rewrite|simplify|solve|subscribe|suggest|summari[sz]e|tell|transcribe|translate|unlock|unscramble|upgrade"
    r"|write)(?![-’'\w])\s+(?:and\s+[a-z]+\s+)?(?!(?:this|that|it)\s+(?:with|to)\s|(?:and|or|but|of|was|is|are|were)\s)[\w“\"'‘(]",
    re.IGNORECASE,
)
_ORDER_TO_NOBODY = re.compile(
    r"^[\W_]*(?:Compare\s+(?:this|that|it)|Add\s+(?:to\s+)?(?:this|that)|Set\s+to|Keep\s+in\s+mind|Use\s+of)\b",
    re.IGNORECASE,
)
# Any other word with an article or "your" right after it, at a sentence's beginning: a subject has none there. Left out
# are words that are no verb's base form, and what reporters ask of a reader in passing ("Take the village of Tarn").
_NO_ORDER_BEGINS = frozenset(
    """about above across after against all along although amid among and another are around as at away because been
    before behind below beneath beside besides between beyond both but by can could despite did does down during each
    either elsewhere even ever except far few for from further had half has have he her here hers herself him his how
    however if in inside instead into is it its itself just last later less like likewise many maybe minus more most
    much near neither never next none nor not nothing now of off often on once one only onto opposite or other our out
    outside over per perhaps plus quite rather same she should since so some somebody someone sometime somewhere soon
    still such than that the their them then there therefore these they this those though three through throughout till
    to together tomorrow tonight too toward towards twice two under underneath unless unlike until up upon versus via
    was were what whatever when whenever where whereas wherever whether which whichever while who whoever whole whom
    whose why will with within without would yes yesterday yet
    ask beat bet born brought built caught consider cost cut found gave gone got held hit imagine kept left let lost
    made met say sent set shot sold spent take told took went won""".split()
)
_WORD_THEN_ARTICLE = re.compile(
    r"^[^\w\"“]*(?P<word>[A-Z][a-z]+)(?:\s+(?:off|up|down|out))?\s+(?:(?:the|an?|every|each|your|my|these|any)\s+|[$€£](?=\d))"
    r"(?!(?:\w+\s+)?(?:days?|nights?|mornings?|evenings?|hours?|weeks?|months?|years?|decades?|world|length|losers?|winners?)\b)"
    r"[\w'‘\"“(]",
)
_NO_BASE_FORM = re.compile(r"\w+(?:ing|ed|ly|s|en|wards?)\Z")
_TO_SOMEBODY = re.compile(
    rf"{_POLITE}(?:assure|warn|inform|convince|remind|advise|persuade|urge|notify|alert|invite|tell|show|teach)\s+(?:the\s+)?"
    r"(?:users?|readers?|everyone|everybody|people|them|me|us|visitors?|customers?|how|others)\b"
    r"|^[\W_]*(?:please|kindly|from\s+now\s+on|remember\s+to|(?:make|be)\s+sure)\b,?\s+[a-z]|^[\W_]*let[’']?s\s+[a-z]"
    r"|\b(?:wants?|needs?|asks?|would\s+like|expects?)\s+you\s+to\b|^[\W_]*you\s+(?:won|win|must|are\s+now)\b"
    r"|^[\W_]*(?:go|reply|head)\s+(?:to|with)\s+(?:\S+\.\S|your|the\b)",
    re.IGNORECASE,
)
_SAY_THAT = re.compile(
    rf"{_POLITE}(?:claim|say|state|insist|pretend|argue|assert|deny|write|reply)\s+(?:that|nothing)\b", re.IGNORECASE
)
# Verbs that are nouns as well: orders before a number, or at the beginning of what ends with haste.
_WITH_A_NUMBER = re.compile(
    rf"{_POLITE}(?:name|plan|call|get|list|mix|text|dial|save|pick|rank|state|quote|give|write|find|try|order|buy|win|earn)\s+"
    r"(?:(?:up|down|out)\s+|(?:me\s+)?(?:\$|£|€)?\d|(?:the|an?|my|your|our|two|three|four|five|six|seven|eight|nine|ten)\b)",
    re.IGNORECASE,
)
_SPREADS = re.compile(
    rf"{_POLITE}(?:spread|pass\s+on|promote|push|stop|start|keep|mix|add|spam|flood|share|repeat)\s+"
    r"(?:the\s+(?:idea|message|word|rumou?r|claim|news|link|order)|[a-z]+ing\s+(?:and|or|all|any|the|your)\b|up\s+the|extra|random)\b",
    re.IGNORECASE,
)
# What sells, or wants a reader's money, number or password.
_SELLS = re.compile(
    r"^[\W_]*(?:act|order|call|buy|shop|join|apply|register|start|hurry|subscribe|book|claim|enrol+|switch|upgrade|donate)\b"
    r"[^.!?]{0,60}\b(?:now|today|before\s+(?:midnight|it)|while\s+(?:supplies|stocks)\s+last)\b[^.!?]{0,40}(?:[.!]|\Z)"
    r"|^[\W_]*(?:invest|sign\s+up|opt)\b[^.!?]{0,60}\b(?:now|today|your)\b"
    r"|^[\W_]*(?:do\s+not|don[’']t|never)\s+(?:miss|forget|wait|delay|hesitate|lose|worry|share|tell|mention|let|use|click|pay)\b"
    r"|\b(?:limited[\s-]time|exclusive|special|one[\s-]time)\s+(?:offer|deal|discount)\b|\bbuy\s+one,?\s+get\s+one\b"
    r"|\b\d+\s?%\s+off\s+(?:your|all|every|any|with)\b|\b(?:promo|discount|coupon)\s+code\b|\bwith\s+code\s+[A-Z\d]{4,}"
    r"|\b(?:congratulations|good\s+news|great\s+news)[!,:]+\s*you\b|\byou(?:[’']ve|\s+have)\s+(?:been\s+(?:selected|chosen)|won)\b"
    r"|\byour\s+(?:account|device|computer|payment|parcel|package|subscription|password|card)\s+(?:has|is|was|will|needs|could)\b"
    r"|\b(?:confirm|verify|update|enter|provide|submit)\s+your\s+(?:\w+\s+){0,2}(?:password|account|details|card|number|identity|pin)\b"
    r"|\b(?:virus|malware|threats?)\s+on\s+your\b|\b(?:click|tap)\s+(?:here|below|the\s+(?:link|button))\b|\bdouble\s+your\s+money\b|\bmoney[\s-]back\s+guarantee\b",
    re.IGNORECASE,
)
_ASKS = re.compile(r"\?[\s)\]’'”\"]*\Z")


def to_a_machine(sentence: str) -> bool:
    """Whether a sentence wants something of a machine that reads it: another task, other words, other rules."""
    if any(pattern.search(sentence) for pattern in _ANYWHERE_PATTERNS):
        return True
    own = in_own_voice(sentence)
    return any(pattern.search(own) for pattern in _OWN_VOICE_PATTERNS)


def is_news(sentence: str) -> bool:
    """Whether a sentence can tell anything: a question or an order in the reporter's own voice tells nothing."""
    own = in_own_voice(sentence)
    return not (_ASKS.search(own) or _is_an_order(own) or _SELLS.search(own) or to_a_machine(sentence))


def _is_an_order(own: str) -> bool:
    if _ORDER_TO_NOBODY.match(own):
        return False
    if any(
        pattern.search(own) for pattern in (_ORDER, _ONLY_A_VERB, _WITH_A_NUMBER, _SPREADS, _SAY_THAT, _TO_SOMEBODY)
    ):
        return True
    begun = _WORD_THEN_ARTICLE.match(own)
    return bool(begun and begun["word"].lower() not in _NO_ORDER_BEGINS and not _NO_BASE_FORM.match(begun["word"]))


def in_own_voice(sentence: str) -> str:
    """A sentence with nothing between its quotation marks: what others say in it is news."""
    return _QUOTED.sub('""', _QUOTED_FROM_BEFORE.sub('""', sentence))


def without_instructions(text: str) -> str:
    """A text for a machine to read, without the sentences that are addressed to it."""
    kept, at = "", 0
    for start, end in _instructions(text):
        kept += text[at:start] + "(A sentence addressed to a machine was left out.)"
        at = end
    return kept + text[at:]


def holds_instructions(text: str) -> bool:
    """Whether a text holds a sentence that is addressed to a machine."""
    return any(_instructions(text))


def _instructions(text: str) -> Iterator[tuple[int, int]]:
    from index import sentence_spans  # loads a library, which no prompt's constants need

    return (span for span in sentence_spans(text) if to_a_machine(text[slice(*span)]))
