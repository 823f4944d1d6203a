"""Everything that can go wrong, as one tree.

A message says what was wrong, where, and what to do next: it is shown to people as it stands.

    DatelineError
        SettingsError           a setting has a value that cannot be used
        ReadError               one file or row could not be read; the others were
        StoreError              the collection on disk
            StoreLocked         somebody else is writing
            StoreUnwritable     read-only folder, full disk
            StoreMismatch       made with another embedding model, chunking or newer version
            UnknownReport       no report has that id
            IndexBroken         an index cannot be read; it can be rebuilt from the record
        EmbeddingError          the embedding model is missing, altered or failed
        QuestionError           empty, or too long
        ModelError              the language model did not answer as it should
            ModelUnreachable    no route, or no answer within the deadline
            ModelRefused        wrong key, unknown model, over quota
            ModelFaulted        an answer that is cut, empty or not of the expected form
        PageError               the chat page could not be served
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


class DatelineError(Exception):
    """Root of every error that Dateline raises on purpose."""


class SettingsError(DatelineError):
    """A setting has a value that cannot be used."""


class ReadError(DatelineError):
    """One file or row could not be read; the others were."""


class StoreError(DatelineError):
    """The collection on disk could not do what was asked."""


class StoreLocked(StoreError):
    """Somebody else is writing to the collection."""


class StoreUnwritable(StoreError):
    """The collection's folder cannot be written to."""


class StoreMismatch(StoreError):
    """The collection was made with another embedding model, chunking, or a newer Dateline."""


class UnknownReport(StoreError):
    """No report in the collection has that id."""


class IndexBroken(StoreError):
    """An index cannot be read; it can be rebuilt from the record."""


class EmbeddingError(DatelineError):
    """The embedding model is missing, was altered, or failed."""


class QuestionError(DatelineError):
    """The question is empty, or longer than a question."""


class ModelError(DatelineError):
    """The language model did not answer as it should."""


class ModelUnreachable(ModelError):
    """The model's server has no route, or gave no answer within the deadline."""


class ModelRefused(ModelError):
    """The model's server said no: wrong key, unknown model, over quota."""


class ModelFaulted(ModelError):
    """The model's answer is cut, empty, or not of the expected form."""


class PageError(DatelineError):
    """The chat page could not be served."""


@contextmanager
def mapping(ours: Callable[[BaseException], DatelineError]) -> Iterator[None]:
    """Makes what a library raises one of our errors, a panic of its core in Rust too, which is no Exception."""
    try:
        yield
    except DatelineError:
        raise
    except Exception as error:
        raise ours(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ours(error) from error
