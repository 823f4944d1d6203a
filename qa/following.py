"""A follow-up spelled out by rules, with what the conversation was about: "and when did they come back?"."""

import re
from collections.abc import Sequence

from qa.types import Turn
from qa.wording import Term, names, terms

CONTEXT = re.compile(r"\s*\((?P<of>[^()]*)\)\s*\??\s*$")  # what `resolve` puts after a follow-up without a pronoun

# What a follow-up may say of an answer rather than of the world: it is then about all that was asked before.
_OF_ANSWERS = frozenset(
    "figure figures number numbers count total toll version versions outlet outlets source sources paper papers"
    " latest same other another different true correct sure confirmed official estimate estimates give agree".split()
)

_PRONOUN = re.compile(
    r"\b(?:they|them|theirs?|it(?!\s+(?:true|that|possible|known|clear|likely|the\s+case))|its|he|him|his|she|hers?|this"
    r"|that|these|those)\b",
    re.IGNORECASE,
)
_THERE = re.compile(r"\bthere\s*(?:[?,.]|$)", re.IGNORECASE)  # a place; "there is" is none
_CONTINUES = re.compile(r"^(?:and|but|so|or|then|what\s+about|how\s+about|why)\b", re.IGNORECASE)
_OTHER_DOER = re.compile(
    r"(?i:and|(?:and\s+)?(?:what|how)\s+about)\s+((?:the\s+)?[A-Z][\w’'-]*(?:\s+[\w’'-]+){0,3})\s*\?"
)
_WHAT_SAYS = re.compile(
    r"(?i:what|how)\s+(?:does|did|do|has)\s+((?:the\s+)?[A-Z][\w’' -]*?)\s+(?:say|report|write)\s*\?*"
)
_OTHERS = re.compile(
    r"(?:and|(?:and\s+|but\s+)?(?:what|how)\s+about)\s+(the\s+)?([a-z]\w+(?:\s+[a-z]\w+)?)\s*\?*", re.IGNORECASE
)
_DONE_BY = re.compile(
    r"\b(?i:did|does|do|has|have|had|is|are|was|were|will|would|can|could)\s+(the\s+[a-z]\w+)(?=\s+\w)"
)
_COUNTED = re.compile(r"(?<=\bhow many )(?:[a-z]+ ){0,2}?(?:[a-z]+[^s\W]s|people|men|women|children)\b", re.IGNORECASE)
_WHAT_IT_IS = re.compile(r"what(?:'s|’s|\s+is|\s+was)\s+it\s*\?*", re.IGNORECASE)
_PLURAL = re.compile(r"(?:[^s\W]s|people|men|women|children)$")
_IN_A_PLACE = r"(?:in|on|at|for|from|near)"


def resolve(question: str, history: Sequence[Turn]) -> str:
    """A follow-up spelled out with what the last turn was about; any other question as it stands."""
    if not history or not _leans_on_what_was_said(question):
        return question
    last = next((turn.answer for turn in reversed(history) if turn.answer.claims), history[-1].answer)
    before = earlier[1] if (earlier := CONTEXT.search(last.resolved)) else last.resolved
    bare = re.sub(r"^(?:and|but|so|or|then)\b[\s,]*", "", question, flags=re.IGNORECASE) or question
    place = re.fullmatch(rf"(?:(?:what|how)\s+about\s+)?({_IN_A_PLACE})\s+([^?]+?)\s*\??", bare, re.IGNORECASE)
    if place and (moved := _moved(last.resolved, place[1], place[2])):
        return moved
    other = _OTHER_DOER.fullmatch(question) or _WHAT_SAYS.fullmatch(bare)
    if other and (asked := _asked_of(before, other[1])):
        return asked
    others = _OTHERS.fullmatch(question)
    if others and (asked := _counted_of(before, others[1], others[2])):
        return asked
    speakers = tuple(c.attributed_to for c in last.claims if c.attributed_to)
    for word, antecedent in _antecedents(before, speakers):
        found = re.search(rf"\b(?:{word})\b", bare, re.IGNORECASE)
        if antecedent and found and not _WHAT_IT_IS.fullmatch(bare):
            owner = re.fullmatch("their|its|his|her", found[0], re.IGNORECASE)
            said = f"{antecedent}’s" if owner else antecedent
            return _capitalised(f"{bare[: found.start()]}{said}{bare[found.end() :]}")
    says = [t for t in terms(bare) if t.word.lower() not in _OF_ANSWERS]
    topic = _about(before) if len(says) <= 1 else _named(before) or _subject(before)
    return _capitalised(f"{bare.rstrip('?. ')} ({topic})?") if topic and topic.lower() not in bare.lower() else bare


def _leans_on_what_was_said(question: str) -> bool:
    if _CONTINUES.search(question) or _THERE.search(question) or _WHAT_SAYS.fullmatch(question):
        return True
    pronoun, named = _PRONOUN.search(question), names(question)
    if pronoun and (not named or pronoun.start() < named[0].start):
        return True
    return not named and len(terms(question)) <= 2 and not re.search(r"\breports\b", question, re.IGNORECASE)


def _moved(question: str, preposition: str, place: str) -> str:
    """The question asked of another place: "And in Ostfeld?" after "How many homes were flooded in Larnby?"."""
    of_old = next(
        (n for n in reversed(names(question)) if question[: n.start].lower().endswith(f"{preposition.lower()} ")), None
    )
    return f"{question[: of_old.start]}{place}{question[of_old.start + len(of_old.text) :]}" if of_old else ""


def _asked_of(question: str, other: str) -> str:
    """The question asked of another doer: "And Ostfeld?" after "Has Larnby confirmed it?". "" where none is plain."""
    doer = _doer(question)
    at = question.find(doer) if doer and doer != other else -1
    if at < 0:
        return ""
    the = re.search(r"\bthe\s+$", question[:at], re.IGNORECASE)
    return f"{question[: the.start() if the else at]}{other}{question[at + len(doer) :]}"


def _counted_of(question: str, the: str | None, other: str) -> str:
    """The question asked of another plain doer, or another count: "And the owners?", "What about the civilians?"."""
    if not _PLURAL.search(other):
        return ""
    if counted := _COUNTED.search(question):
        return f"{question[: counted.start()]}{other}{question[counted.end() :]}"
    doer = _DONE_BY.search(question)
    return f"{question[: doer.start(1)]}{the or ''}{other}{question[doer.end(1) :]}" if doer else ""


def _antecedents(question: str, speakers: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Pronouns, and what they stand for after a question and the speakers of its answer; "" where that is not known."""
    people = [
        n for n in reversed(names(question)) if " " in n.text and n.text.istitle() and not _is_place(question, n.start)
    ]
    owners_last = sorted(people, key=lambda n: question[n.start + len(n.text) :][:1] in ("’", "'"))
    person = next((n.text for n in owners_last), "") or next((s.split(",")[0] for s in speakers), "")
    topic = _doer(question) or _subject(question)
    one = _named(question) if re.match(r"\w*[^s\W]s\b", topic) else topic
    his = (r"he|she|him|his|her", person)
    many = [question[run[0].start : run[-1].end] for run in _runs(question) if _PLURAL.search(run[-1].word)]
    them = many[-1] if many else topic
    return (("them", them), ("they|these|those|their", topic), his, (r"it(?!\s+(?:true|that|possible|known))|its", one))


_AUXILIARY = re.compile(
    r"\b(?:did|does|do|has|have|had|is|are|was|were|will|would|can|could)\s+(?:still\s+)?(?:the\s+)?", re.IGNORECASE
)


def _doer(question: str) -> str:
    """The grammatical subject: "Ukraine" of "How much territory did Ukraine hold?". "" where none is plain."""
    for auxiliary in _AUXILIARY.finditer(question):
        run = next((run for run in _runs(question) if run[0].start == auxiliary.end()), None)
        if run and run[0].is_name:
            return question[run[0].start : run[-1].end]
    return ""


def _is_place(question: str, at: int) -> bool:
    return re.search(rf"\b{_IN_A_PLACE}\s+(?:the\s+)?$", question[:at], re.IGNORECASE) is not None


def _subject(question: str) -> str:
    """What a question is about: "North Korean troops", "ceasefire in Tarsk". "" where it names nothing."""
    runs = _runs(question)
    if not runs:
        return ""
    said = question[runs[0][0].start : runs[0][-1].end]
    place = next((n for n in names(question) if n.start > runs[0][-1].end and _is_place(question, n.start)), None)
    if any(t.is_name for t in runs[0]) or not place:
        return said if len(runs) == 1 else _named(question) or said
    preposition = question[: place.start].split()
    lead = preposition[-2:] if preposition[-1].lower() == "the" else preposition[-1:]
    return f"{said} {' '.join(lead)} {place.text}"


def _named(question: str) -> str:
    """The first words of a question that stand side by side and hold a name."""
    run = next((run for run in _runs(question) if any(t.is_name for t in run)), None)
    return question[run[0].start : run[-1].end] if run else ""


def _runs(question: str) -> list[list[Term]]:
    """The terms of a question that stand side by side, without the verbs that begin it or close them."""
    runs: list[list[Term]] = []
    for term in terms(question):
        begins_with_verb = (
            not runs and not term.is_name and re.match(r"(?:who|what)\s+$", question[: term.start], re.IGNORECASE)
        )
        if begins_with_verb:
            continue
        if runs and not re.sub(r"[’']s?|\s", "", question[runs[-1][-1].end : term.start]):
            runs[-1].append(term)
        else:
            runs.append([term])
    did = {m.end() for m in re.finditer(r"\b(?:did|does|do)\s+(?:the\s+)?", question, re.IGNORECASE)}
    return [trimmed for run in runs if (trimmed := _without_verb(run, run[0].start in did))]


def _without_verb(run: list[Term], is_done: bool) -> list[Term]:
    """A run up to its last name and the plural that the name describes, or without the verb that closes it.

    `is_done`: whether "did" stands before it, so that it ends in a verb.
    """
    if any(t.is_name for t in run):
        first = next(i for i, t in enumerate(run) if t.is_name)
        end = next((i for i in range(first, len(run)) if not run[i].is_name), len(run))
        rest = run[end:]
        plural = rest and not rest[0].is_name and re.search(r"[^s]s$", rest[0].word)
        return run[: end + 1] if plural else run[:end]
    ends_in_verb = re.search(r"(?:ed|ing)$", run[-1].word) or is_done
    return run[:-1] if len(run) > 1 and ends_in_verb else run


def _about(question: str) -> str:
    """All that a question says, but for the words that ask: "homes were flooded in Larnby"."""
    said = terms(question)
    return question[said[0].start : said[-1].end] if said else ""


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
