"""Takes out of the reports of a collection what recurs among them without being news.

That a line recurs is seen only when the reports are in, so this comes last in an indexing. It looks at the outlets and
folders of which a report has changed since it last looked, however that indexing ended. What it finds depends on the
reports that are there, not on the order in which they came.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import numpy as np

from index.chunking import chunk
from index.errors import ReadError
from index.filing import in_batches, key_of
from index.reading import RECURRING, read_file
from index.recurring import recurring, tell_recurring
from index.store import Filed, Store, Writing
from index.types import Article, Source

SAMPLE = 400  # reports of one outlet or folder in which lines are counted: the same ones every time
AT_ONCE = 50  # reports written in one transaction
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
    for filed in in_batches(list(_read_again(untidy, store, writing, keep)), AT_ONCE):
        writing.put(filed)
        done += [one.article.source.id for one in filed]
    writing.note(TIDIED, str(store.change()))
    return tuple(done)


def taken_before(store: Store, sources: Iterable[Source]) -> dict[str, frozenset[str]]:
    """By id, the lines that were taken out of reports because they recur: to be read without them again."""
    found = {source.id: store.article(source.id) for source in sources if RECURRING in source.extra}
    return {id: frozenset(_taken(article)) for id, article in found.items()}


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
    sample = [store.article(source.id) for source in sorted(members, key=lambda it: key_of(it.id))[:SAMPLE]]
    lines = recurring([(a.source.origin, (a.source.title, *a.removed, *a.text.split("\n"))) for a in sample])
    # Where an earlier report of the sample was right about all of it, so were those that are not looked at.
    is_news = any(key_of(a.source.id) not in changed and _is_untidy(a, lines) for a in sample)
    for source in members:
        if (is_news or key_of(source.id) in changed) and _is_untidy(store.article(source.id), lines):
            yield source, lines


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
) -> Iterator[Filed]:
    """The reports as they are without what recurs, where that changes them."""
    known = writing.files()
    for path, lines in untidy.items():
        try:
            reading = read_file(Path(path), lines)
        except ReadError:
            continue
        if reading.digest != known.get(path):
            continue
        for article in (article for article in reading.articles if article.source.id in lines):
            before = store.article(article.source.id)
            source = replace(keep(article.source, before.source), origin=before.source.origin)
            after = replace(article, source=source)
            if after != before:
                yield _filed(after, path, reading.digest, store)


def _filed(article: Article, path: str, digest: str, store: Store) -> Filed:
    """A report as it is written; passages that it had before are not embedded again."""
    passages = chunk(article)
    had = {passage.text: passage.id for passage in store.passages(article.source.id)}
    known = dict(zip(had, store.vectors(list(had.values())), strict=True))
    new = list(dict.fromkeys(passage.text for passage in passages if passage.text not in known))
    known.update(zip(new, store.embedder.embed(new), strict=True))
    vectors = np.stack([known[passage.text] for passage in passages])
    return Filed(article, passages, vectors, path, digest)
