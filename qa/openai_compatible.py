"""A language model behind any server that speaks OpenAI's chat completions: OpenAI, Ollama, llama.cpp, vLLM and more.

What every way of asking a model shares stands here too: one deadline whatever the model does (`Feed`), how a reply
ends (`reply`), and what a refusal means to the person who asked (`explain`).
"""

import re
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from queue import Empty, Full, Queue
from threading import Event, Thread
from time import monotonic, time
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from index.errors import ModelError, ModelFaulted, ModelRefused, ModelUnreachable, SettingsError
from qa.types import Message, Usage, Words

if TYPE_CHECKING:
    from openai import OpenAI

CUT = "…"  # the last words of a reply that reached its limit: its last sentence is not whole
LONGEST = 100_000  # characters of a reply; a server that sends more does not keep to max_tokens
USAGE_WAIT = 2.0  # seconds: the count of tokens comes after the last word, and not from every server
LEAD = 64  # pieces that a model may be ahead of its reader
OPENAI = "https://api.openai.com/v1"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
OPTIONS = {"stream_options": None, "temperature": None, "max_tokens": "max_completion_tokens"}  # → what to send instead
TOO_LONG = re.compile(r"context.{0,12}(length|size|window|limit)|prompt is too long|too many tokens", re.IGNORECASE)
LIKE_A_KEY = r"\bsk-[\w*.-]{6,}"  # also what a server shows of a key with its middle left out
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
        plain = self.redacted("".join(c for c in " ".join(said.split()) if c.isprintable()))
        if not plain or plain.startswith("<"):
            return ""
        return f" It says: “{plain if len(plain) <= 200 else plain[:200] + '…'}”"

    def redacted(self, text: str) -> str:
        """A text with each secret replaced, as it is and as it stands in an address."""
        forms = [form for secret in self.secrets if secret for form in (secret, quote(secret, safe=""))]
        either = "|".join([*map(re.escape, sorted(forms, key=len, reverse=True)), LIKE_A_KEY])
        return re.sub(either, "[key]", text)


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
            raise ModelUnreachable(_too_slow(asked, begun=length > 0)) from None
    except ModelError:
        if not finish:
            raise
    finally:
        feed.close()
    _accept_end(finish, length, asked)
    yield Words(CUT if finish == "length" else "", usage)


def _too_slow(asked: Asked, *, begun: bool) -> str:
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
    """The counts of tokens under these two names; None where either is no number."""
    named = counts if isinstance(counts, Mapping) else {name: getattr(counts, name, None) for name in (given, gave)}
    prompt, completion = named.get(given), named.get(gave)
    return Usage(prompt, completion) if isinstance(prompt, int) and isinstance(completion, int) else None


class _Line:
    """The connection of one call, to hang up on from another thread whatever it is waiting for."""

    def __init__(self) -> None:
        self.hung_up = Event()
        self._sockets: list[socket.socket] = []

    def watch(self, request: Any) -> None:
        """To be told by the HTTP client of each request before it goes out."""
        request.extensions["trace"] = self._note

    def hang_up(self) -> None:
        self.hung_up.set()
        for connected in self._sockets:
            # socket.socket's own, for that of a TLS socket would take the session from under the reading thread
            with suppress(OSError):
                socket.socket.shutdown(connected, socket.SHUT_RDWR)

    def _note(self, event: str, info: Mapping[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.hung_up.is_set():
                self.hang_up()


class OpenAICompatible:
    """A Writer that asks a server for chat completions. Cheap to make: nothing is imported or asked before `write`."""

    def __init__(
        self, model: str, base_url: str = "", api_key: str = "", max_tokens: int = 700, temperature: float = 0
    ):
        """`base_url` "" means OpenAI's own; `api_key` "" that the server wants none; `max_tokens` is of one reply.

        Raises SettingsError where the address or the key cannot be one.
        """
        self.name = model
        self._address = base_url.strip() or OPENAI
        self._key = api_key.strip()
        try:
            url = urlsplit(self._address)
            self._host = f"{url.hostname}:{url.port}" if url.port else str(url.hostname)
        except ValueError:
            url = urlsplit("")
        if url.scheme not in ("http", "https") or not url.hostname:
            raise SettingsError("OPENAI_BASE_URL must be an address such as http://localhost:11434/v1.")
        if not (self._key.isascii() and self._key.isprintable()):
            raise SettingsError("OPENAI_API_KEY holds a character that no key has. Copy the key again.")
        self._local = url.hostname in LOOPBACK
        self._secrets = tuple(filter(None, (self._key, url.password)))
        self._options: dict[str, Any] = {
            "temperature": temperature,
            "max_tokens": max_tokens,
            "stream_options": {"include_usage": True},
        }

    def __repr__(self) -> str:
        return f"OpenAICompatible(model={self.name!r}, host={self._host!r})"

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The model's reply, as it is written, within `seconds` from the call; closing the iterator hangs up at once.

        The last Words carry the usage where the server tells it, and are CUT where the reply reached `max_tokens`.
        A server that is busy is asked once more where that fits into half of the time left. Raises ModelError.
        """
        return self._reply(list(messages), monotonic() + seconds, self._asked(seconds))

    def _asked(self, seconds: float) -> Asked:
        who = f"The model {self.name} at {self._host}"
        return Asked(who, "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", seconds, self._secrets)

    def _reply(self, messages: Sequence[Message], deadline: float, asked: Asked) -> Iterator[Words]:
        line = _Line()
        feed = Feed(lambda give: self._listen(messages, deadline, asked, line, give), deadline)
        try:
            yield from reply(feed, asked)
        finally:
            line.hang_up()

    def _listen(
        self, messages: Sequence[Message], deadline: float, asked: Asked, line: _Line, give: Callable[[Chunk], bool]
    ) -> None:
        from openai import DefaultHttpxClient, OpenAI

        # what is on this machine is not to be looked for behind a proxy
        http = DefaultHttpxClient(event_hooks={"request": [line.watch]}, trust_env=not self._local)
        opened = False
        try:
            with (
                OpenAI(api_key=self._key or "none", base_url=self._address, max_retries=0, http_client=http) as client,
                self._open(client, messages, deadline, line) as stream,
            ):
                opened = True
                _accept_type(stream.response.headers.get("content-type", ""), asked)
                for chunk in stream:
                    if not give(read_chunk(chunk.to_dict(warnings=False) if hasattr(chunk, "to_dict") else {})):
                        return
        except ModelError:
            raise
        except Exception as error:  # noqa: BLE001 - openai 2 lets those of its HTTP library through
            said = _all_said(error)
            raise _fault(error, asked, opened=opened) from (error if asked.redacted(said) == said else None)

    def _open(self, client: "OpenAI", messages: Sequence[Message], deadline: float, line: _Line) -> Any:
        """The stream of a reply, asked for without what the server does not know, and once more where it was busy."""
        from openai import APIConnectionError, APIStatusError

        options, retried = dict(self._options), False
        create: Any = client.chat.completions.create
        while True:
            left = deadline - monotonic()
            try:
                stream = create(model=self.name, messages=as_sent(messages), stream=True, timeout=left + 1, **options)
            except (APIConnectionError, APIStatusError) as error:
                if unknown := _unknown_option(error, options):
                    value, instead = options.pop(unknown), OPTIONS[unknown]
                    options |= {instead: value} if instead else {}
                    continue
                wait = _wait(error)
                if retried or wait is None or wait > (deadline - monotonic()) / 2 or line.hung_up.wait(wait):
                    raise
                retried = True
            else:
                self._options = options
                return stream


def _accept_type(content_type: str, asked: Asked) -> None:
    if content_type.startswith("text/html"):
        raise ModelFaulted(f"{asked.who} sent a web page. Check {asked.address}, which often has to end in /v1.")
    if content_type.startswith("application/json"):
        raise ModelFaulted(f"{asked.who} does not stream its answers, or sent none. Use a server that streams them.")


def _unknown_option(error: Exception, options: Mapping[str, Any]) -> str | None:
    if getattr(error, "status_code", None) not in (400, 422):
        return None
    return next((name for name in OPTIONS if name in options and name in _all_said(error)), None)


def _wait(error: Exception) -> float | None:
    """Seconds until asking again may help; None where it would not."""
    status, headers = getattr(error, "status_code", None), getattr(getattr(error, "response", None), "headers", {})
    if status is not None and status not in (408, 409, 429, 500, 502, 503, 504, 529):
        return None
    if status == 429 and NO_CREDIT.search(_all_said(error)):
        return None
    after = headers.get("retry-after", "")
    try:
        return max(float(after), 0.0)
    except ValueError:
        with suppress(ValueError, TypeError):
            return max(parsedate_to_datetime(after).timestamp() - time(), 0.0)
    return 0.5


def _fault(error: Exception, asked: Asked, *, opened: bool) -> ModelError:
    from openai import APIConnectionError, APIError, APITimeoutError

    if isinstance(error, APITimeoutError):
        return ModelUnreachable(_too_slow(asked, begun=opened))
    if isinstance(error, APIConnectionError) and not opened:
        return ModelUnreachable(f"{asked.who} cannot be reached. Check that it is running, and check {asked.address}.")
    if isinstance(error, APIError) and not isinstance(error, APIConnectionError):
        return explain(asked, getattr(error, "status_code", None), _said(error.body) or error.message)
    return ModelFaulted(f"{asked.who} broke off, or sent something that is no answer. Ask again.")


def _said(body: object) -> str:
    """The words of an error body, which servers put in several places."""
    for name in ("message", "error", "detail"):
        if isinstance(body, Mapping) and body.get(name):
            return _said(body[name])
    return body if isinstance(body, str) else ""


def _all_said(error: Exception) -> str:
    return f"{error} {getattr(error, 'body', '')}"
