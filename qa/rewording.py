"""A question in the words in which reports answer it."""

import re


def as_reports_tell(question: str) -> str:
    """The question that reports answer: for somebody's position what they say, for their job who they are."""
    question = _IN_CHARGE.sub("leads", question)
    question = _POSITION.sub(
        lambda asked: f"What does {asked['of'] or asked['whose'] or asked['who']} say about ", question
    )
    return _JOB.sub(lambda asked: f"Who is {asked['has'] or asked['whose']}?", question)


def untold_verbs(question: str) -> list[tuple[int, int]]:
    """Where in a question stand words for a reaction or a course, which no report need say: start and end of each."""
    return [found.span("by") for found in (*_REACTS.finditer(question), *_UNFOLDS.finditer(question))]


# Who reacts says or does something, and hardly any report calls it a reaction.
_REACTS = re.compile(
    r"\b(?:how\s+(?:did|do|does|has|have)|what\s+(?:is|was|are|were))\b[^?,;]*?\b(?P<by>react(?:ed)?|respon(?:d(?:ed)?|ses?)|reactions?)\b",
    re.IGNORECASE,
)
# What unfolds is told by its steps, and hardly ever said to unfold.
_UNFOLDS = re.compile(
    r"\bhow\s+(?:did|do|does|has|have|had)\b[^?,;]*?\b(?P<by>unfold(?:ed)?|develop(?:ed)?|evolve[sd]?|proceed(?:ed)?)\b\s*\?*$",
    re.IGNORECASE,
)
_IN_CHARGE = re.compile(
    r"(?<=\bwho\s)(?:is|was)\s+(?:in\s+charge|the\s+(?:new\s+|current\s+)?boss)\s+of\b", re.IGNORECASE
)
# What somebody's position is, or what they think, they say.
_VIEW = r"(?:position|views?|stance|opinion|attitude)"
_POSITION = re.compile(
    rf"^what\s+(?:(?:is|was|are|were)\s+(?:the\s+{_VIEW}\s+of\s+(?P<of>[^?,;]{{2,60}}?)|(?P<whose>[^?,;]{{2,60}}?)[’']s?\s+(?:\w+\s+)?{_VIEW})"
    r"|(?:do|does|did)\s+(?P<who>[^?,;]{2,60}?)\s+think)\s+(?:on|about|of|towards?|regarding)\s+",
    re.IGNORECASE,
)
# Whose job is asked for is told as who they are: "Ana Lemm, the union's secretary".
_JOB = re.compile(
    r"^(?:which|what)\s+(?:job|post|position|office)\s+(?:does|did)\s+(?P<has>[^?,;]{2,60}?)\s+(?:have|hold)\s*\?*$"
    r"|^what\s+(?:is|was)\s+(?P<whose>[^?,;]{2,60}?)[’']s?\s+(?:job|post|position|office)\s*\?*$",
    re.IGNORECASE,
)
