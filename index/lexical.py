"""BM25 (Robertson & Zaragoza, 2009) by tantivy, one volume of the word index at a time. Alone imports tantivy.

Tantivy commits whole or not at all and its readers hold on to the files that they opened, so it is written in place.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from index.errors import DatelineError, IndexBroken, StoreUnwritable, mapping
from index.filing import Kept, key_of
from index.types import Source

if TYPE_CHECKING:
    from tantivy import DocAddress, Document, Index, IndexWriter, Query, Schema, Searcher, TextAnalyzer

BOOSTS = {"body": 1.0, "title": 1.0, "outlet": 2.0, "day": 1.0}  # what a word counts for, by where it stands
HEAP = 15_000_000  # bytes: the least that tantivy writes with
HEAP_OF_MANY = 60_000_000  # bytes for each thread
LONGEST_QUERY = 200  # different words
REMEMBERED = 50_000  # terms whose rarity is kept: some 10 MB

# Words are letters and digits, with the apostrophes inside them; numbers keep their points; a script that puts no
# spaces between words is taken a character at a time.
_ALONE = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}"
_WORDS = rf"[{_ALONE}]|\p{{N}}+(?:[.:]\p{{N}}+)+|[\p{{L}}\p{{M}}\p{{N}}--[{_ALONE}]]+(?:'\p{{L}}+)*"
_UNITED_STATES = re.compile(r"\b(?:U\.S\.A\.|U\.S\.|U\.S\b|USA\b|US\b)")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0\u2009\u202f ](?=\d{3}(?!\d))")

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


class Volume:
    """A tantivy index in a folder, or in memory. What fails in it is raised as it comes: see `mapped`."""

    def __init__(self, index: "Index") -> None:
        self._index = index
        self._writer: IndexWriter | None = None

    def searcher(self) -> "Searcher":
        """A view of it as it is now."""
        self._index.reload()
        return self._index.searcher()

    def write(self, gone: Iterable[str], kept: Iterable[Kept], threads: int = 1) -> None:
        """Takes out reports, by their keys, and puts in others, in one commit."""
        if self._writer is None:
            self._writer = self._index.writer(HEAP if threads == 1 else threads * HEAP_OF_MANY, threads)
        try:
            for key in gone:
                self._writer.delete_documents_by_term("key", key)
            for one in kept:
                for document in _documents(one):
                    self._writer.add_document(document)
            self._writer.commit()
        except BaseException:
            self._writer.rollback()
            raise

    def rest(self) -> None:
        """Ends writing: what was not committed is dropped, and so are the writer's threads and memory."""
        writer, self._writer = self._writer, None
        if writer is not None:
            writer.rollback()
            writer.wait_merging_threads()


def new_volume(path: Path | None) -> Volume:
    """An empty volume in an empty folder, or in memory."""
    import tantivy

    return Volume(_ready(tantivy.Index(_schema(), str(path) if path else None)))


def volume_in(path: Path) -> Volume:
    """The volume in a folder."""
    import tantivy

    return Volume(_ready(tantivy.Index.open(str(path))))


def holds(searcher: "Searcher", key: str) -> bool:
    """Whether anything of a report stands in the files, also what was taken out and not yet merged away."""
    return searcher.doc_freq("key", key) > 0


def passages_in(searcher: "Searcher") -> list[tuple[str, str]]:
    """The ids of all passages, and of their reports."""
    from tantivy import Query

    found = searcher.search(Query.all_query(), searcher.num_docs + 1, count=False).hits
    return [passage_at(searcher, address) for _, address in found]


def reports_in(searcher: "Searcher") -> list[str]:
    """The keys of all reports."""
    return [key_of(id) for id in dict.fromkeys(source for _, source in passages_in(searcher))]


class Rarity:
    """How many passages of some volumes hold a term, and what BM25 weighs it by (inverse document frequency)."""

    def __init__(self, searchers: Sequence["Searcher"]) -> None:
        self._searchers = searchers
        self._passages = sum(searcher.num_docs for searcher in searchers)
        self._known: dict[tuple[str, str], tuple[int, ...]] = {}

    def holding(self, field: str, term: str) -> tuple[int, ...]:
        """How many passages of each volume hold a term in a field."""
        found = self._known.get((field, term))
        if found is None:
            if len(self._known) > REMEMBERED:
                self._known = {}
            found = self._known[field, term] = tuple(s.doc_freq(field, term) for s in self._searchers)
        return found

    def of(self, field: str, term: str) -> float:
        """The rarity of a term in a field, in all volumes together."""
        return _rarity(self._passages, sum(self.holding(field, term)))

    def in_volume(self, at: int, field: str, term: str) -> float:
        """The rarity of a term in a field, in one volume; 0 where it does not hold it."""
        holding = self.holding(field, term)[at]
        return _rarity(self._searchers[at].num_docs, holding) if holding else 0.0


def best_in(
    searcher: "Searcher", weights: Sequence[tuple[str, str, float]], n: int, keys: Collection[str] | None
) -> "list[tuple[float, DocAddress]]":
    """The n best passages of a volume: score above 0 and where it stands, best first.

    `weights`: fields and terms, and what each term counts for beside its rarity in the volume.
    """
    query = _query(weights)
    if query and keys is not None:
        query = _among(query, keys)
    return searcher.search(query, n, count=False).hits if query else []


def passage_at(searcher: "Searcher", address: "DocAddress") -> tuple[str, str]:
    """The ids of the passage that stands somewhere, and of its report."""
    row = searcher.doc(address)
    return str(row.get_first("passage")), str(row.get_first("source"))


def terms_of(words: str) -> list[str]:
    """The different words that are looked for, as the index has them; function words only where there are no others."""
    text = analysable(words)
    return list(dict.fromkeys(_analyzer(STOP_WORDS).analyze(text) or _analyzer().analyze(text)))[:LONGEST_QUERY]


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


def _query(weights: Sequence[tuple[str, str, float]]) -> "Query | None":
    """Any of the terms, in any field. Made of analysed words, never parsed: questions hold quotes and brackets."""
    from tantivy import Occur, Query

    schema = _schema()
    parts = [
        (Occur.Should, Query.boost_query(Query.term_query(schema, field, term, "freq"), BOOSTS[field] * weight))
        for field, term, weight in weights
    ]
    return Query.boolean_query(parts) if parts else None


def _rarity(passages: int, holding: int) -> float:
    return log(1 + (max(passages - holding, 0) + 0.5) / (holding + 0.5))


def _among(query: "Query", keys: Collection[str]) -> "Query":
    """A query limited to some reports, with the same scores."""
    from tantivy import Occur, Query

    some = Query.boost_query(Query.term_set_query(_schema(), "key", list(keys)), 0.0)
    return Query.boolean_query([(Occur.Must, query), (Occur.Must, some)])


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


@contextmanager
def mapped() -> Iterator[None]:
    """Makes what tantivy raises an IndexBroken, or a StoreUnwritable where there is no room or no right to write."""
    with mapping(_ours):
        yield


def _ours(error: BaseException) -> DatelineError:
    if any(words in str(error) for words in ("StorageFull", "No space left", "ReadOnlyFilesystem", "PermissionDenied")):
        return StoreUnwritable(f"The word index cannot be written: {error}. Make room or make it writable.")
    return IndexBroken(f"The word index cannot be used: {error or type(error).__name__}.")
