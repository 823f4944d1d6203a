"""What of a claim each sentence says, word by word: in which words, and how nearly in meaning."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedding import TokenVectors
from qa.clauses import clauses
from qa.forms import is_number, parts_of_word, plain_form, same_form, unaccented, with_spoken_dates
from qa.quantities import in_signs, is_told_by_a_word, quantities
from qa.relevance import ALIKE, IN_CONTEXT, Worded, Words
from qa.wording import Term, same_name, terms
from qa.wrong_figures import carries

NEAR = 40  # sentences that are read word by word: 94 of 100 of WiCE's claims have all their support among them
EMBEDDED = 1000  # sentences whose meaning is read: of more, those that share most words with the claim
LONGEST = 1200  # characters of a sentence that are read

Numbers = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Closeness:
    """A claim's terms against the sentences nearest to it. Below, n is the number of those, t that of the terms."""

    places: tuple[int, ...]  # 0-based among all sentences, nearest first: n
    cosines: Numbers  # (n,) -1 to 1: of the meanings of sentence and claim
    in_part: Numbers  # (n,) -1 to 1: of the sentence's meaning and the nearest of the claim's parts
    in_place: Numbers  # (n,) -1 to 1: of the claim's meaning and that of the sentence with its two neighbours
    worded: Numbers  # (n, t) 0 to 1: how well the sentence's own words say the term
    around: Numbers  # (n, t) 0 to 1: the same of what is told around it, at most IN_CONTEXT
    meant: Numbers  # (n, t) -1 to 1: how near one of its words comes to the term, each as meant in its sentence
    weights: Numbers  # (t,) how much each term tells the sentences apart; they sum to 1
    lengths: Numbers  # (n,) terms of the sentence
    is_name: NDArray[np.bool_]  # (t,)
    is_number: NDArray[np.bool_]  # (t,)
    clauses: tuple[tuple[int, ...], ...]  # the claim's parts, as places of its terms


def closeness(claim: str, wanted: Sequence[Term], sentences: Sequence[Worded], words: Words) -> Closeness:
    """What of a claim the NEAR nearest of some sentences say. `wanted` are the claim's terms, at least one."""
    texts = [with_spoken_dates(s.text[:LONGEST]) for s in sentences]
    given = [s.terms if text == s.text else terms(text) for text, s in zip(texts, sentences, strict=True)]
    forms = [{form for t in found for form in (plain_form(t.word), *parts_of_word(t.word))} for found in given]
    said = np.array([[_is_among(t, those) for t in wanted] for those in forms], dtype=float)
    weights = np.maximum(0.2, np.array([log((1 + len(forms)) / (1 + n)) for n in said.sum(axis=0)]))
    weights /= weights.sum()
    cosines = np.full(len(texts), -1.0)
    read = np.argsort(-(said @ weights), kind="stable")[:EMBEDDED]
    parts = clauses(claim, wanted)
    mine = words.vectors([claim, *(claim[wanted[p[0]].start : wanted[p[-1]].end] for p in parts if len(parts) > 1)])
    theirs = np.zeros((len(texts) + 2, mine.shape[1]))  # one empty place before the first and after the last
    theirs[read + 1] = words.vectors([texts[i] for i in read])
    cosines[read] = theirs[read + 1] @ mine[0]
    near = [int(i) for i in np.argsort(-(cosines + said @ weights), kind="stable")[:NEAR]]
    alike = _likenesses(wanted, [t for i in near for t in (*given[i], *sentences[i].context)], words)
    claimed, *told = words.tokens([claim, *(texts[i] for i in near)])
    return Closeness(
        places=tuple(near),
        cosines=cosines[near],
        in_part=(theirs[1:-1][near] @ mine[min(1, len(mine) - 1) :].T).max(axis=1),
        in_place=_in_place(theirs, near, mine[0]),
        worded=np.array(
            [
                np.maximum([said_by(t, given[i], alike) for t in wanted], in_figures(claim, wanted, texts[i]))
                for i in near
            ]
        ),
        around=np.array([[IN_CONTEXT * said_by(t, sentences[i].context, alike) for t in wanted] for i in near]),
        meant=np.array([meant_by(wanted, claimed, sentence) for sentence in told]),
        weights=weights,
        lengths=np.array([len(given[i]) for i in near], dtype=float),
        is_name=np.array([t.is_name for t in wanted]),
        is_number=np.array([is_number(t.word) for t in wanted]),
        clauses=parts,
    )


def _in_place(vectors: Numbers, near: Sequence[int], wanted: Numbers) -> Numbers:
    """(n,) the cosines of the sums of each near sentence's vector with those before and after it."""
    beside = np.array([vectors[i : i + 3].sum(axis=0) for i in near])
    return np.asarray(beside @ wanted / np.maximum(np.linalg.norm(beside, axis=1), 1e-9))


def _is_among(term: Term, forms: set[str]) -> bool:
    return plain_form(term.word) in forms or not parts_of_word(term.word).isdisjoint(forms)


def _likenesses(wanted: Sequence[Term], given: Sequence[Term], words: Words) -> dict[tuple[str, str], float]:
    """How alike each wanted plain word is to each given one, where it is at least ALIKE."""
    ours = sorted({t.word.lower() for t in wanted if _is_plain(t)})
    theirs = sorted({t.word.lower() for t in given if _is_plain(t)})
    if not ours or not theirs:
        return {}
    cosines = words.vectors(ours) @ words.vectors(theirs).T
    return {(ours[a], theirs[b]): float(cosines[a, b]) for a, b in np.argwhere(cosines >= ALIKE)}


def in_figures(claim: str, wanted: Sequence[Term], text: str) -> Numbers:
    """(t,) 1 for a term of a figure that the text gives too, in whatever words: "1.4 thousand" and "1,400"."""
    found = np.zeros(len(wanted))
    given = [in_signs(q) for q in quantities(text)]
    for figure in map(in_signs, quantities(claim)):
        by_a_word = is_told_by_a_word(figure, text)
        if by_a_word or any(q.amount == figure.amount or carries(q, figure) for q in given):
            end = figure.end + (1 + len(figure.counted[0]) if by_a_word else 0)
            found[[n for n, t in enumerate(wanted) if figure.start <= t.start < end]] = 1.0
    return found


def _is_plain(term: Term) -> bool:
    return not (term.is_name or is_number(term.word))


def said_by(wanted: Term, given: Sequence[Term], alike: dict[tuple[str, str], float]) -> float:
    """0 to 1: how well one of the given terms says the wanted one. Names and numbers must be the same."""
    best = 0.0
    for term in given:
        same = same_form(wanted.word, term.word)
        if same == 1.0 or ((wanted.is_name or term.is_name) and _is_one_name(wanted.word, term.word)):
            return 1.0
        best = max(best, same)
        if _is_plain(wanted) and _is_plain(term):
            best = max(best, alike.get((wanted.word.lower(), term.word.lower()), 0.0))
    return min(best, 1.0)


def _is_one_name(one: str, other: str) -> bool:
    return same_name(unaccented(one), unaccented(other))


def meant_by(wanted: Sequence[Term], claimed: TokenVectors, told: TokenVectors) -> Numbers:
    """(t,) late interaction (Khattab and Zaharia, ColBERT, SIGIR 2020): each term's nearest token of a sentence."""
    if not len(told.vectors) or not len(claimed.vectors):
        return np.zeros(len(wanted))
    nearest = np.asarray(claimed.vectors @ told.vectors.T).max(axis=1)
    found = []
    for term in wanted:
        own = [i for i, (start, end) in enumerate(claimed.spans) if start < term.end and end > term.start]
        found.append(float(nearest[own].mean()) if own else 0.0)
    return np.array(found)
