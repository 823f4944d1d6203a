"""The word index: BM25 (Robertson & Zaragoza, 2009) by tantivy. Alone imports tantivy.

Tantivy commits whole or not at all and its readers hold on to the files that they opened, so it is written in place.
How far it has come is a document of its own in the same commit.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from math import log
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.editions import Edition, Editions
from index.errors import DatelineError, IndexBroken, StoreUnwritable, mapping
from index.filing import Kept, State
from index.types import Source

if TYPE_CHECKING:
    from tantivy import Document, Index, IndexWriter, Query, Schema, Searcher, TextAnalyzer

BOOSTS = {"body": 1.0, "title": 1.0, "outlet": 2.0, "day": 1.0}  # what a word counts for, by where it stands
HEAP = 15_000_000  # bytes: the least that tantivy writes with
MANY = 5000  # passages that are worth a second thread
HEAP_OF_MANY = 60_000_000  # bytes for each thread
MARKER = "#"  # the key of the document that says how far the index has come; no report has it
LONGEST_QUERY = 200  # different words

# Words are letters and digits, with the apostrophes inside them; numbers keep their points; a script that puts no
# spaces between words is taken a character at a time.
_ALONE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORDS = rf"[{_ALONE}]|\p{{N}}+(?:[.:]\p{{N}}+)+|[\p{{L}}\p{{M}}\p{{N}}--[{_ALONE}]]+(?:'\p{{L}}+)*"
_UNITED_STATES = re.compile(r"\b(?:U\.S\.A\.|U\.S\.|U\.S\b|USA\b|US\b)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d)[,  ](?=\d{3}(?!\d))")

# Function words, and those that questions are put with: left out of queries that hold any other.
_FUNCTION_WORDS = """
    a about after all also am an and any are as at be because been before being between both but by can could did do
    does doing during each for from further had has have having he her here hers him his how i if in into is it its
    just me more most my no nor not of off on once only or other our out over own same say says said she should so
    some such tell than that the their them then there these they this those through to too under until up us very was
    we were what when where which while who whom whose why will with would you your according article articles report
    reported reports
"""
STOP_WORDS = frozenset(_FUNCTION_WORDS.split())


class WordIndex:
    """Tantivy in a folder; in memory where no folder is given, to search while the one on disk cannot be."""

    def __init__(self, root: Path | None) -> None:
        self._editions = Editions(root) if root else None
        self._lock = Lock()
        self._open: tuple[Edition | None, Index] | None = None
        self._writer: IndexWriter | None = None

    def state(self) -> State | None:
        """How far it has come; None where there is none yet. Raises IndexBroken."""
        with _mapped():
            opened = self._opened()
            if opened is None:
                return None
            edition, searcher = opened
            found = _marker(searcher)
            return State(found, edition.clean if edition else 0, 0)

    def reader(self) -> "WordReader | None":
        """A view of it as it is now; None where there is none yet. Raises IndexBroken."""
        with _mapped():
            opened = self._opened()
            return None if opened is None else WordReader(opened[1], _marker(opened[1]))

    def update(self, keys: Sequence[str], kept: Iterable[Kept], change: int) -> None:
        """Replaces reports by what is kept of them, in one commit. Raises IndexBroken and StoreUnwritable."""
        with _mapped():
            if self._writer is None:
                if self._opened() is None or self._open is None:
                    raise IndexBroken("There is no word index to bring up to date.")
                self._writer = self._open[1].writer(HEAP, 1)
            _write(self._writer, keys, kept, change)

    def rebuild(self, kept: Iterable[Kept], change: int, passages: int = 0) -> None:
        """Makes the index from nothing, of so many passages. Raises IndexBroken and StoreUnwritable."""
        self.rest()
        with _mapped():
            path = self._editions.draft() if self._editions else None
            index = _new(path)
            writer = index.writer(*((HEAP, 1) if passages < MANY else (2 * HEAP_OF_MANY, 2)))
            _write(writer, [], kept, change)
            writer.wait_merging_threads()
            if self._editions and path:
                self._editions.publish(path, change=change, written=0, sealed=False)
            else:
                self._open = (None, index)

    def rest(self) -> None:
        """Ends writing: what was not committed is dropped, and so are the writer's threads and memory."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with _mapped():
                writer.rollback()
                writer.wait_merging_threads()

    def contents(self) -> frozenset[str]:
        """The ids of all passages that it holds. Raises IndexBroken."""
        from tantivy import Query

        with _mapped():
            opened = self._opened()
            if opened is None:
                return frozenset()
            found = opened[1].search(Query.all_query(), opened[1].num_docs + 1, count=False).hits
            ids = (opened[1].doc(address).get_first("passage") for _, address in found)
            return frozenset(str(id) for id in ids if id is not None)

    def close(self) -> None:
        """Lets go of the files."""
        self.rest()
        self._open = None

    def _opened(self) -> "tuple[Edition | None, Searcher] | None":
        """The current edition and a view of it as it is now."""
        with self._lock:
            edition = self._editions.current() if self._editions else None
            if self._editions and edition is None:
                return None
            if self._editions and edition and (self._open is None or self._open[0] != edition):
                self._open = (edition, _existing(self._editions.path(edition)))
            if self._open is None:
                return None
            index = self._open[1]
            index.reload()
            return edition, index.searcher()


class WordReader:
    """The word index as of one change, to search."""

    def __init__(self, searcher: "Searcher", change: int) -> None:
        self._searcher = searcher
        self.change = change

    def search(
        self, words: str, n: int, *, like: "WordReader | None" = None, keys: Collection[str] | None = None
    ) -> list[tuple[str, str, float]]:
        """The n best passages, with `keys` of those reports: id, report's id and score above 0, best first.

        With `like`, words are as rare as they are there, so that what two indexes find can be put in one order; only
        the lengths of passages are compared within each.
        Raises IndexBroken.
        """
        with _mapped():
            query = _query(
                words, lambda field, term: like._rarity(field, term) / self._rarity(field, term) if like else 1.0
            )
            if query and keys is not None:
                query = _among(query, keys)
            found = self._searcher.search(query, n, count=False).hits if query else []
            rows = ((self._searcher.doc(address), score) for score, address in found)
            hits = [(str(row.get_first("passage")), str(row.get_first("source")), float(score)) for row, score in rows]
        return sorted(hits, key=lambda hit: (-hit[2], hit[0]))

    def _rarity(self, field: str, term: str) -> float:
        """What BM25 makes of how few passages hold a term (inverse document frequency)."""
        holding = self._searcher.doc_freq(field, term)
        return log(1 + (max(self._searcher.num_docs - holding, 0) + 0.5) / (holding + 0.5))


def _new(path: Path | None) -> "Index":
    import tantivy

    return _ready(tantivy.Index(_schema(), str(path) if path else None))


def _existing(path: Path) -> "Index":
    import tantivy

    return _ready(tantivy.Index.open(str(path)))


def _ready(index: "Index") -> "Index":
    index.register_tokenizer("news", _analyzer())
    index.config_reader("manual")  # else a thread watches the folder
    return index


@cache
def _schema() -> "Schema":
    import tantivy

    builder = tantivy.SchemaBuilder()
    for name in ("passage", "source", "key"):
        builder.add_text_field(name, stored=name != "key", tokenizer_name="raw", index_option="basic")
    for name in BOOSTS:
        builder.add_text_field(name, tokenizer_name="news", index_option="freq")
    builder.add_integer_field("change", stored=True)
    return builder.build()


@cache
def _analyzer(stop_words: frozenset[str] = frozenset()) -> "TextAnalyzer":
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    builder = TextAnalyzerBuilder(Tokenizer.regex(_WORDS)).filter(Filter.lowercase())
    if stop_words:
        builder = builder.filter(Filter.custom_stopword(list(stop_words)))
    return builder.filter(Filter.ascii_fold()).filter(Filter.stemmer("english")).build()


def analysable(text: str) -> str:
    """A text in which one thing is written one way: "1,400" as 1400, "U.S." as usa, "E.U." as EU."""
    text = _UNITED_STATES.sub("usa", text.replace("’", "'"))
    text = _INITIALS.sub(lambda found: found[0].replace(".", ""), text)
    return _THOUSANDS.sub("", text)


def _query(words: str, weigh: Callable[[str, str], float]) -> "Query | None":
    """Any of the words, in any field. Made of analysed words, never parsed: questions hold quotes and brackets."""
    from tantivy import Occur, Query

    text = analysable(words)
    terms = list(dict.fromkeys(_analyzer(STOP_WORDS).analyze(text) or _analyzer().analyze(text)))[:LONGEST_QUERY]
    schema = _schema()
    parts = [
        (Occur.Should, Query.boost_query(Query.term_query(schema, field, term, "freq"), boost * weigh(field, term)))
        for term in terms
        for field, boost in BOOSTS.items()
    ]
    return Query.boolean_query(parts) if parts else None


def _among(query: "Query", keys: Collection[str]) -> "Query":
    """A query limited to some reports, with the same scores."""
    from tantivy import Occur, Query

    some = Query.boost_query(Query.term_set_query(_schema(), "key", list(keys)), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, some)])


def _write(writer: "IndexWriter", keys: Sequence[str], kept: Iterable[Kept], change: int) -> None:
    import tantivy

    try:
        for key in [*keys, MARKER]:
            writer.delete_documents_by_term("key", key)
        for one in kept:
            for document in _documents(one):
                writer.add_document(document)
        marker = tantivy.Document(key=MARKER)
        marker.add_integer("change", change)
        writer.add_document(marker)
        writer.commit()
    except BaseException:
        writer.rollback()
        raise


def _documents(kept: Kept) -> "Iterator[Document]":
    import tantivy

    title, outlet, day = analysable(kept.source.title), analysable(kept.source.outlet or ""), _day(kept.source)
    for passage in kept.passages:
        yield tantivy.Document(
            passage=passage.id,
            source=kept.source.id,
            key=kept.key,
            title=title,
            outlet=outlet,
            day=day,
            body=analysable(passage.text),
        )


def _day(source: Source) -> str:
    """The day of publication as a reader would write it: "14 December 2023"."""
    day: date | None = source.published
    return f"{day.day} {day:%B} {day.year}" if day else ""


def _marker(searcher: "Searcher") -> int:
    """The change that the index holds."""
    from tantivy import Query

    found = searcher.search(Query.term_query(_schema(), "key", MARKER, "basic"), 1, count=False).hits
    if not found:
        raise IndexBroken("The word index does not say how far it has come.")
    return int(str(searcher.doc(found[0][1]).get_first("change")))


@contextmanager
def _mapped() -> Iterator[None]:
    with mapping(_ours):
        yield


def _ours(error: BaseException) -> DatelineError:
    if any(words in str(error) for words in ("StorageFull", "No space left", "ReadOnlyFilesystem", "PermissionDenied")):
        return StoreUnwritable(f"The word index cannot be written: {error}. Make room or make it writable.")
    return IndexBroken(f"The word index cannot be used: {error or type(error).__name__}.")
