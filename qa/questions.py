"""What a question asks for, and what kind of answer would satisfy it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Literal

from index.errors import QuestionError
from index.types import EVERYTHING, Scope
from qa.agreement import agreed_on
from qa.asks import asks_of
from qa.following import CONTEXT, resolve
from qa.naming import Named, named_days, named_outlets, named_speaker
from qa.periods import stated_as_of, stated_bounds
from qa.predicates import OBJECT, predicate_of
from qa.rewording import as_reports_tell, untold_verbs
from qa.types import Answer, Constraint, Preferences, Question, Turn
from qa.wording import Term, terms

LONGEST = 2000  # characters

Kind = Literal["how many", "who", "when", "where", "which", "whether", "what"]

_OF_HOW_MANY = r"(?:(?:is|was|were)\s+the\s+)?(?:(?:share|percentage|proportion|number|amount)\s+of\s+|death\s+toll\b)"
# "What did the strike cost the port?", but not "What did she say about the cost?"
_WHAT_IT_COST = (
    r"\bwhat\s+(?:did|does|do|will|would|has|have|had)\s+(?:(?!\b(?:say|said|about|of|on|to)\b)[^?,;])*?"
    r"(?<!\bthe\s)(?<!\bits\s)(?<!\btheir\s)\bcost\b"
)
_ASKS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (
        "how many",
        re.compile(
            rf"\bhow\s+(?:many|much|large|big|strong|high)\b|\bwhat\s+{_OF_HOW_MANY}|{_WHAT_IT_COST}", re.IGNORECASE
        ),
    ),
    ("who", re.compile(r"\b(?:who|whom|whose)\b", re.IGNORECASE)),
    ("when", re.compile(r"\b(?:when|what\s+(?:date|day|year|month|time))\b", re.IGNORECASE)),
    ("where", re.compile(r"\bwhere\b", re.IGNORECASE)),
    ("which", re.compile(r"\bwhich\b", re.IGNORECASE)),
    ("what", re.compile(r"\b(?:what|why|how)\b", re.IGNORECASE)),
)
_ASKS_WHETHER = re.compile(
    r"(?:^|[,:]\s+)(?:and\s+|but\s+)?(?:is|are|was|were|has|have|had|do|does|did|can|could|will|would|should)\b",
    re.IGNORECASE,
)
_INDIRECT = re.compile(
    r"\b(?:know\w*|said|say|tell|told|clear|reveal\w*|explain\w*|stated?|learn\w*)\s+$", re.IGNORECASE
)
# What is asked for is what somebody tells: "what do they say about how many", "compare what A and B report on when".
_TOLD_ABOUT = re.compile(
    r"\bwhat\b[^?]*?\b(?:say|says|said|tells?|told|reports?|reported|claims?|claimed|states?|stated|writes?|wrote)\s+"
    r"(?:about|on|of)\s+(?=(?:how\s+(?:many|much)|who|when|where)\b)",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|do|does|did|can|could|will|would|should|may|might|must|said|says)\b|[?,;]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, taken apart."""

    text: str
    kind: Kind
    terms: tuple[Term, ...]
    focus: tuple[Term, ...]  # the words for what is asked for, the last one naming it
    how_much: bool  # an amount is asked for: of land, money, time
    predicate: Term | None = None  # the verb that an answer must tell of

    @property
    def asks_how_things_stand(self) -> bool:
        """Whether the newest report that answers matters most."""
        return _NOW.search(self.text) is not None or (self.kind == "whether" and _AGAIN.search(self.text) is not None)


def understand(
    text: str,
    *,
    history: Sequence[Turn] = (),
    outlets: Sequence[str] = (),
    scope: Scope = EVERYTHING,
    ignore: Sequence[str] = (),
    newest: date | None = None,
) -> Question:
    """A question with what it limits the reports to.

    `outlets` are those of the collection, `newest` the day of its newest report, `scope` what was given beside the
    question, `ignore` the values of limits that its words say and that are not to be kept to.

    Raises QuestionError where the question is empty or longer than LONGEST characters.
    """
    text = " ".join(text.split())
    if not text:
        raise QuestionError("The question is empty. Ask about something that the reports may tell.")
    if len(text) > LONGEST:
        raise QuestionError(f"The question has {len(text):,} characters; at most {LONGEST:,} can be asked at once.")
    resolved = resolve(text, history)
    constraints, searched = _given(scope), resolved
    if stated := stated_as_of(resolved, newest):
        searched = _without(resolved, stated.said) or resolved
    if stated and scope.as_of is None and stated.value not in ignore:
        scope = replace(scope, as_of=date.fromisoformat(stated.value))
        constraints += (stated,)
    for bound in stated_bounds(resolved, newest):
        searched = _without(searched, bound.said) or searched
        if bound.value not in ignore and (scope.since if bound.kind == "since" else scope.until) is None:
            day = date.fromisoformat(bound.value)
            scope = replace(scope, since=day) if bound.kind == "since" else replace(scope, until=day)
            constraints += (bound,)
    known = frozenset(outlets).difference(ignore)
    named, searched = named_outlets(resolved, known), agreed_on(searched)
    halves = _halves(searched)
    asks = asks_of(searched, frozenset(() if scope.outlets else known), halves)
    reporting = tuple(n.value for n in named if n.reports)
    one = len({n.said for n in named}) == 1
    if not scope.outlets and reporting and (one or not asks) and not _BESIDE_OTHERS.search(resolved):
        scope = replace(scope, outlets=reporting)
        constraints += tuple(Constraint("outlet", n.value, n.said) for n in named if n.reports)
    prefers, preferred = _preferences(searched, named, scope, ignore)
    return Question(text, resolved, scope, constraints + preferred, (searched, *halves), asks, prefers)


def _preferences(
    question: str, named: Sequence[Named], scope: Scope, ignore: Sequence[str]
) -> tuple[Preferences, tuple[Constraint, ...]]:
    """What a question names without being limited to it, and the same to show."""
    outlets = [] if scope.outlets else named
    days = [day for day in named_days(question, named) if day.said not in ignore]
    speaker = named_speaker(question, named)
    speaker = None if speaker and speaker.value in ignore else speaker
    order = _order_asked_for(question)
    order = None if order and order[0] in ignore else order
    shown = [Constraint("outlet", n.value, n.said, limits=False) for n in outlets]
    shown += [Constraint("day", n.said, n.said, limits=False) for n in days]
    if speaker:
        shown.append(Constraint("speaker", speaker.value, speaker.said, limits=False))
    if order:
        shown.append(Constraint("order", *order, limits=False))
    prefers = Preferences(
        outlets=tuple(n.value for n in outlets),
        days=tuple(n.value for n in days if n.reports),
        around=tuple(n.value for n in days if not n.reports),
        speaker=speaker.value if speaker else "",
        order=order[0] if order else "",
    )
    return prefers, tuple(shown)


def _order_asked_for(question: str) -> tuple[Literal["latest", "earliest"], str] | None:
    """Which end of time a question asks for, the newest reports or the first, and in which words."""
    if newest := _NOW.search(question):
        return "latest", newest[0]
    first = _AT_FIRST.search(question)
    return ("earliest", first[0]) if first else None


def _halves(question: str) -> tuple[str, ...]:
    """The two questions that are asked in one, the second spelled out; () of a question that asks one thing."""
    first, *rest = _SECOND.split(question)
    if len(rest) != 1 or not re.match(r"(?:how|what|when|where|who|why|which)\b", first, re.IGNORECASE):
        return ()
    first = f"{first.rstrip(' ,?;')}?"
    second = rest[0][:1].upper() + rest[0][1:]
    return first, resolve(second, (Turn(first, Answer(first, first, "answered", "", (), ())),))


_SECOND = re.compile(r"[,;?]?\s+(?:and|but)\s+(?=(?:how|what|when|where|who|why|which)\b(?!\s*\?))", re.IGNORECASE)


def kind_of(question: str) -> Kind:
    """What kind of answer a question wants: by its first word that asks, outside a subordinate clause."""
    asked = _asking(question)
    found = [(match.start(), kind) for kind, pattern in _ASKS if (match := pattern.search(asked))]
    none: Kind = "whether" if asked.rstrip().endswith("?") else "what"  # "Troops withdrawn?"; "losses in the south"
    first, kind = min(found, key=lambda at: at[0], default=(len(asked), none))
    whether = _ASKS_WHETHER.search(asked)
    if whether and whether.start() < first and not _INDIRECT.search(asked, 0, first):
        return "whether"
    return kind


def _asking(question: str) -> str:
    """A question without its context and who is to tell; blanks stand for those, so that the rest keeps its place."""
    return _TOLD_ABOUT.sub(lambda told: " " * len(told[0]), CONTEXT.sub("", question))


def focus_of(question: str) -> tuple[Term, ...]:
    """The words for what is asked for, the last one naming it.

    Of "How many North Korean troops were sent?" the terms of "North Korean troops", of "What is the name of the general
    in command?" the term "general".
    """
    match = _ASKED_FOR.search(_asking(question))
    if not match or kind_of(question) in ("whether", "when", "where"):
        return ()
    is_counted = kind_of(question) == "how many"
    ends = (_AFTER_THE_COUNTED,) if is_counted else (_PREPOSITION, _VERB) if match["is"] else (_VERB, _PREPOSITION)
    end = next((at for pattern in ends if (at := pattern.search(match["rest"]))), None)
    stop = match.start("rest") + (end.start() if end else len(match["rest"]))
    found = tuple(t for t in terms(question) if match.start("rest") <= t.start < stop)
    if is_counted:
        return _up_to_plural(found)
    return _up_to_subject(question, found) if _WHICH.match(match[0]) else found


def _up_to_plural(found: tuple[Term, ...]) -> tuple[Term, ...]:
    """Up to the plural that is counted: what follows it is a verb, as in "how many dockers joined"."""
    last = next((i for i, t in enumerate(found) if not t.is_name and _PLURAL.search(t.word)), len(found))
    is_left_out = last == len(found) and found and re.search(r"[a-z]ed$", found[0].word)  # "how many stopped work"
    return () if is_left_out else found[: last + 1]


_AFTER_THE_COUNTED = re.compile(rf"{_VERB.pattern}|\b(?:in|on|at|by|for|from|to|with|who|that|which)\b", re.IGNORECASE)


def _up_to_subject(question: str, found: tuple[Term, ...]) -> tuple[Term, ...]:
    """Up to its verb, as in "which regiments blocked the road" or "which general leads the regiment".

    The verb follows a plural directly, or stands between a noun and an article or a name.
    """
    pairs = enumerate(pairwise(found), start=1)
    ends = (
        n
        for n, (t, after) in pairs
        if question[t.end : after.start] == " "
        and not after.is_name
        and (_PLURAL.search(t.word) or (not t.is_name and OBJECT.match(question, after.end)))
    )
    return found[: next(ends, len(found))]


_WHICH = re.compile(r"which\s", re.IGNORECASE)
_PLURAL = re.compile(r"(?:[^s]s|people|men|women|children)$")
_ASKED_FOR = re.compile(
    r"\b(?:how\s+(?:many|much)(?!\s+of\b)|how\s+(?:large|big|strong)\b(?=\s+(?:is|are|was|were)\s+the)|which|what|who)\s+(?:(?:(?:is|was)\s+the\s+)?death\s+toll\b.*|"
    r"(?:(?:is|was|were)\s+the\s+)?(?:share|percentage|proportion|number|amount)\s+of\s+(?:the\s+)?)?(?P<is>(?:is|are|was|were)\s+the\s+(?:(?:full\s+)?name\s+of\s+(?:the\s+)?)?)?"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(
    r"\b(?:of|in|on|at|by|for|from|to|with|between|among|against|about|into|near|who|that|which|during|after|before)\b"
    r"|[?,;]",
    re.IGNORECASE,
)


def take_apart(text: str) -> Asked:
    """What kind of answer a question wants, in which words."""
    text = as_reports_tell(text)
    how_much = _HOW_MUCH.search(text) is not None
    untold = untold_verbs(text)
    kind, said = kind_of(text), tuple(t for t in terms(text) if t.word.lower() not in _OF_ORDER)
    said = tuple(t for t in said if (t.start, t.end) not in untold)
    focus = tuple(t for t in focus_of(text) if t in said)
    return Asked(text, kind, said, focus, how_much, predicate_of(text, kind, said, focus))


_HOW_MUCH = re.compile(rf"\bhow\s+(?:much|large|big|strong)\b|{_WHAT_IT_COST}", re.IGNORECASE)
_OF_ORDER = frozenset(["latest", "newest", "recent", "current", "currently", "nowadays", "compare"])
_BESIDE_OTHERS = re.compile(
    r"\b(?:others?|another|differ\w*|compar\w*|contrast\w*|unlike|than|contradict\w*|disagree\w*|agree\w*)\b",
    re.IGNORECASE,
)
_SETS_SIDE_BY_SIDE = re.compile(r"\b(?:compar|contrast|differ|disagree|contradict)\w*\b", re.IGNORECASE)


def compares(question: str) -> bool:
    """Whether a question sets reports, or those whom it names, beside one another."""
    return _SETS_SIDE_BY_SIDE.search(question) is not None


_AT_FIRST = re.compile(
    r"\b(?:earliest|initial(?:ly)?|originally|at\s+first|first\s+(?:report\w*|said|announced|claimed))\b", re.IGNORECASE
)
_AGAIN = re.compile(r"^(?:is|are|has|have)\b.*\b(?:again|yet)\b", re.IGNORECASE)  # "Is the bridge open again?"
_NOW = re.compile(r"\b(?:latest|newest|most\s+recent|current|currently|now|today|still)\b", re.IGNORECASE)


def _given(scope: Scope) -> tuple[Constraint, ...]:
    """The limits that were set beside the question."""
    dates: tuple[tuple[Literal["since", "until", "as_of"], date | None], ...] = (
        ("since", scope.since),
        ("until", scope.until),
        ("as_of", scope.as_of),
    )
    return tuple(Constraint("outlet", outlet, "") for outlet in scope.outlets) + tuple(
        Constraint(kind, day.isoformat(), "") for kind, day in dates if day
    )


def _without(question: str, said: str) -> str:
    """A question without some of its words, and without the comma that set them off."""
    before, _, after = question.partition(said)
    kept = f"{before.rstrip(' ,')} {after.lstrip(' ,')}".strip(" ,")
    return re.sub(r"\s+(?=[?!.,;])", "", kept)
