"""How well copies are known: pair F1 on labelled reports, and what it costs.

    python -m tests.bench.copies            the figures of both halves, beside two plain ways
    python -m tests.bench.copies --cost N   the time for N synthetic reports beyond embedding

The reports in `copy-pairs/dev` and `copy-pairs/held-out` were written for this benchmark: four stories and three forms
each. Thresholds of ours were set on `dev` alone; the plain ways get the threshold that suits each half best.
"""

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from index.arrays import Vectors
from index.chunking import chunk
from index.embedding import Embedder, MiniLM, unit
from index.filing import Filed
from index.origins import Copies, same_report
from index.signatures import shared, signature
from index.store import Store, open_store
from index.types import Article, Source

HERE = Path(__file__).parent / "copy-pairs"


@dataclass(frozen=True, slots=True)
class Pair:
    """Two reports, and whether an editor would call them one."""

    kind: str
    one: Article
    other: Article
    same: bool


def read_pairs(half: str) -> tuple[Pair, ...]:
    """All labelled pairs of a half: "dev" or "held-out"."""
    files = {file.stem: _sections(file) for file in sorted((HERE / half).glob("*.txt"))}
    stories = {name: sections for name, sections in files.items() if "base" in sections}
    digest = _digest(half, stories)
    pairs = [pair for name, sections in stories.items() for pair in _of_story(name, sections, digest)]
    for name, sections in files.items():
        if "template" in sections:
            pairs += _of_template(name, sections)
    return tuple(pairs)


def _of_story(name: str, sections: Mapping[str, Sequence[str]], digest: Article) -> Iterator[Pair]:
    one = {kind: _article(f"{name}/{kind}", text[0]) for kind, text in sections.items() if kind != "edits"}
    base = one["base"]
    edited = _article(f"{name}/edited", _edited(sections["base"][0], sections["edits"][0]))
    verbatim = _typeset(base, f"{name}/verbatim")
    cut = _cut(base, f"{name}/cut", one["rewritten-1"].source.title)
    carrier = _article(f"{name}/carrier", sections["carrier"][0].replace("{base}", base.text))
    rewritten = one["rewritten-1"], one["rewritten-2"]
    independent = one["independent-1"], one["independent-2"], one["independent-3"]

    yield Pair("verbatim", base, verbatim, True)
    yield Pair("cut", base, cut, True)
    yield Pair("edited", base, edited, True)
    yield Pair("carried whole", base, carrier, True)
    yield from (Pair("rewritten", *pair, True) for pair in ((base, rewritten[0]), (base, rewritten[1])))
    yield Pair("rewritten", edited, rewritten[0], True)
    yield from (Pair("independent", base, other, False) for other in independent)
    yield from (Pair("independent", *pair, False) for pair in combinations(independent, 2))
    yield from (Pair("independent", rewritten[0], other, False) for other in independent)
    yield Pair("independent", rewritten[1], independent[2], False)
    yield from (Pair("same quotation", other, one["quotation"], False) for other in (base, rewritten[0]))
    yield from (Pair("follow-up", other, one["follow-up"], False) for other in (base, rewritten[0]))
    yield Pair("digest", base, digest, False)


def _of_template(name: str, sections: Mapping[str, Sequence[str]]) -> Iterator[Pair]:
    template = sections["template"][0]
    filled = []
    for number, filling in enumerate(sections["filling"]):
        values = dict(line.split(": ", 1) for line in filling.splitlines())
        filled.append(_article(f"{name}/{number}", template.format(**values)))
    yield from (Pair("same template", *pair, False) for pair in combinations(filled, 2))
    yield Pair("verbatim", filled[0], _typeset(filled[0], f"{name}/verbatim"), True)
    yield Pair("cut", filled[1], _cut(filled[1], f"{name}/cut", "In brief"), True)


def _sections(file: Path) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    for part in re.split(r"^=== ", file.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, text = part.partition("\n")
        sections.setdefault(name, []).append(text.strip())
    return sections


def _article(id: str, text: str) -> Article:
    """A section's first line is the title, the rest the body."""
    title, _, body = text.partition("\n\n")
    return Article(Source(id, title, None, None, None, None, None, None, None, id), body)


def _edited(text: str, edits: str) -> str:
    for edit in edits.splitlines():
        old, _, new = edit.partition(" =>")
        if old not in text:
            raise ValueError(f"The edit of {old!r} is not in the report.")
        text = text.replace(old, new.strip())
    return text


def _typeset(article: Article, id: str) -> Article:
    """The same words as another site would set them: its own line breaks, quotation marks and byline."""
    words = re.sub(r'"([^"]*)"', r"“\1”", article.text).replace("'", "’")
    return _article(id, f"{article.source.title}\n\nBy our correspondent\n\n" + words.replace("\n\n", "\n"))


def _cut(article: Article, id: str, title: str) -> Article:
    """As a syndicated copy often is: another headline, a dateline, and the end left out."""
    paragraphs = article.text.split("\n\n")
    kept = paragraphs[: -(-len(paragraphs) * 3 // 5)]
    return _article(id, f"{title}\n\n(Wire service) - " + "\n\n".join(kept))


def _digest(half: str, stories: Mapping[str, Mapping[str, Sequence[str]]]) -> Article:
    """A morning's briefing, which carries the beginning of every story."""
    leads = [sections["base"][0].split("\n\n")[1] for sections in stories.values()]
    return _article(f"{half}/digest", "The morning in brief\n\n" + "\n\n".join(leads))


# one half, measured


def measure(half: str) -> None:
    """Prints the figures of one half."""
    pairs = read_pairs(half)
    print(f"\n{half}: {len(pairs)} pairs, {sum(pair.same for pair in pairs)} of them copies")
    decided = [same_report(pair.one, pair.other).same for pair in pairs]
    for kind in dict.fromkeys(pair.kind for pair in pairs):
        right = [pair.same == said for pair, said in zip(pairs, decided, strict=True) if pair.kind == kind]
        print(f"  {kind:15} {sum(right):3} of {len(right):3} right")
    _row("ours, pair by pair", pairs, decided)
    _row("ours, as one collection", pairs, _in_one_collection(pairs))
    _row("ours, indexed backwards", pairs, _in_one_collection(pairs, backwards=True))
    _row("Jaccard of 5-word runs", pairs, _best(pairs, [_jaccard(pair) for pair in pairs]))
    _row("cosine of mean vectors", pairs, _best(pairs, _cosines(pairs, MiniLM())))


def _row(way: str, pairs: Sequence[Pair], decided: Sequence[bool]) -> None:
    found = Counter(zip((pair.same for pair in pairs), decided, strict=True))
    right = found[True, True]
    precision = right / max(1, right + found[False, True])
    recall = right / max(1, right + found[True, False])
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"  {way:24} F1 {f1:.3f}  precision {precision:.3f}  recall {recall:.3f}")


def _in_one_collection(pairs: Sequence[Pair], *, backwards: bool = False) -> list[bool]:
    """Whether each pair has one origin when all reports are indexed together."""
    articles = {it.source.id: it for pair in pairs for it in (pair.one, pair.other)}
    with TemporaryDirectory() as home, open_store(Path(home), embedder=Unread()) as store:
        copies = Copies(store)
        origins: dict[str, str] = {}
        for id in sorted(articles, reverse=backwards):
            origins[id] = copies.origin(articles[id].source, signature(articles[id].text))
            origins |= copies.regrouped()
        print(f"  {len(articles)} reports in {len(set(origins.values()))} groups")
    return [origins[pair.one.source.id] == origins[pair.other.source.id] for pair in pairs]


def _jaccard(pair: Pair) -> float:
    one, other = (np.unique(signature(it.text).runs) for it in (pair.one, pair.other))
    both = shared(one, other)
    return both / (len(one) + len(other) - both)


def _cosines(pairs: Sequence[Pair], model: Embedder) -> list[float]:
    articles = {it.source.id: it for pair in pairs for it in (pair.one, pair.other)}
    mean = {
        id: unit(model.embed([p.text for p in chunk(it)]).mean(axis=0, keepdims=True))[0] for id, it in articles.items()
    }
    return [float(mean[pair.one.source.id] @ mean[pair.other.source.id]) for pair in pairs]


def _best(pairs: Sequence[Pair], scores: Sequence[float]) -> list[bool]:
    """The decisions at the threshold with the highest F1."""

    def f1(threshold: float) -> float:
        said = [score >= threshold for score in scores]
        right = sum(pair.same and yes for pair, yes in zip(pairs, said, strict=True))
        return 2 * right / (sum(said) + sum(pair.same for pair in pairs))

    threshold = max(scores, key=f1)
    return [score >= threshold for score in scores]


# what it costs


class Unread:
    """In place of a model: random vectors, so that what is timed is all but embedding."""

    name = "random"
    dimension = MiniLM.dimension

    def __init__(self) -> None:
        self._random = np.random.default_rng(7)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Random vectors of unit length."""
        return unit(self._random.standard_normal((len(texts), self.dimension)))


def cost(count: int) -> None:
    """Prints the time for `count` synthetic reports, and for a few more as a later process would add them."""
    model = Unread()
    with TemporaryDirectory() as home, open_store(Path(home), embedder=model) as store:
        reports = list(_synthetic(count + 200))
        copying, writing = _add(store, model, reports[:count])
        groups = len({source.origin for source in store.sources()})
        print(f"{count} reports into an empty collection, in {groups} groups")
        print(f"  knowing copies  {copying:6.1f} s, {1000 * copying / count:.2f} ms a report")
        print(f"  writing them    {writing:6.1f} s, {1000 * writing / count:.2f} ms a report, both indexes too")
        for many in (1, 20, 179):
            copying, _ = _add(store, model, reports[-many:])
            print(
                f"{many} more with {count} there, as by a later process: knowing copies {1000 * copying:.0f} ms, "
                f"{1000 * copying / many:.1f} ms a report"
            )
            reports = reports[:-many]


def _add(store: Store, model: Unread, articles: Sequence[Article]) -> tuple[float, float]:
    """Files reports as indexing does; the seconds that knowing copies took, and all else but embedding."""
    copies = Copies(store)
    copying = embedding = 0.0
    began = time.perf_counter()
    with store.writing() as writing:
        for at in range(0, len(articles), 32):
            filed = []
            for article in articles[at : at + 32]:
                start = time.perf_counter()
                its = signature(article.text)
                source = replace(article.source, origin=copies.origin(article.source, its))
                copying += time.perf_counter() - start
                start = time.perf_counter()
                passages = tuple(replace(passage, source=source) for passage in chunk(article))
                vectors = model.embed([passage.text for passage in passages])
                embedding += time.perf_counter() - start
                filed.append(Filed(replace(article, source=source), passages, vectors, source.id, source.id, its))
            writing.put(filed, copies.regrouped())
    return copying, time.perf_counter() - began - copying - embedding


def _synthetic(count: int) -> Iterator[Article]:
    """Reports of about 250 words; of ten, seven are their own, one a copy, one cut, one another filling of a form."""
    chance = random.Random(3)  # noqa: S311
    words = ["".join(chance.choices("aeioustrnlmdk", k=chance.randint(2, 9))) for _ in range(20_000)]
    weights = [1 / rank for rank in range(1, len(words) + 1)]
    names = [word.capitalize() for word in words[-4000:]]

    def sentence(about: Sequence[str]) -> str:
        said = chance.choices(words, weights, k=18) + chance.choices(about, k=2) + [str(chance.randint(2, 9999))]
        return " ".join(said[:1] + chance.sample(said[1:], len(said) - 1)).capitalize() + "."

    form = [sentence(names[:1]) for _ in range(8)]
    earlier: list[str] = []
    for number in range(count):
        about = chance.choices(names, k=6)
        text = "\n\n".join(" ".join(sentence(about) for _ in range(3)) for _ in range(4))
        if earlier and number % 10 == 7:
            text = chance.choice(earlier)
        elif earlier and number % 10 == 8:
            text = chance.choice(earlier)[:900]
        elif number % 10 == 9:
            text = "\n\n".join([*form, *(sentence(about) for _ in range(5))])
        else:
            earlier.append(text)
        yield _article(f"s{number}", f"Report {number}\n\n{text}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cost", type=int, metavar="N", help="time N synthetic reports instead")
    parser.add_argument("--half", choices=("dev", "held-out"), action="append", help="only this half")
    asked = parser.parse_args(arguments)
    if asked.cost:
        cost(asked.cost)
        return
    for half in asked.half or ("dev", "held-out"):
        measure(half)


if __name__ == "__main__":
    main()
