"""Questions that the collection answers, made of its own sentences and then asked quietly, to see that it does.

A sentence becomes a question only where its words need not be changed: what is counted is asked for with "How many",
and a statement with an auxiliary verb is turned round. No other question is offered, however good.
"""

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, zip_longest

from index import sentence_spans
from index.errors import DatelineError
from index.types import Article, Source
from qa.page.markup import sendable
from qa.quantities import quantities
from qa.types import Answer, Turn

OFFERED = 3  # questions at a time
_ASKED = 16  # questions that are tried for them
_REPORTS = 24  # reports that are read for them
_REMEMBERED = 500  # questions of which it is known whether they are answered
_LONGEST, _SHORTEST = 90, 22  # characters of a question

_DOES = r"(?:were|was|are|have|had|died|fled|joined|took|lost|left|voted|arrived|crossed|remain|gathered|returned)"
_END = r"\s*(?=[,;.]|\s(?:after|because|while|when|since|according)\b|$)"
_COUNTED = re.compile(
    rf"\s+(?P<what>[A-Za-z][\w’'-]*(?:\s+[\w’'-]+){{0,5}}?)\s+(?P<does>{_DOES}\b[^,;:.]{{0,70}}?)(?:{_END}|\sand\b)"
)
_BEFORE_FIGURE = re.compile(r"(?:^|\bthat\s+)(?:In\s[^,]{3,30},\s+)?$")
_NAME = r"[A-Z][\w’'-]+"
_PLAIN = r"(?!(?:to|a|an|the|by|with|for|on|as|than)\b)[a-z][\w’'-]+"
_SUBJECT = (
    rf"The(?:\s(?:{_NAME}|{_PLAIN})){{1,5}}?(?:\s(?:of|in|at)(?:\sthe)?\s{_NAME}(?:\s{_NAME}){{0,3}})?"
    rf"|(?P<name>{_NAME})(?:\s(?:(?:of|and|the)\s)?{_NAME}){{0,4}}(?:\s{_PLAIN}){{0,2}}"
)
_DONE = r"(?:\w+(?:ed|ing|en|wn)|(?:be|go|made|held|set|put|cut|won|lost|led|sent|built|hit|brought|found|told)\b)"
_TURNED = re.compile(
    rf"(?P<who>{_SUBJECT})\s(?P<verb>was|were|is|are|has|have|had|will)\s(?P<rest>{_DONE}\b[^,;:.]{{6,75}}?){_END}"
)
_UNCLEAR = re.compile(
    r"\b(?:he|she|it|they|we|i|you|his|her|its|their|this|these|those|that|there|such|him|them|other|former|latter"
    r"|also|yesterday|today|tomorrow|ago|last|next|neither|nor|not|no|never|none|who|which|what|[Ss]ome|[Mm]any)\b|[“”\"\[\]()!]",
    re.IGNORECASE,
)
_NAMED = re.compile(r"[A-Z][a-z]")


def questions_of(text: str) -> Iterator[str]:
    """Questions that the sentences of a report answer by their own words."""
    for start, end in sentence_spans(text):
        sentence = text[start:end]
        if "\n" not in sentence and (question := _how_many(sentence) or _whether(sentence, text)):
            yield question


def _how_many(sentence: str) -> str | None:
    for figure in quantities(sentence):
        found = _COUNTED.match(sentence, figure.end)
        if figure.unit or not found or not _BEFORE_FIGURE.search(sentence[: figure.start]):
            continue
        return _fit(f"How many {found['what']} {found['does']}?")
    return None


def _whether(sentence: str, text: str) -> str | None:
    found = _TURNED.match(sentence)
    # A first word is a name where it is written so inside a sentence too.
    if not found or (found["name"] and not re.search(rf"[a-z,]\s{re.escape(found['name'])}\b", text)):
        return None
    who = re.sub(r"^The\b", "the", found["who"])
    if not _NAMED.search(f"{who} {found['rest']}"):
        return None
    return _fit(f"{found['verb'].capitalize()} {who} {found['rest']}?")


def _fit(question: str) -> str | None:
    """A question that stands by itself, else nothing."""
    words = sendable(" ".join(question.split()))
    inside = words.split(" ", 2 if words.startswith("How many") else 1)[-1]
    return words if _SHORTEST <= len(words) <= _LONGEST and not _UNCLEAR.search(inside) else None


class Suggestions:
    """What may be asked next. It remembers which questions the collection answers, until the collection changes."""

    def __init__(
        self,
        answered: Callable[[str], Answer],
        article: Callable[[str], Article],
        sources: Callable[[], Sequence[Source]],
    ) -> None:
        self._answered = answered
        self._article = article
        self._sources = sources
        self._of: frozenset[str] = frozenset()  # the reports for which what is remembered holds
        self._known: dict[str, int] = {}
        self._first: tuple[str, ...] | None = None
        self._lock = threading.Lock()

    def to_begin_with(self) -> tuple[str, ...]:
        """Questions about the newest reports, those on which several reports speak first."""
        with self._lock:
            sources = self._current()
            if self._first is None:
                newest = sorted(sources, key=lambda s: (s.published is not None, str(s.published)), reverse=True)
                originals = [s for s in newest if s.origin == s.id][:_REPORTS]
                found = self._good(self._by_turns(s.id for s in originals), (), 3 * OFFERED)
                self._first = tuple(sorted(found, key=lambda q: -self._known[q])[:OFFERED])
            return self._first

    def after(self, answer: Answer, history: Sequence[Turn]) -> tuple[str, ...]:
        """Questions about the reports that an answer was made from, and that were not asked yet."""
        with self._lock:
            there = {s.id for s in self._current()}
            reports = dict.fromkeys(e.passage.source.id for e in answer.evidence if e.passage.source.id in there)
            asked = [t.question for t in history] + [t.answer.resolved for t in history]
            candidates = chain(self._by_turns(list(reports)[:6]), self._first or ())
            return self._good(candidates, asked, OFFERED)

    def _current(self) -> Sequence[Source]:
        sources = self._sources()
        if (held := frozenset(s.id for s in sources)) != self._of:
            self._of, self._known, self._first = held, {}, None
        return sources

    def _by_turns(self, ids: Iterable[str]) -> Iterator[str]:
        """The questions of reports, the first of each before the second of any."""
        each = [list(questions_of(self._article(id).text)) for id in ids]
        for row in zip_longest(*each):
            yield from (question for question in row if question)

    def _good(self, candidates: Iterable[str], asked: Sequence[str], most: int) -> tuple[str, ...]:
        """The first of those that are answered and not like one that was asked or is offered."""
        good: list[str] = []
        tried = 0
        for question in candidates:
            if len(good) == most or tried == _ASKED:
                break
            if any(_alike(question, other) for other in (*asked, *good)):
                continue
            tried += 1
            if self._voices(question):
                good.append(question)
        return tuple(good)

    def _voices(self, question: str) -> int:
        """How many independent reports answer a question, one more where they differ; 0 where none does."""
        if question not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            try:
                self._known[question] = _voices_of(self._answered(question))
            except DatelineError:
                self._known[question] = 0
        return self._known[question]


def _voices_of(answer: Answer) -> int:
    origins = {citation.source.origin for claim in answer.claims for citation in claim.citations}
    return len(origins) + len(answer.disagreements) if answer.status == "answered" else 0


def _alike(one: str, other: str) -> bool:
    """Whether most words of the shorter question stand in the other."""
    a, b = (set(re.findall(r"\w{4,}", q.lower())) for q in (one, other))
    return bool(a and b) and len(a & b) / min(len(a), len(b)) > 0.6
