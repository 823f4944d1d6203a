"""The values that questions and answers are made of. Frozen: rooms pass them on, nothing changes them in place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, Protocol, runtime_checkable

from index.types import EVERYTHING, Passage, Scope, Source

Verdict = Literal["supported", "attributed", "unsupported"]
Status = Literal["answered", "partial", "not_in_sources"]
Mode = Literal["quotes", "model"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """Something that a question (or its asker) limits the reports to, or prefers."""

    kind: Literal["outlet", "since", "until", "as_of", "day", "speaker", "order"]
    value: str  # an outlet as the collection spells it, an ISO date, the words for a day, "latest" or "earliest"
    said: str  # the words of the question that it was read from; "" where it was given beside the question
    limits: bool = True  # False: it raises the reports that fit, and leaves out no other


@dataclass(frozen=True, slots=True)
class Ask:
    """One of the things that a question asks for."""

    text: str
    outlets: tuple[str, ...] = ()  # those named in it, as the collection spells them
    days: tuple[str, ...] = ()  # patterns of the ISO dates of publication named in it: "2023-10-04", "????-12-*"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What a question names that raises a report, and leaves out no other."""

    outlets: tuple[str, ...] = ()  # as the collection spells them
    days: tuple[str, ...] = ()  # patterns of the ISO dates of publication, as those of an Ask
    around: tuple[str, ...] = ()  # patterns of other days: of what happened, so perhaps of publication
    speaker: str = ""
    order: Literal["", "latest", "earliest"] = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, understood."""

    text: str  # as asked
    resolved: str  # a follow-up spelled out; the text itself otherwise
    scope: Scope = EVERYTHING  # which reports may be used
    constraints: tuple[Constraint, ...] = ()  # what the scope was made from, to show
    parts: tuple[str, ...] = ()  # what is to be answered, the whole question first
    asks: tuple[Ask, ...] = ()  # what is to be searched for beside it; () of a question that asks one thing
    prefers: Preferences = Preferences()
    notes: tuple[str, ...] = ()  # what of it could not be kept to, in words


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage that an answer may cite, under the number that it keeps for the whole conversation."""

    marker: int  # 1-based: what [n] refers to
    passage: Passage
    score: float  # higher is nearer
    also: tuple[Source, ...] = ()  # copies of its report whose passage says the same, and was left out for it


@dataclass(frozen=True, slots=True)
class Citation:
    """Exact words of a report: article.text[start:end] == quote, always."""

    marker: int  # of the evidence that the words lie in
    source: Source
    quote: str
    start: int  # characters into the article's text
    end: int  # exclusive


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence of an answer and what carries it. In quotes mode `text` is the quote itself."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict  # "attributed": true as reported by attributed_to
    reason: str  # in plain words, why the verdict; "" where supported
    attributed_to: str | None  # who says so, by the report's own words
    independent: int  # how many origins carry it; copies of one report count once


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a disagreement."""

    value: str  # "at least 10,000", "withdrew"
    speaker: str | None  # who says so, by the report's own words
    published: date | None  # of the report
    citation: Citation


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where reports give different values for one thing."""

    about: str
    kind: Literal["differs", "changed"]  # at the same time; over time
    positions: tuple[Position, ...]  # at least two different values; in order of time where "changed"


@dataclass(frozen=True, slots=True)
class Reported:
    """What one report gave for a figure or a status: a row of its history."""

    value: str  # "at least 10,000", "withdrew", as the report words it
    speaker: str | None  # who says so, by the report's own words
    published: date | None  # of the report; None: undated, see citation.source.not_before
    citation: Citation  # its marker is the row's number
    also: tuple[Source, ...] = ()  # copies of the report that tell it too


@dataclass(frozen=True, slots=True)
class Usage:
    """What a language model was given and gave, in tokens."""

    prompt_tokens: int
    completion_tokens: int
    estimated: bool = False  # counted by us, where the model was stopped or its server does not tell
    cost: float | None = None  # US dollars, as the server states it, else by its list prices; None: neither is known


@dataclass(frozen=True, slots=True)
class Answer:
    """A cited, checked answer."""

    question: str
    resolved: str  # the follow-up spelled out
    status: Status
    text: str  # the whole answer in words, with [n] after each sentence
    claims: tuple[Claim, ...]
    evidence: tuple[Evidence, ...]
    disagreements: tuple[Disagreement, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    gaps: tuple[str, ...] = ()  # what the reports are silent on
    nearest: tuple[Source, ...] = ()  # what came closest, when declining
    notes: tuple[str, ...] = ()  # e.g. why a model's answer became quotes
    as_of: date | None = None
    mode: Mode = "quotes"
    model: str | None = None  # the language model that wrote, by its own name
    usage: Usage | None = None
    timings: Mapping[str, float] = field(default_factory=dict, hash=False)  # stage → milliseconds


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange of a conversation."""

    question: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class Check:
    """Whether sentences support a claim."""

    supported: bool
    score: float  # 0 to 1
    sentences: tuple[int, ...]  # 0-based: those that carry it, best first
    reason: str  # in plain words, what is missing; "" where supported


@dataclass(frozen=True, slots=True)
class Stage:
    """What an assistant is doing, in words that can be shown."""

    text: str


@dataclass(frozen=True, slots=True)
class TextDelta:
    """The next words of an answer, as they are written and before they are checked."""

    text: str


Event = Stage | TextDelta | Answer


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat with a language model."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Words:
    """The next words of a language model; the last one may carry what it all cost."""

    text: str
    usage: Usage | None = None


@runtime_checkable
class Reranker(Protocol):
    """A model that reads question and passage together: the one seam through which passages are ranked anew."""

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """How well each text answers the question, higher is better, on any scale. Raises ModelError."""
        ...


@runtime_checkable
class Writer(Protocol):
    """A language model: the one seam through which prose comes in."""

    name: str  # what the model calls itself, for the reader of the answer

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The model's reply, as it is written, within `seconds` from the call; closing the iterator stops it.

        Raises ModelError.
        """
        ...
