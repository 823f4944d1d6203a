"""A language model from a .gguf file, run in this process by llama.cpp: the only file that imports xllamacpp."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from struct import calcsize, unpack
from threading import Lock
from time import monotonic
from typing import Any, BinaryIO

from index.errors import ModelFaulted, SettingsError
from qa.replies import Asked, Chunk, Feed, as_sent, explain, read_chunk, reply
from qa.types import Message, Words

MAGIC = b"GGUF"
STRING, ARRAY = 8, 9  # GGUF's numbers for the types of metadata
FORMATS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
LONGEST_NAME = 200  # bytes
BATCH = 256  # tokens of a question that are read before anybody can stop it


class LocalModel:
    """A Writer over a .gguf file. Cheap to make: the model is loaded when it is first asked, within that deadline."""

    def __init__(self, path: str | Path, max_tokens: int = 700, context: int = 8192):
        """`max_tokens` is of one reply; `context` is what the model reads and writes at once, in tokens.

        Raises SettingsError where there is no such file, it is no GGUF file, or the extra is not installed.
        """
        self._path = Path(path).expanduser()
        self.name = _name(self._path)
        if not find_spec("xllamacpp"):
            raise SettingsError("A model file needs llama.cpp, which is not installed: pip install 'dateline[local]'")
        self._max_tokens, self._context = max_tokens, context
        self._loading = Lock()
        self._server: Any = None

    def __repr__(self) -> str:
        return f"LocalModel({self.name!r})"

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:
        """The model's reply, as it is written, within `seconds` from the call; closing the iterator stops it.

        The last Words carry the usage, and are CUT where the reply reached `max_tokens`. Raises ModelError.
        """
        asked = Asked(
            f"The local model {self.name}", "its file", "its file", "the model's file", seconds=seconds, secrets=()
        )
        return self._reply(list(messages), monotonic() + seconds, asked)

    def _reply(self, messages: Sequence[Message], deadline: float, asked: Asked) -> Iterator[Words]:
        # not a daemon: Python must not end under llama.cpp; the thread ends by itself at the deadline or when closed
        feed = Feed(lambda give: self._answer(messages, asked, give), deadline, daemon=False)
        yield from reply(feed, asked)

    def _answer(self, messages: Sequence[Message], asked: Asked, give: Callable[[Chunk], bool]) -> None:
        request = {
            "messages": as_sent(messages),
            "max_tokens": self._max_tokens,
            "temperature": 0,
            "stream": True,
            "stream_options": {"include_usage": True},
            "return_progress": True,  # a call for each batch of the question, so that reading it can be stopped too
        }
        refusals: list[Mapping[str, Any]] = []

        def stop(event: str | Mapping[str, Any]) -> bool:
            data = json.loads(event) if isinstance(event, str) else event
            if "error" in data:
                refusals.append(data["error"])
                return True
            return not give(read_chunk(data))

        server = self._loaded()
        try:
            server.handle_chat_completions(json.dumps(request), stop)
        except (RuntimeError, MemoryError) as error:
            raise ModelFaulted(f"{asked.who} failed while answering. Ask again, or use another file.") from error
        for refusal in refusals:
            raise explain(asked, refusal.get("code"), str(refusal.get("message", "")))

    def _loaded(self) -> Any:
        with self._loading:
            if self._server is None:
                self._server = self._load()
            return self._server

    def _load(self) -> Any:
        from xllamacpp import CommonParams, Server  # type: ignore[import-not-found, import-untyped, unused-ignore]

        wanted = CommonParams()
        wanted.model.path = str(self._path)
        wanted.model_alias = {self.name}
        wanted.n_ctx, wanted.n_parallel, wanted.n_batch, wanted.n_ubatch = self._context, 1, BATCH, BATCH
        wanted.cache_ram_mib, wanted.warmup, wanted.verbosity = 0, False, -1
        # it listens on a port of this machine whether one wants it or not: with a key that nobody has, nobody may ask
        wanted.api_keys, wanted.cors_origins, wanted.ui = [secrets.token_hex(32)], "http://127.0.0.1", False
        wanted.endpoint_slots = False
        try:
            return Server(wanted)
        except (RuntimeError, MemoryError) as error:
            raise ModelFaulted(
                f"The model file {self._path.name} could not be loaded: it is not whole, of a kind that this llama.cpp "
                "does not know, or larger than the memory. Download it again, or use another one."
            ) from error


def _name(path: Path) -> str:
    """The name that a GGUF file gives its model, else the file's own. Raises SettingsError."""
    try:
        with path.open("rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise SettingsError(
                    f"{path.name} is no model file in the GGUF format. Choose a file that ends in .gguf."
                )
            return _general_name(file) or path.stem
    except OSError as error:
        raise SettingsError(f"The model file {path.name} cannot be read: {error.strerror}. Check its path.") from error


def _general_name(file: BinaryIO) -> str:
    """The metadata `general.name`, which stands before the first list; "" where it does not. Reads GGUF 2 and 3."""
    try:
        _version, _tensors, entries = _read(file, "I"), _read(file, "Q"), _read(file, "Q")
        for _ in range(entries):
            key, kind = _read_string(file), _read(file, "I")
            if kind == ARRAY:
                return ""
            value = _read_string(file) if kind == STRING else _read(file, FORMATS[kind])
            if key == "general.name" and isinstance(value, str):
                return " ".join("".join(c if c.isprintable() else " " for c in value).split())
    except (EOFError, KeyError):
        return ""
    return ""


def _read(file: BinaryIO, form: str) -> Any:
    raw = file.read(calcsize("<" + form))
    if len(raw) < calcsize("<" + form):
        raise EOFError
    return unpack("<" + form, raw)[0]


def _read_string(file: BinaryIO) -> str:
    length = _read(file, "Q")
    if length > LONGEST_NAME:
        file.seek(min(length, 2**40), 1)
        return ""
    return file.read(length).decode("utf-8", "replace")
