"""Which embedding model a collection is searched by: one that is given, one that the settings name, or ours."""

from index.embedding import Embedder, MiniLM
from index.errors import SettingsError
from index.given_embedding import BaseEmbedding, GivenEmbedding
from index.settings import Settings


def chosen_embedder(given: Embedder | BaseEmbedding | None, settings: Settings) -> Embedder:
    """The model that is given, as one of ours, else the one that DATELINE_EMBEDDING names. Raises SettingsError."""
    if given is not None:
        return GivenEmbedding(given) if isinstance(given, BaseEmbedding) else given
    kind, _, model = settings.embedding.partition(":")
    if not settings.embedding:
        return MiniLM()
    if kind != "openai" or not model:
        raise SettingsError(
            f"DATELINE_EMBEDDING must be openai:MODEL, or empty for the embedded model, not {settings.embedding!r}."
        )
    from index.served_embedding import ServedEmbedding

    return ServedEmbedding(model, settings.openai_base_url, settings.openai_api_key)


def way_back(name: str, theirs: str) -> str:
    """How a collection's embedding model is set again, for the end of a sentence."""
    if name != "embedding":
        return ""
    if theirs == MiniLM.name:
        return " (leave DATELINE_EMBEDDING empty)"
    return f" (DATELINE_EMBEDDING={theirs})" if theirs.startswith("openai:") else " (open_store(embedder=...))"
