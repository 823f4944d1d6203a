"""Question → Evidence: by meaning and by words, fused, with copies of one report in one place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from index import Hit, Passage, Store
from qa.types import Evidence, Question, Turn

RANK = 60  # the constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)
DEEP = 50  # passages taken from each list
TWIN = 0.8  # cosine from which a copy's passage says what the original's does


def retrieve(question: Question, store: Store, k: int) -> tuple[Evidence, ...]:
    """The k best passages for a question, best first, marked 1 to k; copies of one passage take one place."""
    fused: list[Hit] = []
    for part in question.parts:
        (vector,) = store.embedder.embed([part])
        dense = store.nearest(vector, DEEP, question.scope)
        lexical = store.matching(part, DEEP, question.scope)
        fused = fuse([fused, fuse([dense, lexical])]) if fused else fuse([dense, lexical])
    kept = _without_twins(fused[: 3 * k], store)[:k]
    return tuple(Evidence(n, hit.passage, hit.score) for n, hit in enumerate(kept, start=1))


def fuse(lists: Iterable[Sequence[Hit]]) -> list[Hit]:
    """One list of several, by reciprocal rank; a passage counts once in each. Ties fall to the first seen."""
    fused: dict[str, Hit] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            known = fused.get(hit.passage.id, Hit(hit.passage, 0.0))
            fused[hit.passage.id] = Hit(hit.passage, known.score + 1 / (RANK + rank))
    return sorted(fused.values(), key=lambda hit: -hit.score)


def _without_twins(hits: Sequence[Hit], store: Store) -> list[Hit]:
    """Without what copies of a report say again; where the original says it too, its words stand for all."""
    if not hits:
        return []
    vectors = store.vectors([hit.passage.id for hit in hits])
    likeness = np.asarray(vectors @ vectors.T)
    kept: list[int] = []
    for i, hit in enumerate(hits):
        source = hit.passage.source
        copies = (k for k in kept if _is_copy(hits[k], hit) and likeness[k, i] >= TWIN)
        twin = next(copies, None)
        if twin is None:
            kept.append(i)
        elif source.id == source.origin:
            kept[kept.index(twin)] = i
    return [hits[i] for i in kept]


def _is_copy(one: Hit, other: Hit) -> bool:
    a, b = one.passage.source, other.passage.source
    return a.origin == b.origin and a.id != b.id


def numbered(evidence: Sequence[Evidence], used: Sequence[Passage], history: Sequence[Turn]) -> tuple[Evidence, ...]:
    """The evidence under numbers that hold for the whole conversation, the used passages first.

    A passage that was seen in an earlier turn keeps its number; new ones are numbered on from there.
    """
    known = {e.passage: e.marker for turn in history for e in turn.answer.evidence}
    following = max(known.values(), default=0) + 1
    by_passage = {e.passage: e for e in evidence}
    marked = []
    for passage in dict.fromkeys([*used, *by_passage]):
        if passage not in known:
            known[passage] = following
            following += 1
        marked.append(replace(by_passage[passage], marker=known[passage]))
    return tuple(marked)
