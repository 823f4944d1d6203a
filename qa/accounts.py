"""Where reports differ on when something happened, on who did it, or on whether it is so at all."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from qa.attribution import speaker
from qa.days import named_days
from qa.opposites import statuses
from qa.questions import Asked
from qa.relevance import Words
from qa.sentences import Sentence
from qa.speakers import speaker_of
from qa.told import of_one_thing
from qa.types import Disagreement, Position
from qa.wording import names, same_name, stem

# Deeds that one person or party does, so that two names for it contradict each other.
_DONE_ONCE = re.compile(
    r"^(?:w[io]n(?:s|ning)?|start(?:s|ed)?|caus(?:es?|ed)|set(?:s)?|lit|shot|shoots?|stabbed|murder(?:ed|s)?|replac(?:es?|ed)"
    r"|succe(?:ed|eds|eded)|led|leads?|found(?:ed|s)|invent(?:ed|s)?|order(?:ed|s)?|own(?:ed|s)?|bought|bec[ao]mes?|fired"
    r"|wrote|designed|built|discovered|planted|drove|stole|leaked)$",
    re.IGNORECASE,
)
_WHO_DID = re.compile(r"\bwho\s+(?:(?:has|had|really|first)\s+)*(?P<verb>\w+)", re.IGNORECASE)
_INSTEAD = re.compile(
    r"\b(?:recount|overturn|instead|later|after\s+all|replac|succeed|no\s+longer|now)\w*", re.IGNORECASE
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)(?!\s+(?:bail|access|entry|him|her|them)\b)|dismissed|rejected\s+(?:the\s+|all\s+)?"
    r"(?:claims?|reports?|rumou?rs|allegations?|accusations?)|there\s+(?:is|was|are|were|had\s+been|have\s+been)\s+no|no\s+such)\b",
    re.IGNORECASE,
)
_NOT_TOLD_AS_SO = re.compile(
    r"\b(?:would|could|may|might|if|whether|should|unless|fears?|feared|hopes?|plans?|wants?|calls?\s+for|not|never|no"
    r"|neither|nor|without)\b|n[’']t\b|\?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Account:
    """What one sentence gives for what is asked."""

    value: str  # as written
    meant: tuple[object, ...]  # two accounts contradict each other where these differ
    sentence: Sentence

    @property
    def published(self) -> date | None:
        return self.sentence.evidence.passage.source.published

    @property
    def origin(self) -> str:
        return self.sentence.origin


def differing_accounts(asked: Asked, sentences: Sequence[Sentence], words: Words) -> Disagreement | None:
    """The days, the doers, or the yes and the no that independent reports give for one thing, where they differ."""
    if asked.kind == "when":
        found = [a for s in sentences for a in _days(asked, s, words)]
    elif asked.kind == "who":
        found = [a for s in sentences for a in _doers(asked, s)]
    elif asked.kind == "whether":
        found = [a for s in sentences for a in _yes_or_no(asked, s, words)]
    else:
        return None
    each = _each_once(found)
    told = [a for a in each if any(_contradict(a, b) for b in each)]
    if not told:
        return None
    if not of_one_thing([a.sentence for a in told], asked, words):
        return None
    days = [a.published for a in told]
    in_turn = len(set(days)) == len(days) and None not in days
    changed = in_turn and any(_INSTEAD.search(a.sentence.text) for a in told)
    told = sorted(told, key=lambda a: a.published or date.min) if changed else told
    about = _about(asked)
    return Disagreement(about, "changed" if changed else "differs", tuple(_position(a) for a in told))


def _contradict(one: _Account, other: _Account) -> bool:
    """Whether two voices give what cannot both be so: 3 May is a day in May."""
    if one.origin == other.origin and speaker_of(one.sentence) == speaker_of(other.sentence):
        return False
    pairs = list(zip(one.meant, other.meant, strict=False))
    return len(one.meant) == len(other.meant) and any(a != b and a != "" and b != "" for a, b in pairs)


def _about(asked: Asked) -> str:
    if asked.kind == "whether":
        return f"whether it is so: {asked.text.rstrip(' ?')}"
    if asked.kind == "who":
        return asked.text[:1].lower() + asked.text[1:].rstrip(" ?")
    return " ".join(t.word for t in asked.terms) + ": when"


def _each_once(accounts: Sequence[_Account]) -> list[_Account]:
    """The first account of each report, copies of one report once."""
    return list({(a.origin, a.meant): a for a in reversed(accounts)}.values())[::-1]


def _position(account: _Account) -> Position:
    return Position(account.value, speaker_of(account.sentence), account.published, account.sentence.cited())


def _days(asked: Asked, sentence: Sentence, words: Words) -> Iterator[_Account]:
    """The one day that a sentence names for what is asked; none where it names several, or tells of something else."""
    found = {said: day for said, day in named_days(sentence.text).items() if said.lower() not in asked.text.lower()}
    told = statuses(sentence.text)
    if any(w.opposes(t) for w in statuses(asked.text) for t in told) or _is_to_come(asked, sentence):
        return
    if len(found) == 1 and (not asked.predicate or words.match(asked.predicate, sentence.terms)):
        yield from (_Account(said, day, sentence) for said, day in found.items())


def _is_to_come(asked: Asked, sentence: Sentence) -> bool:
    """Whether a sentence tells of what will be, where it is asked what was."""
    return bool(re.search(r"\b(?:did|was|were)\b", asked.text) and re.search(r"\b(?:will|shall)\b", sentence.text))


def _doers(asked: Asked, sentence: Sentence) -> Iterator[_Account]:
    """Who a sentence says did it: the name before the verb, or the one after "by"."""
    done = _WHO_DID.search(asked.text)
    once = done and _DONE_ONCE.match(done["verb"])
    verb = next((t for t in sentence.terms if done and once and t.stem == stem(done["verb"])), None)
    who = speaker_of(sentence) or ""
    if not verb or sentence.text[verb.start : verb.end] != verb.word:
        return
    for name in names(sentence.text):
        before = re.fullmatch(r"\s+(?:(?:has|have|had|also|\w+ly)\s+)*", sentence.text[name.end : verb.start])
        after = re.fullmatch(r"(?:\s+\w+){0,6}?\s+by\s+(?:the\s+)?", sentence.text[verb.end : name.start])
        known = all(any(same_name(w, t.word) for t in asked.terms) for w in name.text.split())
        if (before or after) and name.text not in who and not known:
            yield _Account(name.text, (name.text.split()[-1].lower(),), sentence)
            return


def _yes_or_no(asked: Asked, sentence: Sentence, words: Words) -> Iterator[_Account]:
    """Whether a sentence tells that it is so or denies it, where it speaks of what is asked at all."""
    wanted = [t for t in asked.terms if not t.is_name]
    who = speaker(sentence.text)
    told = [t for t in sentence.terms if not t.is_name and not (who and who.start <= t.start < who.end)]
    spoken = [t for t in told if any(words.match(w, (t,)) for w in wanted)]
    if not spoken or len({t.stem for t in spoken}) * 2 < len(wanted):
        return
    if denial := _DENIES.search(sentence.text):
        yield _Account(denial[0], (False,), sentence)
    elif not _NOT_TOLD_AS_SO.search(sentence.text):
        yield _Account(" ".join(t.word for t in spoken), (True,), sentence)
