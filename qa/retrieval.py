"""Question → Evidence: by meaning and by words, ranked, with copies of one report in one place."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from index import MiniLM, Passage, Query, Source, Store
from index.arrays import Vectors
from index.errors import ModelFaulted
from qa.ranking import Ranking, Scores, of_day, rank
from qa.relevance import Words, words_by
from qa.types import Evidence, Question, Reranker, Turn
from qa.versions import tells_otherwise, versions

DEEP = 50  # passages taken from each list
DEEP_IN_NAMED = 30  # the same among the outlets that a question names
SURE = 2  # passages of each list that are kept whatever the other says
RERANKED = 30  # passages that a re-ranker reads
OF_EACH = 2  # places for each outlet and each day that a question names
TWIN = 0.8  # cosine from which a copy's passage says what the original's does
TWIN_OF_ONE_OUTLET = 0.95  # the same for an outlet's own reports: a follow-up repeats what it told before
ON_THE_MATTER = 0.8  # share of the best score from which a passage tells of the same matter
MAY_DIFFER = 0.6  # the same from which it may tell of it otherwise


@dataclass(frozen=True, slots=True)
class Candidates:
    """What searches found, each passage once."""

    passages: tuple[Passage, ...]
    matrix: Vectors  # (passages, dimension): their vectors
    embedded: bool  # whether those are the embedded model's
    words: Scores  # BM25 for the whole question: 1 for the best, 0 where it was not found
    sure: frozenset[str]  # ids of the best of each list


def retrieve(
    question: Question, store: Store, k: int, *, words: Words | None = None, reranker: Reranker | None = None
) -> tuple[Evidence, ...]:
    """The k best passages for a question, best first, marked 1 to k; copies of one passage take one place.

    Among them are, as far as there is room, the SURE best of each list, the best for each part of the question, OF_EACH
    of each outlet and day that it names, each version of the figure or status that it asks for, and the newest and the
    earliest on the matter. `words` compare sentences, by default with the embedded model.
    """
    words = words or words_by(store.embedder)
    texts = [*question.parts, *(ask.text for ask in question.asks)]
    vectors = store.embed_questions(texts)
    found = _candidates(question, vectors[: len(question.parts)], store)
    if not found.passages:
        return ()
    asks = vectors[len(question.parts) :]
    ranking = rank(question, found.passages, found.matrix, found.words, vectors[0], asks, embedded=found.embedded)
    kept = _without_twins(found, ranking, words)
    if reranker:
        ranking = _reranked(reranker, question.parts[0], found.passages, ranking, list(kept)[:RERANKED])
        kept = {i: kept[i] for i in sorted(kept, key=lambda i: -ranking.total[i])}
    places = list(dict.fromkeys(_reserved(question, found, ranking, list(kept), words)))
    chosen = sorted([*places, *(i for i in kept if i not in set(places))][:k], key=list(kept).index)
    best = [_spoken_for(found, ranking, i, kept[i]) for i in chosen]
    return tuple(replace(e, marker=n) for n, e in enumerate(best, start=1))


def _candidates(question: Question, vectors: Vectors, store: Store) -> Candidates:
    """What lies near each part of the question, everywhere and among the outlets that it names."""
    queries = [Query(vector, part, DEEP, question.scope) for part, vector in zip(question.parts, vectors, strict=True)]
    everywhere = len(queries)
    if question.prefers.outlets:
        named = replace(question.scope, outlets=question.prefers.outlets)
        queries.append(replace(queries[0], k=DEEP_IN_NAMED, scope=named))
    found = store.search(queries)
    of_whole = (found.matching[0], *found.matching[everywhere:])
    by_words = {hit.passage.id: hit.score for hits in of_whole for hit in hits}
    best = max(by_words.values(), default=1.0)
    words = np.array([by_words.get(passage.id, 0.0) / best for passage in found.passages])
    lists = zip(found.near[:everywhere], found.matching[:everywhere], strict=True)
    sure = frozenset(hit.passage.id for pair in lists for hits in pair for hit in hits[:SURE])
    return Candidates(found.passages, found.vectors, isinstance(store.embedder, MiniLM), words, sure)


def _reserved(
    question: Question, found: Candidates, ranking: Ranking, order: Sequence[int], words: Words
) -> Iterator[int]:
    """Who has a place whatever the others' scores; `order` is of those that may have one, best first."""
    sources, prefers = [p.source for p in found.passages], question.prefers
    yield from (i for i in order if found.passages[i].id in found.sure)
    for scores in ranking.asks:
        yield max(order, key=lambda i: scores[i])
    for outlet in prefers.outlets:
        yield from [i for i in order if sources[i].outlet == outlet][:OF_EACH]
    told = [i for i in order if not prefers.outlets or sources[i].outlet in prefers.outlets]
    for day in prefers.days:
        yield from [i for i in told if of_day(sources[i].published, [day])][:OF_EACH]
    bar = MAY_DIFFER * max(ranking.whole[i] for i in order)
    near = [i for i in order if ranking.whole[i] >= bar]
    yield from (near[n] for n in versions(question.parts, [found.passages[i] for i in near], words))
    yield from _ends_of_time(prefers.order, sources, ranking.whole, order)


def _ends_of_time(asked: str, sources: Sequence[Source], scores: Scores, order: Sequence[int]) -> Iterator[int]:
    """The newest and the earliest passage on the matter; the end that is asked for, OF_EACH of it."""
    bar = ON_THE_MATTER * max(scores[i] for i in order)
    dated = [(day, i) for i in order if scores[i] >= bar and (day := sources[i].published)]
    newest = sorted(dated, key=lambda at: at[0], reverse=True)
    yield from (i for _, i in newest[: OF_EACH if asked == "latest" else 1])
    earliest = sorted(dated, key=lambda at: at[0])
    yield from (i for _, i in earliest[: OF_EACH if asked == "earliest" else 1])


def _without_twins(found: Candidates, ranking: Ranking, words: Words) -> dict[int, list[int]]:
    """The candidates, best first, each with its twins: what copies of its report say again is left out.

    A copy that was changed, and gives another figure or the opposite, is none here.
    """
    kept: dict[int, list[int]] = {}
    of_origin: dict[str, list[int]] = {}
    for i in (int(i) for i in np.argsort(-ranking.total, kind="stable")):
        source = found.passages[i].source
        same = of_origin.setdefault(source.origin, [])
        others = ((k, found.passages[k].source) for k in same if found.passages[k].source.id != source.id)
        near = (k for k, other in others if _likeness(found, k, i, words) >= _twin(source, other))
        twin = next((k for k in near if not tells_otherwise(found.passages[i].text, found.passages[k].text)), None)
        if twin is None:
            kept[i] = []
            same.append(i)
        else:
            kept[twin].append(i)
    return kept


def _reranked(
    reranker: Reranker, question: str, passages: Sequence[Passage], ranking: Ranking, first: Sequence[int]
) -> Ranking:
    """The ranking with its first passages in the order of the mean of a re-ranker's scores and ours, each 0 to 1."""
    theirs = np.asarray(reranker.score(question, [passages[i].text for i in first]), dtype=np.float64)
    if theirs.shape != (len(first),) or not np.isfinite(theirs).all():
        raise ModelFaulted("The re-ranker did not give a number for each passage. Use another one, or none.")
    ours = ranking.total[list(first)]
    total = ranking.total.copy()
    total[list(first)] = ours.min() + np.ptp(ours) * (_share(ours) + _share(theirs)) / 2
    return replace(ranking, total=total)


def _share(scores: Scores) -> Scores:
    return np.asarray((scores - scores.min()) / (np.ptp(scores) or 1.0))


def _likeness(found: Candidates, one: int, other: int, words: Words) -> float:
    """The cosine of two passages by the embedded model, which TWIN is fitted to."""
    if found.embedded:
        return float(found.matrix[one] @ found.matrix[other])
    vectors = words.embedded.vectors([found.passages[one].text, found.passages[other].text])
    return float(vectors[0] @ vectors[1])


def _twin(one: Source, other: Source) -> float:
    return TWIN_OF_ONE_OUTLET if one.outlet and one.outlet == other.outlet else TWIN


def _spoken_for(found: Candidates, ranking: Ranking, first: int, twins: Sequence[int]) -> Evidence:
    """The original among a passage and its twins, else the passage, in its place, and the reports of the rest."""
    passages = [found.passages[i] for i in (first, *twins)]
    chosen = next((p for p in passages if p.source.id == p.source.origin), passages[0])
    others = dict.fromkeys(p.source for p in passages)
    return Evidence(0, chosen, float(ranking.total[first]), tuple(s for s in others if s != chosen.source))


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
