"""The record and its two indexes as one thing: add, remove, search, check, repair."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import Vectors
from index.choosing import chosen_embedder, way_back
from index.chunking import CHUNKING
from index.embedding import Embedder, EmbedsQuestions
from index.errors import StoreMismatch, UnknownReport
from index.filing import Filed, check_order, digest_of
from index.following import Health, Indexes
from index.given_embedding import BaseEmbedding
from index.lock import writer
from index.record import NO_MOVES, Record
from index.searching import Search
from index.settings import Settings, read_settings
from index.signatures import Marks, Signature
from index.types import EVERYTHING, Article, Hit, Passage, Query, Results, Scope, Source

__all__ = ["Filed", "Health", "Store", "Writing", "digest_of", "open_store"]


class Writing:
    """What the holder of the writer's lock may do. Each method has written to the record when it returns."""

    def __init__(self, record: Record, indexes: Indexes, dimension: int) -> None:
        self._record = record
        self._indexes = indexes
        self._dimension = dimension

    def files(self) -> Mapping[str, str]:
        """The digest under which each file was last read, by its path."""
        return self._record.files()

    def texts_by_file(self) -> Mapping[str, Mapping[str, str]]:
        """The reports that came from each file: ids with the `digest_of` their current texts."""
        return self._record.texts_by_file()

    def put(self, articles: Sequence[Filed], origins: Mapping[str, str] = NO_MOVES) -> None:
        """Writes reports, in place of what was there under their ids: all of them in one transaction, or none.

        `origins` are reports that came earlier and now belong to another group of copies. Raises StoreError where a
        report is not in order, and StoreUnwritable.
        """
        for filed in articles:
            check_order(filed, self._dimension)
        if articles or origins:
            self._record.put(articles, origins)
            self._indexes.words_follow()

    def set(self, source: Source) -> None:
        """New metadata of a report; nothing is embedded again. Raises UnknownReport."""
        if not self._record.set(source):
            raise UnknownReport(f"There is no report {source.id!r}.")

    def remove(self, id: str, origins: Mapping[str, str] = NO_MOVES) -> None:
        """Removes a report everywhere, with its earlier texts; what the disk held of it is overwritten or made anew.

        Its file is forgotten too, unless other reports came from it. `origins` are others that now belong to another
        group of copies. Raises UnknownReport.
        """
        if not self._record.remove(id, origins):
            raise UnknownReport(f"There is no report {id!r}.")

    def was_read(self, path: str, digest: str) -> None:
        """Remembers under which digest a file was read in which nothing was new."""
        self._record.was_read(path, digest)

    def forget_file(self, path: str) -> None:
        """Forgets that a file was read, or could not be; its reports stay."""
        self._record.forget_file(path)

    def failures(self) -> tuple[tuple[str, str], ...]:
        """Files that could not be read when last tried, and why."""
        return self._record.failures()

    def failed(self, why: Mapping[str, str]) -> None:
        """Remembers which files could not be read, and why, for `check`, until they are read well."""
        self._record.failed(why)

    def changed(self, since: int) -> frozenset[str]:
        """The keys (`key_of`) of reports that were put, set or removed after a change."""
        return frozenset(self._record.changed(since))

    def noted(self, name: str) -> str | None:
        """What was noted under a name; None if nothing was."""
        return self._record.meta().get(name)

    def note(self, name: str, value: str) -> None:
        """Notes something in the record, for a later writing."""
        self._record.note(name, value)


class Store:
    """A collection of reports. Reading is safe from any number of threads and processes, also while one writes."""

    def __init__(self, home: Path, settings: Settings, embedder: Embedder) -> None:
        self.embedder = embedder
        self._home = home
        self._record = Record(home, settings.database)
        self._indexes = Indexes(self._record, home, settings.chroma_url)
        self._search = Search(self._record, self._indexes)
        self._check_marks()

    @property
    def home(self) -> Path:
        """The folder of the record and the local indexes."""
        return self._home

    # reading

    def change(self) -> int:
        """The number of the last change; 0 for an empty collection."""
        return self._record.change()

    def sources(self) -> tuple[Source, ...]:
        """Every report, by date then id, undated ones last."""
        return self._search.catalogue().by_date()

    def outlets(self) -> tuple[str, ...]:
        """The outlets of all reports, each once."""
        return self._search.catalogue().outlets()

    def newest(self, scope: Scope = EVERYTHING) -> date | None:
        """The day of the newest report that a scope admits; None where none is dated."""
        view = self._search.catalogue().view
        return view.newest(view.inside(scope))

    def count(self, scope: Scope) -> int:
        """How many reports a scope admits."""
        view = self._search.catalogue().view
        return view.reports(view.inside(scope))

    def article(self, id: str) -> Article:
        """The report of an id, or of the only id that begins so. Raises UnknownReport, naming near ids."""
        article = self._record.article(id)
        if article is None:
            article = self._record.article(self._search.catalogue().whole_id(id))
        if article is None:
            raise UnknownReport(f"Report {id!r} was removed a moment ago.")
        return article

    def articles(self, ids: Sequence[str]) -> dict[str, Article]:
        """Reports by their ids; those that are not there are left out."""
        return self._record.articles(ids)

    def text_of(self, source_id: str, digest: str) -> str | None:
        """A text of a report, current or earlier, by `digest_of(text)`; None if it never had that one."""
        return self._record.text_of(source_id, digest)

    def failures(self) -> tuple[tuple[str, str], ...]:
        """The files that could not be read, and why."""
        return self._record.failures()

    def passages(self, source_id: str) -> tuple[Passage, ...]:
        """A report's passages, in the order of its text; () if there is no such report."""
        return self._record.passages_of(source_id)

    def vectors(self, passage_ids: Sequence[str]) -> Vectors:
        """Passages' vectors, (len(passage_ids), dimension). Raises UnknownReport where one is not there."""
        found = self._record.vectors(passage_ids)
        missing = [id for id in passage_ids if id not in found]
        if missing:
            raise UnknownReport(f"There is no passage {missing[0]!r}.")
        return np.stack([found[id] for id in passage_ids]) if found else self._none()

    def marks(self) -> tuple[list[str], list[Marks]]:
        """The ids of all reports, and what each is listed under to find its copies."""
        return self._record.marks()

    def signatures(self, ids: Sequence[str]) -> dict[str, Signature]:
        """What reports are known again by; those that are not there are left out."""
        return self._record.signatures(ids)

    def embed_questions(self, questions: Sequence[str]) -> Vectors:
        """Questions' vectors, (len(questions), dimension), as the embedding model wants them. Raises EmbeddingError."""
        if isinstance(self.embedder, EmbedsQuestions):
            return self.embedder.embed_questions(questions)
        return self.embedder.embed(questions)

    def nearest(self, vector: NDArray[np.float32], k: int, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
        """The k passages nearest to a vector of unit length, by cosine, best first."""
        self._check_shape(vector)
        return self._search.nearest(vector, k, scope)

    def matching(self, words: str, k: int, scope: Scope = EVERYTHING) -> tuple[Hit, ...]:
        """The k passages that the words fit best, by BM25, best first; only such as hold one of them."""
        return self._search.matching(words, k, scope)

    def search(self, queries: Sequence[Query]) -> Results:
        """What `nearest` and `matching` find for each of some queries, for less than one by one."""
        for query in queries:
            self._check_shape(query.vector)
        return self._search.search(queries)

    # writing

    @contextmanager
    def writing(self) -> Iterator[Writing]:
        """The writer's lock, and what its holder may do; when it ends, both indexes are in step with the record.

        Raises StoreLocked, naming who holds the lock, StoreUnwritable and StoreMismatch. Where the block is left by an
        error, what was written stays written, and the indexes follow at the next writing or repair.
        """
        with writer(self._home), self._record.claimed():
            self._record.prepare(self._marks())
            self._check_marks()
            try:
                yield Writing(self._record, self._indexes, self._dimension())
                self._record.settle()
                self._indexes.follow()
            finally:
                self._indexes.rest()

    def check(self) -> Health:
        """Whether the record and both indexes agree, and what could not be read."""
        return self._indexes.check()

    def repair(self) -> Health:
        """Makes anew, from the record alone, what does not agree with it. Raises as `writing` does."""
        with writer(self._home), self._record.claimed():
            self._record.prepare(self._marks())
            self._check_marks()
            try:
                self._indexes.mend()
            finally:
                self._indexes.rest()
            return self._indexes.check()

    def close(self) -> None:
        """Lets go of all files."""
        self._indexes.close()
        self._record.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _marks(self) -> Mapping[str, str]:
        return {"embedding": self.embedder.name, "dimension": str(self._dimension()), "chunking": CHUNKING}

    def _dimension(self) -> int:
        """How many numbers a vector has: as the record says, so that no server is asked to open a collection."""
        kept = self._record.meta().get("dimension")
        return int(kept) if kept else self.embedder.dimension

    def _check_marks(self) -> None:
        kept = self._record.meta()
        for name, ours in {"embedding": self.embedder.name, "chunking": CHUNKING}.items():
            theirs = kept.get(name, ours)
            if theirs != ours:
                raise StoreMismatch(
                    f"The collection in {self._home} was made with {name} {theirs}, and this is {ours}. The two do not "
                    f"mix: go back to {theirs}{way_back(name, theirs)}, or set DATELINE_HOME to another folder and "
                    "index the reports there."
                )

    def _check_shape(self, vector: Vectors) -> None:
        if vector.shape != (self._dimension(),):
            raise StoreMismatch(
                f"Vectors in {self._home} have {self._dimension()} numbers, and this one has the shape {vector.shape}: "
                f"{self.embedder.name} is no longer the model that they were made with. Go back to that one, or set "
                "DATELINE_HOME to another folder and index the reports there."
            )

    def _none(self) -> Vectors:
        return np.empty((0, self._dimension()), dtype=np.float32)


def open_store(
    home: str | Path | None = None,
    *,
    settings: Settings | None = None,
    embedder: Embedder | BaseEmbedding | None = None,
) -> Store:
    """The collection in a folder, by default DATELINE_HOME. Nothing is made on disk until something is written.

    `embedder`: any LlamaIndex embedding model, or one of ours, in place of the one that DATELINE_EMBEDDING names.

    Raises SettingsError, StoreMismatch where it was made with another embedding model, chunking or a newer Dateline,
    and StoreError where the record cannot be read.
    """
    settings = settings or read_settings()
    return Store(Path(home or settings.home), settings, chosen_embedder(embedder, settings))
