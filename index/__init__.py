"""Reports → passages → a collection that can be searched. What other rooms may use of it is named here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.errors import DatelineError
from index.types import EVERYTHING, Article, Hit, Passage, Query, Results, Scope, Source

if TYPE_CHECKING:
    from index.building import BuildReport, build
    from index.embedding import Embedder, MiniLM
    from index.sentences import sentence_spans
    from index.settings import Settings, read_settings
    from index.store import Health, Store, open_store

# Loaded when first asked for, so that `import index` costs nothing.
_ROOMS = {
    "BuildReport": "building",
    "build": "building",
    "Embedder": "embedding",
    "MiniLM": "embedding",
    "sentence_spans": "sentences",
    "Settings": "settings",
    "read_settings": "settings",
    "Health": "store",
    "Store": "store",
    "open_store": "store",
}

__all__ = [
    "EVERYTHING",
    "Article",
    "BuildReport",
    "DatelineError",
    "Embedder",
    "Health",
    "Hit",
    "MiniLM",
    "Passage",
    "Query",
    "Results",
    "Scope",
    "Settings",
    "Source",
    "Store",
    "build",
    "open_store",
    "read_settings",
    "sentence_spans",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"index.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value
