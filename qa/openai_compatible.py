"""A language model behind any server that speaks OpenAI's chat completions: Ollama, llama.cpp, vLLM and more."""

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from email.utils import parsedate_to_datetime
from threading import Event
from time import monotonic, time
from typing import TYPE_CHECKING, Any

from index.errors import ModelError, ModelFaulted, ModelUnreachable
from index.openai_server import openai_server
from qa.replies import NO_CREDIT, Asked, Chunk, Feed, as_sent, explain, read_chunk, reply, too_slow
from qa.types import Message, Usage, Words

if TYPE_CHECKING:
    from openai import OpenAI

OPTIONS = {"stream_options": None, "temperature": None, "max_tokens": "max_completion_tokens"}  # → what to send instead


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
        self._server = openai_server(base_url, api_key)
        self._options: dict[str, Any] = {
            "temperature": temperature,
            "max_tokens": max_tokens,
            "stream_options": {"include_usage": True},
        }

    def __repr__(self) -> str:
        return f"OpenAICompatible(model={self.name!r}, host={self._server.host!r})"

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The model's reply, as it is written, within `seconds` from the call; closing the iterator hangs up at once.

        The last Words carry the usage where the server tells it, and are CUT where the reply reached `max_tokens`.
        A server that is busy is asked once more where that fits into half of the time left. Raises ModelError.
        """
        return self._reply(list(messages), monotonic() + seconds, self._asked(seconds))

    def _asked(self, seconds: float) -> Asked:
        who = f"The model {self.name} at {self._server.host}"
        return Asked(who, "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_BASE_URL", seconds, self._server.secrets)

    def _reply(self, messages: Sequence[Message], deadline: float, asked: Asked) -> Iterator[Words]:
        line = _Line()
        feed = Feed(lambda give: self._listen(messages, deadline, asked, line, give), deadline)
        try:
            for words in reply(feed, asked):
                yield replace(words, usage=self._priced(words.usage)) if words.usage else words
        finally:
            feed.close()
            line.hang_up()

    def _priced(self, usage: Usage) -> Usage:
        if self._server.is_local:
            return usage
        from qa.prices import priced

        return priced(usage, self.name, self._server.address)

    def _listen(
        self, messages: Sequence[Message], deadline: float, asked: Asked, line: _Line, give: Callable[[Chunk], bool]
    ) -> None:
        from openai import DefaultHttpxClient, OpenAI

        # what is on this machine is not to be looked for behind a proxy
        http = DefaultHttpxClient(event_hooks={"request": [line.watch]}, trust_env=not self._server.is_local)
        opened = False
        try:
            with (
                OpenAI(
                    api_key=self._server.key or "none",
                    base_url=self._server.address,
                    max_retries=0,
                    http_client=http,
                ) as client,
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
        return ModelUnreachable(too_slow(asked, begun=opened))
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
