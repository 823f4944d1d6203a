"""Which figures of a sentence answer a "how many" question."""

import re
from collections.abc import Sequence
from itertools import pairwise

from qa.attribution import speaker
from qa.quantities import Quantity, quantities
from qa.questions import Asked
from qa.relevance import Words
from qa.sentences import Sentence
from qa.wording import Term, stem, terms

# What befell people: a figure of one kind does not answer a question about another, unless either names them all.
_BEFELL = {
    "killed": {"kill", "die", "dead", "death", "fatal", "toll", "slain"},
    "hurt": {"injur", "wound", "hurt", "injuri"},
    "captured": {"captur", "captiv", "prison", "detain", "arrest"},
    "missing": {"miss"},
    "moved": {"evacu", "fled", "flee", "displac", "homeless"},
    "rescued": {"rescu"},
}
_OF_CASUALTIES = {"killed", "hurt", "captured", "missing"}
_ANYBODY = {"peopl", "person", "victim", "toll"}
_ALL_THAT_BEFELL = {"casualti", "loss", "lose", "victim"}

# What is told by a figure: "What is the turnout?" asks for one.
NAMES_A_FIGURE = re.compile(
    r"^(?:fee|price|cost|value|worth|turnout|rate|toll|budget|salary|wage|fine|sum|loss|profit|revenue|turnover|debt|damage"
    r"|margin|majority|population|magnitude|share)s?$",
    re.IGNORECASE,
)
_SCALED = re.compile(r"\b(?:hundred|thousand|million|billion|trillion)\b", re.IGNORECASE)  # of whatever money
_THOSE_WHO = re.compile(r"\bthose\s+who\b", re.IGNORECASE)  # people, in other words
_A_SHARE = re.compile(r"\b(?:share|percentage|proportion)\s+of\b", re.IGNORECASE)


def answering_figures(sentence: Sentence, asked: Asked, words: Words) -> tuple[Quantity, ...]:
    """The figures of a sentence that count what a "how many" question asks for.

    What is counted must be what is asked for, of whom it is asked, and dead or injured exactly where they are meant.
    """
    found = quantities(sentence.text)
    if not found:
        return ()
    found = tuple(q for q in found if _same_fate(asked.terms, sentence, q))
    if not asked.focus:
        of_people = bool(fates(asked.terms))  # "six people were killed" gives a toll
        return tuple(
            q
            for q in found
            if (_is_measure(q) if asked.how_much else not _is_bare_word(q) or (of_people and q.counted))
        )
    told, head = _without_speaker(sentence.text), asked.focus[-1]
    whose = tuple(t for t in asked.focus[:-1] if t.is_name)
    if not all(words.match(t, (*told, *sentence.about)) for t in whose) or _of_others(told, head, whose, words):
        return ()
    found = tuple(q for q in found if _is_theirs(q, whose, words))
    if _A_SHARE.search(asked.text):
        return tuple(q for q in found if q.unit == "%")
    if asked.how_much and NAMES_A_FIGURE.search(head.word):
        is_told = words.match(head, told)
        return tuple(q for q in found if is_told and (_is_measure(q) or _SCALED.search(q.text)))
    if asked.how_much and head.stem in _GROUPS:
        return tuple(q for q in found if q.counted and not _is_measure(q) and not _is_bare_word(q))
    of_anybody = head.stem in _ANYBODY and bool(fates(asked.terms) & fates(sentence.terms))
    counting = tuple(q for q in found if any(_is_head(head, word, words) for word in q.counted))
    if of_anybody and not counting:  # "the death toll rose to 19", "nine bodies were found dead"
        return tuple(q for q in found if not q.unit and (not _is_bare_word(q) or q.counted))
    if counting:
        return counting
    if asked.how_much:
        return tuple(q for q in found if _is_measure(q))
    return _uncounted(head, found, sentence, words)


def _uncounted(head: Term, found: Sequence[Quantity], sentence: Sentence, words: Words) -> tuple[Quantity, ...]:
    """The figures that tell how many without the word for what is counted behind them: a share, or a bare number."""
    if shares := tuple(q for q in found if q.unit == "%" and _is_out_of(head, sentence.text)):
        return shares
    bare = tuple(q for q in found if q.text[-1].isdigit() and (not q.counted or fates(terms(" ".join(q.counted)))))
    is_of_them = head.stem in _ANYBODY and _THOSE_WHO.search(sentence.text)
    is_told = is_of_them or words.match(head, (*_without_speaker(sentence.text), *sentence.context))
    return bare if is_told else ()


def _is_out_of(head: Term, text: str) -> bool:
    """Whether a sentence gives a part of what is asked for: "of the members who voted", "half of members"."""
    wholes = {match.start("head") for match in _OUT_OF.finditer(text)}
    return any(t.stem == head.stem and t.start in wholes for t in terms(text))


_OUT_OF = re.compile(r"\bof\s+(?:(?:the|all|its|their|his|her|those)\s+)*(?P<head>[\w-]+)", re.IGNORECASE)


def tells_of_the_fate(asked: Asked, sentence: Sentence, words: Words) -> bool:
    """Whether a sentence tells of the dead, the hurt or whoever is asked about, and it or its title of the names."""
    names = [t for t in asked.terms if t.is_name]
    told = bool(fates(asked.terms) & fates(sentence.terms))
    return told and all(words.match(t, (*sentence.terms, *sentence.context)) for t in names)


def fates_together(text: str, figure: Quantity) -> set[str]:
    """What befell those whom a figure counts in one, as in "30 killed or wounded"; empty where it tells of one fate."""
    clause = clause_of(text, figure)
    for one, other in pairwise(terms(clause)):
        these, those = fates([one]), fates([other])
        if these and those and these != those and _TOGETHER.fullmatch(clause, one.end, other.start):
            return these | those
    return set()


_TOGETHER = re.compile(r"\s*(?:,|/|\b(?:and/or|and|or)\b)\s*(?:the\s+)?")


def _same_fate(asked: Sequence[Term], sentence: Sentence, figure: Quantity) -> bool:
    """Whether a figure tells of the dead, the hurt or the captured exactly where they are meant."""
    wanted, here = fates(asked), fates(terms(clause_of(sentence.text, figure)))
    return bool(wanted & (here or fates(sentence.terms))) if wanted else not here


def clause_of(text: str, figure: Quantity) -> str:
    """What a sentence says of one of its figures: up to the clauses that have figures of their own."""
    others, cuts = quantities(text), [match.span() for match in _NEW_CLAUSE.finditer(text)]
    before = [cut for cut in cuts if cut[1] <= figure.start][-1:]
    after = [cut for cut in cuts if cut[0] >= figure.end][:1]
    begin = max((at for start, at in before if any(other.end <= start for other in others)), default=0)
    end = min((at for at, stop in after if any(other.start >= stop for other in others)), default=len(text))
    return text[begin:end]


_NEW_CLAUSE = re.compile(r"[,;:]\s|\s(?:and|but|while)\s")


def fates(words: Sequence[Term]) -> set[str]:
    """What befell people by some words: "killed", "hurt" and so on."""
    stems = {t.stem for t in words}
    return (
        set(_OF_CASUALTIES) if stems & _ALL_THAT_BEFELL else {fate for fate, those in _BEFELL.items() if stems & those}
    )


def _of_others(told: Sequence[Term], head: Term, whose: Sequence[Term], words: Words) -> bool:
    """Whether it is told only of others' heads: of "North Korean soldiers" where Ukrainian ones are asked for."""
    named: list[list[Term]] = []
    run: list[Term] = []
    for term in told:
        if run and term.start > run[-1].end + 1:
            run = []
        if run and not term.is_name and _is_head(head, term.word, words):
            named.append(run)
        run = [*run, term] if term.is_name else []
    return bool(whose and named) and not any(all(words.match(t, run) for t in whose) for run in named)


def _is_theirs(figure: Quantity, whose: Sequence[Term], words: Words) -> bool:
    """Whether the names beside what is counted, if any, are of those whom the question asks about."""
    beside = terms("of " + " ".join(figure.counted))
    return not whose or not any(t.is_name for t in beside) or all(words.match(t, beside) for t in whose)


def _is_bare_word(figure: Quantity) -> bool:
    """Whether it is a small number in words, of which every text is full: "two nations"."""
    return not figure.unit and figure.low == figure.high < 100 and not any(c.isdigit() for c in figure.text)


def _is_head(head: Term, word: str, words: Words) -> bool:
    return stem(word) == head.stem or (word[0].isalpha() and words.likeness(head.word, word) > 0)


def _is_measure(quantity: Quantity) -> bool:
    return bool(quantity.unit) or bool(quantity.counted and stem(quantity.counted[0]) in _MEASURES)


_MEASURES = {
    stem(word)
    for word in "square cubic kilometres kilometers miles metres meters hectares acres tonnes tons barrels".split()
}

# Of these, "how large" asks for how many they are.
_GROUPS = {
    stem(word)
    for word in "force army troop contingent crowd group team unit workforce staff membership population".split()
}


def _without_speaker(sentence: str) -> tuple[Term, ...]:
    """The terms of what is told, without who tells it: "Ukraine's army said" tells nothing of Ukrainians."""
    who = speaker(sentence)
    return tuple(t for t in terms(sentence) if not (who and who.start <= t.start < who.end))
