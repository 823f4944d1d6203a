"""A conversation as the page keeps it, and how an event carries it on."""

import logging
import traceback
from dataclasses import dataclass, replace

from index.errors import DatelineError
from qa.page.limits import NONE, Limits
from qa.types import Answer, Citation, Event, Evidence, Stage, TextDelta, Turn

LONGEST_QUESTION = 2_000  # characters
LONGEST_CONVERSATION = 100  # exchanges
APOLOGY = "Something went wrong on our side, so this question has no answer. Please ask it again."
_log = logging.getLogger("dateline.page")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question and what has become of it so far."""

    question: str
    stage: str = ""  # what is being done, in words
    words: str = ""  # of the answer, as they come and before they are checked
    answer: Answer | None = None  # None: still to come, or never to come
    ended: str = ""  # why there is no answer, as a sentence
    limits: Limits = NONE  # what the asker limited the reports to

    @property
    def pending(self) -> bool:
        """Whether an answer may still come."""
        return self.answer is None and not self.ended


Conversation = tuple[Exchange, ...]  # in order; only the last one can be pending


def refused(question: str, before: Conversation) -> Exchange | None:
    """Why a question, or the conversation `before` it, is too long for it to be asked; None where it is not."""
    if len(before) >= LONGEST_CONVERSATION:
        return Exchange(question[:200], ended="This conversation is full. Save it, and begin a new one.")
    if len(question) <= LONGEST_QUESTION:
        return None
    limit = f"A question can have {LONGEST_QUESTION:,} characters; this one has {len(question):,}."
    return Exchange(question[:200] + " …", ended=f"{limit} Shorten it and ask again.")


def failed(what: str, error: Exception) -> Exchange:
    """What could not be done, with the reason where it can be shown."""
    return advanced(Exchange(what), error)


def advanced(exchange: Exchange, event: Event | Exception) -> Exchange:
    """An exchange after an event; an error ends it."""
    match event:
        case Stage(text):
            return replace(exchange, stage=text)
        case TextDelta(text):
            return replace(exchange, words=exchange.words + text)
        case DatelineError():
            return replace(exchange, answer=None, ended=str(event))
        case Exception():
            # Without its message, into which a library may have put a key or the question.
            steps = "".join(traceback.format_tb(event.__traceback__))
            _log.error("A question could not be answered: %s\n%s", type(event).__name__, steps)
            return replace(exchange, answer=None, ended=APOLOGY)
        case _:
            return replace(exchange, answer=event)


def history(conversation: Conversation) -> tuple[Turn, ...]:
    """The exchanges that have an answer."""
    return tuple(Turn(e.question, e.answer) for e in conversation if e.answer)


def known_evidence(conversation: Conversation) -> dict[int, Evidence]:
    """Marker → evidence, of all answers so far."""
    return {e.marker: e for turn in history(conversation) for e in turn.answer.evidence}


def cited(answer: Answer) -> list[Citation]:
    """Every citation of an answer, in its tables of differing positions too."""
    positions = (p.citation for d in answer.disagreements for p in d.positions)
    return [*(c for claim in answer.claims for c in claim.citations), *positions]
