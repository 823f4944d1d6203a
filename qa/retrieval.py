"""Question → Evidence: by meaning and by words, fused, with copies of one report in one place."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from index import Hit, Passage, Store
from qa.types import Evidence, Question, Turn

RANK = 60  # the constant of reciprocal rank fusion (Cormack, Clarke and Büttcher, SIGIR 2009)
DEEP = 50  # passages taken from each list
SURE = 2  # passages of each list that are kept whatever the other says
TWIN = 0.8  # cosine from which a copy's passage says what the original's does


def retrieve(question: Question, store: Store, k: int) -> tuple[Evidence, ...]:
    """The k best passages for a question, best first, marked 1 to k; copies of one passage take one place.

    The SURE best of each list are among them, however little the other list thinks of them.
    """
    lists: list[Sequence[Hit]] = []
    for part, vector in zip(question.parts, store.embedder.embed(question.parts), strict=True):
        lists += [store.nearest(vector, DEEP, question.scope), store.matching(part, DEEP, question.scope)]
    sure = {hit.passage.id for hits in lists for hit in hits[:SURE]}
    candidates = [hit for n, hit in enumerate(fuse(lists)) if n < 3 * k or hit.passage.id in sure]
    best = _best(_without_twins(candidates, store), sure, k)
    return tuple(replace(e, marker=n) for n, e in enumerate(best, start=1))


def _best(found: Sequence[Evidence], sure: set[str], k: int) -> list[Evidence]:
    """The first k, in their order; those that are sure of a place take it from the last of the others."""
    first = sorted(found, key=lambda e: e.passage.id not in sure)[:k]
    taken = {e.passage.id for e in first}
    return [e for e in found if e.passage.id in taken]


def fuse(lists: Iterable[Sequence[Hit]]) -> list[Hit]:
    """One list of several, by reciprocal rank; a passage counts once in each. Ties fall to the first seen."""
    fused: dict[str, Hit] = {}
    for hits in lists:
        for rank, hit in enumerate(hits, start=1):
            known = fused.get(hit.passage.id, Hit(hit.passage, 0.0))
            fused[hit.passage.id] = Hit(hit.passage, known.score + 1 / (RANK + rank))
    return sorted(fused.values(), key=lambda hit: -hit.score)


def _without_twins(hits: Sequence[Hit], store: Store) -> list[Evidence]:
    """Without what copies of a report say again; where the original says it too, its words stand for all."""
    if not hits:
        return []
    vectors = store.vectors([hit.passage.id for hit in hits])
    likeness = np.asarray(vectors @ vectors.T)
    kept: dict[int, list[int]] = {}  # the place of a passage among the hits, and those of its twins
    for i, hit in enumerate(hits):
        twin = next((k for k in kept if _is_copy(hits[k], hit) and likeness[k, i] >= TWIN), None)
        if twin is None:
            kept[i] = []
        else:
            kept[twin].append(i)
    return [_spoken_for([hits[k], *(hits[t] for t in twins)]) for k, twins in kept.items()]


def _is_copy(one: Hit, other: Hit) -> bool:
    a, b = one.passage.source, other.passage.source
    return a.origin == b.origin and a.id != b.id


def _spoken_for(twins: Sequence[Hit]) -> Evidence:
    """The original among several twins, else the first, in the place of the first, and the reports of the rest."""
    chosen = next((hit for hit in twins if hit.passage.source.id == hit.passage.source.origin), twins[0])
    others = dict.fromkeys(hit.passage.source for hit in twins)
    return Evidence(0, chosen.passage, twins[0].score, tuple(s for s in others if s != chosen.passage.source))


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
