"""How long something took, lasts or has lasted: whether a question asks for it, and whether a text tells it."""

import re

_ASKS = re.compile(r"\b(?:how\s+long|for\s+how\s+(?:long|many\s+(?:hours|days|weeks|months|years)))\b", re.IGNORECASE)
_PERIOD = r"(?:second|minute|hour|day|night|week|fortnight|month|year|decade)s?|centur(?:y|ies)"
_NUMBER = (
    r"\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty"
    r"|sixty|ninety|several|some|(?:a\s+)?few|many|half\s+an?|(?:a\s+)?couple\s+of|dozens\s+of|hundreds\s+of|another"
)
_TELLS = re.compile(
    rf"\b(?:{_NUMBER})[\s-]+(?:(?:more|further|full|whole|long|consecutive|and\s+a\s+half)\s+)?(?:{_PERIOD})\b"
    rf"|\bfor\s+(?:{_PERIOD})\b|\b(?:all|the\s+whole|the\s+entire)\s+(?:{_PERIOD})\b"
    r"|\b(?:since|until|till|overnight|so\s+far|for\s+(?:ever|good|life)|indefinite\w*|permanent\w*)\b"
    r"|\bfrom\s+\S+(?:\s+\S+){0,3}?\s+(?:to|until|till)\s+\S+"
    r"|\d\s*(?:km|m|kilomet|met(?:re|er)s?\b|miles?\b|feet\b|ft\b)",  # of a bridge
    re.IGNORECASE,
)
_AGO = re.compile(r"[\s-]+(?:ago|earlier|later|before|after|old)\b")


def asks_how_long(question: str) -> bool:
    """Whether a question asks how long something takes, lasts or is."""
    return _ASKS.search(question) is not None


def tells_how_long(text: str) -> bool:
    """Whether a text tells how long something takes, lasts or is; "three days ago" does not."""
    return any(not _AGO.match(text, told.end()) for told in _TELLS.finditer(text))
