"""A language model's reply, however it is asked for.

One deadline whatever the model does (`Feed`), how a reply ends (`reply`), and what a refusal means to the person who
asked (`explain`).
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic
from typing import Any

from index.errors import ModelError, ModelFaulted, ModelRefused, ModelUnreachable
from index.secrets import quoted, redacted
from qa.types import Message, Usage, Words

CUT = "…"  # the last words of a reply that reached its limit: its last sentence is not whole
LONGEST = 100_000  # characters of a reply; a server that sends more does not keep to max_tokens
USAGE_WAIT = 2.0  # seconds: the count of tokens comes after the last word, and not from every server
LEAD = 64  # pieces that a model may be ahead of its reader
TOO_LONG = re.compile(r"context.{0,12}(length|size|window|limit)|prompt is too long|too many tokens", re.IGNORECASE)
NO_CREDIT = re.compile(r"quota|billing|credit", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Chunk:
    """One piece of a streamed reply."""

    text: str = ""
    finish: str | None = None  # why the reply ends here: "stop", "length", "content_filter"; None: it goes on
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked, in the words of the sentences that tell how it went."""

    who: str  # "The model gpt-4o-mini at api.openai.com": each sentence begins with it
    key: str  # where its key is set
    model: str  # where its name is set
    address: str  # where its address is set
    seconds: float  # that the whole reply may take
    secrets: tuple[str, ...] = field(repr=False)  # what no sentence may hold

    def quoted(self, said: str) -> str:
        """The server's own words, without secrets, as a sentence to add; "" where there are none or a web page."""
        return quoted(said, self.secrets)

    def redacted(self, text: str) -> str:
        """A text with each secret replaced, as it is and as it stands in an address."""
        return redacted(text, self.secrets)


class Feed:
    """What `produce` gives, from a thread of its own: however long it blocks, nobody waits beyond the deadline.

    `produce` is called with a function that hands over one chunk and returns whether anybody still listens.
    """

    def __init__(self, produce: Callable[[Callable[[Chunk], bool]], None], deadline: float, *, daemon: bool = True):
        self._items: Queue[Chunk | Exception | None] = Queue(LEAD)
        self._deadline = deadline  # as monotonic() tells it
        self.closed = Event()
        Thread(target=copy_context().run, args=(self._run, produce), daemon=daemon).start()

    def take(self, within: float | None = None) -> Chunk | None:
        """The next chunk; None after the last one.

        Raises TimeoutError at the deadline or after `within` seconds, and what `produce` raised.
        """
        left = self._deadline - monotonic()
        try:
            if left <= 0:  # a model that is always ahead of its reader would go on for ever
                raise Empty
            item = self._items.get(timeout=left if within is None else min(left, within))
        except Empty:
            raise TimeoutError from None
        if isinstance(item, Exception):
            raise item
        return item

    def close(self) -> None:
        """Stop listening. `produce` learns of it when it next gives."""
        self.closed.set()
        with suppress(Empty):
            while True:
                self._items.get_nowait()

    def _run(self, produce: Callable[[Callable[[Chunk], bool]], None]) -> None:
        last: Exception | None = None
        try:
            produce(self._give)
        except Exception as error:  # noqa: BLE001 - it is raised where the chunks are taken
            last = error
        self._give(last)

    def _give(self, item: Chunk | Exception | None) -> bool:
        try:
            self._items.put(item, timeout=max(self._deadline - monotonic(), 0.0))
        except Full:
            return False
        return not self.closed.is_set()


def reply(feed: Feed, asked: Asked) -> Iterator[Words]:
    """The words of a reply, the last ones with what it cost where the server tells; closing it closes the feed.

    A reply that reached its limit of tokens is whole but for its last sentence, and ends in CUT. Raises ModelError.
    """
    length, finish, usage = 0, None, None
    try:
        while (chunk := feed.take(USAGE_WAIT if finish else None)) is not None:
            finish, usage = finish or chunk.finish, chunk.usage or usage
            if chunk.text:
                length += len(chunk.text.strip())
                if length > LONGEST:
                    raise ModelFaulted(f"{asked.who} did not come to an end. Ask again, or use another model.")
                yield Words(chunk.text)
    except TimeoutError:
        if not finish:
            raise ModelUnreachable(too_slow(asked, begun=length > 0)) from None
    except ModelError:
        if not finish:
            raise
    finally:
        feed.close()
    _accept_end(finish, length, asked)
    yield Words(CUT if finish == "length" else "", usage)


def too_slow(asked: Asked, *, begun: bool) -> str:
    what = "stopped in the middle of its answer" if begun else "gave no answer"
    return (
        f"{asked.who} {what}: {asked.seconds:g} seconds were over. Ask again, check that it is running, "
        "or give it more time (DATELINE_TIMEOUT)."
    )


def _accept_end(finish: str | None, length: int, asked: Asked) -> None:
    if finish == "content_filter":
        raise ModelRefused(f"{asked.who} declined to answer this. Ask in other words, or use another model.")
    if finish == "length" and not length:
        raise ModelFaulted(f"{asked.who} used up its tokens before its first word. Use a model that thinks less.")
    if not length:
        raise ModelFaulted(f"{asked.who} answered without a word. Ask again, or check {asked.model}.")
    if finish is None:
        raise ModelFaulted(f"{asked.who} broke off in the middle of its answer. Ask again.")


def explain(asked: Asked, status: int | None, said: str) -> ModelError:
    """What a refusal means and what to do about it; `status` is HTTP's, `said` the server's own words."""
    who, words = asked.who, asked.quoted(said)
    if status in (400, 413, 422, 500, None) and TOO_LONG.search(said):
        return ModelRefused(
            f"{who} cannot read the question and its reports at once: they are too long for it.{words} "
            "Use a model with a larger context, or start a new conversation."
        )
    if status == 401:
        return ModelRefused(f"{who} did not accept the key. Check {asked.key}.")
    if status == 403:
        return ModelRefused(f"{who} may not be used with this key.{words} Check {asked.key} and {asked.model}.")
    if status in (404, 405):
        return ModelRefused(
            f"{who} was not found.{words} Check the model's name ({asked.model}) and the address "
            f"({asked.address}), which often ends in /v1."
        )
    if status == 402 or (status == 429 and NO_CREDIT.search(said)):
        return ModelRefused(f"{who} answers no more on this account.{words} Check the account's plan and credit.")
    if status == 429:
        return ModelRefused(f"{who} was asked too often.{words} Wait a little, then ask again.")
    if status in (408, 502, 503, 504, 529):
        return ModelUnreachable(f"{who} is not ready to answer (HTTP {status}).{words} Wait a little, then ask again.")
    if status is None or status >= 500:
        return ModelFaulted(f"{who} failed while answering.{words} Ask again, or see the server's own log.")
    return ModelRefused(f"{who} did not take the question (HTTP {status}).{words} Check {asked.model}.")


def as_sent(messages: Sequence[Message]) -> list[dict[str, str]]:
    """Messages as chat completions take them; half of a surrogate pair, which no server takes, becomes "?"."""
    return [{"role": m.role, "content": m.content.encode("utf-8", "replace").decode()} for m in messages]


def read_chunk(data: Mapping[str, Any]) -> Chunk:
    """One event of a chat.completions stream; what is not of the expected form counts as nothing."""
    choices, counts = data.get("choices"), data.get("usage")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], Mapping) else {}
    delta = choice.get("delta")
    delta = delta if isinstance(delta, Mapping) else {}
    text, finish = delta.get("content"), choice.get("finish_reason")
    return Chunk(
        text if isinstance(text, str) else "",
        "content_filter" if delta.get("refusal") else finish if isinstance(finish, str) else None,
        read_usage(counts, "prompt_tokens", "completion_tokens"),
    )


def read_usage(counts: object, given: str, gave: str) -> Usage | None:
    """The counts of tokens under these two names, and what a server says that it charges; None without both counts."""
    named = counts if isinstance(counts, Mapping) else {name: getattr(counts, name, None) for name in (given, gave)}
    prompt, completion = named.get(given), named.get(gave)
    cost = counts.get("cost") if isinstance(counts, Mapping) else None
    if not isinstance(prompt, int) or not isinstance(completion, int):
        return None
    return Usage(prompt, completion, cost=float(cost) if isinstance(cost, int | float) and cost >= 0 else None)
