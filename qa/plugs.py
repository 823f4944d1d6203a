"""What a user plugs in: a language model, a re-ranker, a log. Each is imported only where it is named."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from index import Settings
from index.errors import SettingsError
from qa.observing import Watcher
from qa.types import Reranker, Writer

if TYPE_CHECKING:
    from llama_index.core.llms import LLM
    from llama_index.core.postprocessor.types import BaseNodePostprocessor


def as_writer(llm: "LLM | Writer | None") -> Writer | None:
    """A language model of LlamaIndex or of ours as a Writer; None where there is none."""
    if llm is None or isinstance(llm, Writer):
        return llm
    from qa.llamaindex import from_llama_index

    return from_llama_index(llm)


def named_watchers(settings: Settings) -> Sequence[Watcher]:
    """Who is told of each question, by the settings."""
    if not settings.log.form:
        return ()
    from qa.log import question_log

    return (question_log(settings),)


def as_reranker(reranker: "BaseNodePostprocessor | Reranker | str | Path | None") -> Reranker | None:
    """A cross-encoder by its folder, a LlamaIndex postprocessor or a Reranker of ours as a Reranker."""
    if reranker is None or isinstance(reranker, Reranker):
        return reranker
    if isinstance(reranker, str | Path):
        from qa.cross_encoder import CrossEncoder

        return CrossEncoder(reranker)
    from qa.llamaindex import reranker_from_llama_index

    return reranker_from_llama_index(reranker)


def named_writer(settings: Settings) -> Writer | None:
    """The language model that the settings name, None where they name none. Raises SettingsError."""
    kind, _, path = settings.llm.partition(":")
    if settings.llm and (kind, bool(path)) != ("gguf", True):
        raise SettingsError(f"DATELINE_LLM must be gguf:PATH, not {settings.llm!r}.")
    if settings.llm:
        from qa.local_model import LocalModel

        return LocalModel(path)
    if not settings.openai_api_key and not settings.openai_base_url:
        return None
    from qa.openai_compatible import OpenAICompatible

    return OpenAICompatible(settings.openai_model, settings.openai_base_url, settings.openai_api_key)
