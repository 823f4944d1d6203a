"""What other programs call by name on the page's address; the JSON is that of the command line.

They wait in the same line as the page's visitors, and may ask as often and as long questions.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from index.errors import QuestionError
from index.types import Passage, Source
from qa import json_forms
from qa.page.conversation import LONGEST_CONVERSATION, LONGEST_QUESTION
from qa.page.limits import Limits
from qa.page.line import Line, Pace, done_in, events
from qa.page.markup import sendable
from qa.types import Answer, Claim, Evidence, Turn

if TYPE_CHECKING:
    from qa.assistant import Assistant

MOST_PASSAGES = 50
MOST_SOURCES = 1_000  # in one call
T = TypeVar("T", bound=BaseModel)
_Number = Annotated[int, Field(ge=1, le=10**6)]
_Place = Annotated[int, Field(ge=0, le=10**9)]


class _Given(BaseModel):
    """What a program sent: a value of another type is refused, not read as what it might mean."""

    model_config = ConfigDict(strict=True)


class _Said(_Given):
    """Of a claim of an earlier answer, what a follow-up may speak of."""

    text: str
    attributed_to: str | None = None


class _Seen(_Given):
    """A passage of an earlier answer, and its number."""

    marker: _Number
    source_id: str
    text: str
    start: _Place
    end: _Place


class _Earlier(_Given):
    """An earlier answer, as this API gave it; what is not needed is passed over."""

    question: str
    resolved: str
    claims: tuple[_Said, ...] = ()
    evidence: tuple[_Seen, ...] = ()


class _Asked(_Given):
    """A question with its limits."""

    question: str = Field(max_length=LONGEST_QUESTION)
    as_of: date | None = None
    since: date | None = None
    until: date | None = None
    outlets: tuple[str, ...] = ()
    history: tuple[_Earlier, ...] = Field((), max_length=LONGEST_CONVERSATION)
    k: int = Field(10, ge=1, le=MOST_PASSAGES)

    def limits(self) -> dict[str, Any]:
        """What limits the reports, as an assistant takes it."""
        return Limits(self.outlets, self.since, self.until, self.as_of).keywords()


class _Named(_Given):
    """Which report."""

    id: str = Field(max_length=1_000)


class _Part(_Given):
    """Which part of a list."""

    offset: _Place = 0
    limit: int = Field(MOST_SOURCES, ge=1, le=MOST_SOURCES)


class Api:
    """The calls. `visitor` is who asks, as it is counted how often each does. All raise QuestionError, StoreError."""

    def __init__(self, assistant: "Assistant", line: Line, pace: Pace) -> None:
        self._assistant = assistant
        self._line = line
        self._pace = pace

    async def ask(
        self,
        visitor: str,
        question: str,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
        history: list[dict[str, Any]] | None = None,
    ) -> dict[str, Any]:
        """The checked answer, in the form of `dateline ask --json`.

        Days are written 2025-02-05; nothing published after `as_of` is used. `history` are the earlier answers of a
        conversation, as they were given: a follow-up is understood from them, and numbers go on where they ended.
        """
        asked = self._admitted(
            visitor, question=question, as_of=as_of, since=since, until=until, outlets=outlets, history=history
        )

        def stream() -> Any:
            return self._assistant.stream(asked.question, self._turns(asked.history), **asked.limits())

        async with aclosing(events(self._line, stream)) as arriving:
            async for event in arriving:
                if isinstance(event, Exception):
                    raise event
                if isinstance(event, Answer):
                    return _sent(json_forms.answer_object(event))
        raise AssertionError("a stream ends with its Answer")

    async def retrieve(
        self,
        visitor: str,
        question: str,
        k: int = 10,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
        history: list[dict[str, Any]] | None = None,
    ) -> list[dict[str, Any]]:
        """The `k` passages nearest to the question, best first, each with its report; `k` is 1 to 50."""
        asked = self._admitted(
            visitor, question=question, k=k, as_of=as_of, since=since, until=until, outlets=outlets, history=history
        )

        def found() -> Sequence[Evidence]:
            turns = self._turns(asked.history)
            return self._assistant.retrieve(asked.question, k=asked.k, history=turns, **asked.limits())

        return [_sent(json_forms.evidence_object(e)) for e in await done_in(self._line, found)]

    async def history(
        self,
        visitor: str,
        question: str,
        as_of: str | None = None,
        since: str | None = None,
        until: str | None = None,
        outlets: list[str] | None = None,
    ) -> list[dict[str, Any]]:
        """How one figure or status was reported over time, in the form of `dateline history --json`."""
        asked = self._admitted(visitor, question=question, as_of=as_of, since=since, until=until, outlets=outlets)
        rows = await done_in(self._line, lambda: self._assistant.history(asked.question, **asked.limits()))
        return [_sent(row) for row in json_forms.history_object(rows)]

    async def report(self, id: str) -> dict[str, Any]:
        """One report with its `text`, the one that `start` and `end` count, in the form of `dateline show --json`."""
        named = _read(_Named, id=id)
        article = await done_in(self._line, lambda: self._assistant.article(named.id))
        return _sent({**json_forms.source_object(article.source), "text": article.text})

    async def collection(self, offset: int = 0, limit: int = MOST_SOURCES) -> list[dict[str, Any]]:
        """The reports, in the form of `dateline list --json`, 1,000 at once: fewer than `limit` are the last."""
        part = _read(_Part, offset=offset, limit=limit)
        sources = await done_in(self._line, self._assistant.sources)
        return [_sent(json_forms.source_object(s)) for s in sources[part.offset : part.offset + part.limit]]

    def _admitted(self, visitor: str, **told: object) -> _Asked:
        """A question that may be asked now. Raises QuestionError."""
        asked = _read(_Asked, **told)
        if asked.since and asked.until and asked.since > asked.until:
            raise QuestionError("The period ends before it begins: `since` must not be later than `until`.")
        self._pace.step(visitor)
        return asked

    def _turns(self, earlier: Sequence[_Earlier]) -> tuple[Turn, ...]:
        """The conversation so far. What was sent is trusted with the numbers of passages, and with no words of them."""
        turns = []
        for one in earlier:
            claims = tuple(Claim(said.text, (), "unsupported", "", said.attributed_to, 0) for said in one.claims)
            evidence = tuple(Evidence(seen.marker, self._passage(seen), 0.0) for seen in one.evidence)
            turns.append(Turn(one.question, Answer(one.question, one.resolved, "answered", "", claims, evidence)))
        return tuple(turns)

    def _passage(self, seen: _Seen) -> Passage:
        """The collection's passage at a place; one that is gone still keeps its number from others."""
        held = self._assistant.store.passages(seen.source_id)
        gone = Source(seen.source_id, "", None, None, None, None, None, None, None, seen.source_id)
        known = (p for p in held if (p.start, p.end, p.text) == (seen.start, seen.end, seen.text))
        return next(known, Passage("", gone, seen.text, seen.start, seen.end))


def _read(kind: type[T], **told: object) -> T:
    """What was sent, as a value; None is what was not given. Raises QuestionError, naming what is wrong first."""
    given = {name: value for name, value in told.items() if value is not None}
    try:
        return kind.model_validate_json(sendable(json.dumps(given, ensure_ascii=False)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise QuestionError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}.") from None


def _sent(value: Mapping[str, Any]) -> dict[str, Any]:
    """An object as it is sent: nothing in it that JSON has not, and no `path`.

    A file of this machine is no business of others, and gradio_client would try to load it.
    """
    sent: dict[str, Any] = json.loads(sendable(json_forms.as_json(value)), object_hook=_without_path)
    return sent


def _without_path(value: dict[str, Any]) -> dict[str, Any]:
    return {**value, "path": None} if "path" in value else value


CALLS: dict[str, Callable[..., Any]] = {
    "ask": Api.ask,
    "retrieve": Api.retrieve,
    "history": Api.history,
    "report": Api.report,
    "collection": Api.collection,
}
