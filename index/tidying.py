"""Takes out of the reports of a collection what recurs among them without being news.

That a line recurs is seen only when the reports are in, so this comes last in an indexing. It looks at the outlets and
folders of which a report has changed since it last looked, however that indexing ended. What it finds depends on the
reports that are there, not on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from index.arrays import Vectors
from index.chunking import chunk
from index.errors import ReadError
from index.filing import in_batches, key_of, second_id
from index.reading import RECURRING, read_file
from index.recurring import recurring, tell_recurring
from index.store import Filed, Store, Writing
from index.types import Article, Source

SAMPLE = 400  # reports of one outlet or folder in which lines are counted: the same ones every time
AT_ONCE = 50  # reports read, embedded and written together
TIDIED = "tidied"  # the name under which the last change that was looked at is noted

Untidy = dict[str, dict[str, frozenset[str]]]  # file → its reports that need it → the lines that recur for each


def tidy(store: Store, writing: Writing, keep: Callable[[Source, Source], Source]) -> tuple[str, ...]:
    """Takes recurring furniture out of reports; the ids of those that were changed.

    A report is read again from its file; where that is gone or has changed, it stays as it is. `keep` gives a report as
    read again what is kept of the one that is there. Raises StoreUnwritable, EmbeddingError.
    """
    last = int(writing.noted(TIDIED) or 0)
    if store.change() == last:
        return ()
    changed = writing.changed(last)
    scopes: dict[str, list[Source]] = defaultdict(list)
    for source in store.sources():
        scopes[scope_of(source)].append(source)
    untidy: Untidy = defaultdict(dict)
    for members in scopes.values():
        if any(key_of(source.id) in changed for source in members):
            for source, lines in _untidy(members, changed, store):
                untidy[source.path or ""][source.id] = lines
    done: list[str] = []
    again = _read_again(untidy, store, writing, keep)
    while some := list(islice(again, AT_ONCE)):
        writing.put(_filed(some, store))
        done += [article.source.id for article, _, _ in some]
    writing.note(TIDIED, str(store.change()))
    return tuple(done)


def taken_before(store: Store, sources: Iterable[Source]) -> dict[str, frozenset[str]]:
    """By id, the lines that were taken out of reports because they recur: to be read without them again."""
    found = store.articles([source.id for source in sources if RECURRING in source.extra])
    return {id: frozenset(_taken(article)) for id, article in found.items()}


def by_own_id(lines: Mapping[str, frozenset[str]], path: str) -> dict[str, frozenset[str]]:
    """Lines by the ids that reports have in their file: a second source of an id is kept under a longer one."""
    mark = second_id("", path)
    return {**{id.removesuffix(mark): its for id, its in lines.items()}, **lines}


def scope_of(source: Source) -> str:
    """What a report shares its page's furniture with: its outlet, else its site, else the folder it was read from."""
    if source.outlet:
        return f"outlet {source.outlet.casefold()}"
    try:
        site = urlsplit(source.url or "").hostname
    except ValueError:
        site = None
    folder = Path(source.path or "").parent / Path(source.extra.get("member", "")).parent
    return f"site {site}" if site else f"folder {folder}"


def _untidy(
    members: Sequence[Source], changed: frozenset[str], store: Store
) -> Iterator[tuple[Source, frozenset[str]]]:
    """The reports of one scope that do not go with what recurs in it, and what does."""
    first = sorted(members, key=lambda it: key_of(it.id))[:SAMPLE]
    sample = list(store.articles([source.id for source in first]).values())
    lines = recurring([(a.source.origin, (a.source.title, *a.removed, *a.text.split("\n"))) for a in sample])
    # Where an earlier report of the sample was right about all of it, so were those that are not looked at.
    is_news = any(key_of(a.source.id) not in changed and _is_untidy(a, lines) for a in sample)
    asked = [source for source in members if is_news or key_of(source.id) in changed]
    for some in in_batches(asked, AT_ONCE):
        for article in store.articles([source.id for source in some]).values():
            if _is_untidy(article, lines):
                yield article.source, lines


def _is_untidy(article: Article, lines: frozenset[str]) -> bool:
    text = article.text.split("\n")
    return article.source.title in lines or not lines.issuperset(_taken(article)) or any(tell_recurring(text, lines))


def _taken(article: Article) -> tuple[str, ...]:
    return article.removed[len(article.removed) - int(article.source.extra.get(RECURRING, 0)) :]


def _read_again(
    untidy: Mapping[str, Mapping[str, frozenset[str]]],
    store: Store,
    writing: Writing,
    keep: Callable[[Source, Source], Source],
) -> Iterator[tuple[Article, str, str]]:
    """The reports as they are without what recurs, where that changes them; their files and those files' digests."""
    known = writing.files()
    for path, lines in untidy.items():
        try:
            reading = read_file(Path(path), by_own_id(lines, path))
        except ReadError:
            continue
        if reading.digest != known.get(path):
            continue
        for article in reading.articles:
            id = next((id for id in (second_id(article.source.id, path), article.source.id) if id in lines), None)
            if id is None:
                continue
            before = store.article(id)
            source = replace(keep(article.source, before.source), id=id, origin=before.source.origin)
            after = replace(article, source=source)
            if after != before:
                yield after, path, reading.digest


def _filed(again: Sequence[tuple[Article, str, str]], store: Store) -> list[Filed]:
    """Reports as they are written; passages that they had before are not embedded again."""
    known: dict[str, Vectors] = {}
    for article, _, _ in again:
        had = {passage.text: passage.id for passage in store.passages(article.source.id)}
        known.update(zip(had, store.vectors(list(had.values())), strict=True))
    chunked = [chunk(article) for article, _, _ in again]
    new = list(dict.fromkeys(p.text for passages in chunked for p in passages if p.text not in known))
    known.update(zip(new, store.embedder.embed(new), strict=True))
    return [
        Filed(article, passages, np.stack([known[p.text] for p in passages]), path, digest)
        for (article, path, digest), passages in zip(again, chunked, strict=True)
    ]
