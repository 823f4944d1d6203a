"""A conversation as the page keeps it, and the events that carry it on."""

import logging
import threading
import traceback
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, cast

from index.errors import DatelineError
from qa.types import Answer, Citation, Event, Evidence, Stage, TextDelta, Turn

if TYPE_CHECKING:
    from qa.assistant import Assistant

LONGEST_QUESTION = 2_000  # characters
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

    @property
    def pending(self) -> bool:
        """Whether an answer may still come."""
        return self.answer is None and not self.ended


Conversation = tuple[Exchange, ...]  # in order; only the last one can be pending


def refused(question: str) -> Exchange | None:
    """Why a question is too long to be asked; None where it is not."""
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


def events(
    assistant: "Assistant", question: str, history: Sequence[Turn], places: threading.Semaphore
) -> Generator[Event | Exception | None]:
    """What the assistant does, as it does it; None four times a second in between; an exception as the last item.

    The assistant works in a thread of its own, so that closing this is not held up by a model that is slow to speak.
    """
    arrived: SimpleQueue[Event | Exception | bool] = SimpleQueue()
    closed = threading.Event()

    def work() -> None:
        if not places.acquire(blocking=False):
            arrived.put(Stage("Others are asking too: this question waits for its turn"))
            places.acquire()
        try:
            stream = cast("Generator[Event]", assistant.stream(question, history=history))
            with closing(stream):
                while not closed.is_set() and (event := next(stream, None)) is not None:
                    arrived.put(event)
        except Exception as error:  # noqa: BLE001 - every error is shown as a sentence
            arrived.put(error)
        finally:
            places.release()
            arrived.put(False)

    threading.Thread(target=work, name="question", daemon=True).start()
    try:
        while True:
            try:
                event = arrived.get(timeout=0.25)
            except Empty:
                yield None
                continue
            if isinstance(event, bool):
                return
            yield event
    finally:
        closed.set()
