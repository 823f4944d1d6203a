"""Nouns for whoever does what a verb tells: a commander commands, a winner won, a chief executive runs a company."""

import re
from functools import lru_cache

from qa.wording import Term, stem

# Verbs of holding an office, and the offices: who leads a body may be called its head or its chief.
_OFFICES = {
    stem(verb): frozenset(nouns.split())
    for verb, nouns in {
        "command": "commander chief general",
        "lead": "leader head chief chairman chairwoman chair director captain president",
        "head": "head chief leader director chairman chairwoman chair president",
        "run": "head chief director manager boss editor chairman chairwoman president",
        "chair": "chairman chairwoman chairperson chair president",
        "rule": "ruler king queen president leader",
        "govern": "governor government president leader",
        "represent": "representative lawyer attorney spokesman spokeswoman delegate",
        "coach": "coach trainer manager",
        "captain": "captain skipper",
    }.items()
}
_ENDING = re.compile(r"(?:er|or)s?$")
_OF_NO_VERB = frozenset("former latter later better other over under after tower corner counter number".split())
_FINITE = re.compile(r"(?:s|ed)$")
_YET_TO = re.compile(r"\b(?:will|is\s+to|was\s+to)\s+\Z")  # "she will lead the inquiry"
_BY_WHOM = re.compile(r"\s+by\b")


def holds_an_office(verb: Term) -> bool:
    """Whether a verb tells of an office: who commands, leads or chairs."""
    return verb.stem in _OFFICES


@lru_cache(maxsize=65536)
def names_the_doer(verb: str, noun: str) -> bool:
    """Whether a noun names whoever does what a verb tells, in any form of both: "commands", "Commander-in-Chief"."""
    head = noun.lower().split("-in-")[0].split("-")[-1]
    if not {head, head.removesuffix("s")}.isdisjoint(_OFFICES.get(stem(verb), ())):
        return True
    return bool(_ENDING.search(head)) and head not in _OF_NO_VERB and stem(verb) in _verbs_of(_ENDING.sub("", head))


def tells_who_holds(office: Term, text: str, term: Term) -> bool:
    """Whether a word of a text tells that somebody holds an office: its noun, or the verb, but no "command" of all."""
    if names_the_doer(office.word, term.word):
        return True
    is_finite = _FINITE.search(term.word) or term.word.lower() == "led" or _BY_WHOM.match(text, term.end)
    is_finite = is_finite or _YET_TO.search(text, 0, term.start)
    return term.stem == office.stem and bool(is_finite)


@lru_cache(maxsize=65536)
def _verbs_of(root: str) -> frozenset[str]:
    """Stems of the verbs that a noun may be made of: of "winner" those of winn, winne and win."""
    if len(root) < 3:
        return frozenset()
    short = root[:-1] if root[-1] == root[-2] else root
    return frozenset(stem(form) for form in (f"{root}ed", root, f"{root}e", short))
