"""What a sentence must hold, beside relevance, to answer a question: its verb, its names, a new name, a time."""

import re
from collections.abc import Sequence

from qa.denials import denied
from qa.doers import holds_an_office, names_the_doer, tells_who_holds
from qa.durations import asks_how_long, tells_how_long
from qa.naming import named_speaker
from qa.opposites import opposites, told_alike
from qa.predicates import verb_of_whether
from qa.questions import Asked, compares
from qa.relevance import Relevance, Worded, Words
from qa.sentences import Sentence
from qa.speakers import speaker_of
from qa.wording import Name, Term, is_title, names, same_name, stem, terms

BY_ANOTHER_WORD = 0.8  # what a word counts that a sentence says by another of its meaning
FAR_OFF = 0.5  # cosine below which no word means what another does
_MONTHS = "january|february|april|june|july|august|september|october|november|december"
_TIME = re.compile(
    rf"\b(?:(?:1[0-9]|20)\d\d(?:s\b|\b)|(?i:(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|midnight"
    rf"|noon|dawn|dusk|tomorrow|spring|summer|autumn|winter|centur(?:y|ies)"
    rf"|(?:last|next|this|earlier|later|previous|following|same|first|third|second)\s+(?:\w+\s+)?"
    rf"(?:day|night|week|weekend|month|year|decade|morning|evening|afternoon)s?"
    rf"|(?:hour|day|week|month|year|decade)s?\s+(?:ago|later|earlier|before|after)|(?:past|last|coming)\s+few\s+\w+"
    rf"|\d{{1,2}}(?::\d\d)?\s*[ap]\.?m\b|\d{{1,2}}:\d\d|in\s+the\s+\d+(?:st|nd|rd|th)\s+minute)"
    rf"|(?i:(?:{_MONTHS})|(?:jan|feb|apr|aug|sept?|oct|nov|dec)\.)|May|March)\b"
)
_WHY = re.compile(r"why\b", re.IGNORECASE)
_NEXT = re.compile(r"\s+(?:(?:the|an?|its|their|his|her|any)\s+)?")
_ASKS_FOR_A_NAME = re.compile(
    r"\b(?:what|which)\b.{0,20}\bnames?\s+of\b|[’']s?\s+names?\b|\bnames?\s+(?:is|are|was|were)\b"
    r"|\b(?:what|who)\b.*\b(?:called|named)\s*\?",
    re.IGNORECASE,
)
_KEEPS_FROM = re.compile(
    r"\b(?:(?:avoid|evad|avert|forestall|refrain|abstain)\w*|(?:sta(?:y|ys|yed)|ke(?:ep|eps|pt))\s+(?:out|away)\b)",
    re.IGNORECASE,
)
# Of what is set up any of these tells that it began: a school is established, founded, opened or built.
_OF_BEGINNING = {
    stem(verb)
    for verb in """establish found create form open build built construct launch begin began start inaugurate
    incorporate introduce commission""".split()
}
# What may stand between a name and the word that tells who bears it: "the village of Guyevo", "Tesh, its chairman".
_BESIDE = re.compile(
    r"[\s,“”\"'’()-]*(?:(?:of|the|an?|its|their|his|her|is|was|are|were|named|called|known|as)\b[\s,“”\"'’]*)*"
    r"|,\s+(?:the|an?|its|their|his|her)\s+(?:[a-z][\w-]*\s+){1,3}"  # "a mediator, the retired judge Ada Lind"
)
_DESCRIBED = re.compile(r"[\s,]+(?:(?:the|an?|its|their|is|was|who\s+is)\s+)?(?:[\w’'-]+\s+){0,3}?")
_A_VERB = re.compile(r"\w{3,}ed\b|\b(?:said|says|told|that|which|in|on|at|by|from|to|with|and|but)\b", re.IGNORECASE)


def said_otherwise(asked: Asked, term: Term, sentence: Worded) -> float:
    """0 to 1: how well a sentence says a word of the question by another: "leader" for "leads", "returned" for "back".

    A verb by the noun for whoever does it, and the other way round; a status by another word for it.
    """
    if term.is_name or term.is_number:
        return 0.0
    if asked.kind == "who" and any(
        names_the_doer(term.word, t.word) or names_the_doer(t.word, term.word) for t in sentence.terms
    ):
        return BY_ANOTHER_WORD
    return BY_ANOTHER_WORD if told_alike(term.word, sentence.text) else 0.0


def unmet(asked: Asked, able: Sequence[Relevance[Sentence]], words: Words) -> tuple[str, ...]:
    """Words for what the question demands and none of the sentences holds; () where one of them holds each."""
    missing = _names_apart(asked, able)
    if asked.predicate and holds_an_office(asked.predicate):
        return tuple(missing) if any(_tells_the_holder(asked, r.sentence) for r in able) else (asked.predicate.word,)
    is_named = any(t.is_name for t in asked.terms)
    if asked.predicate and is_named and not any(says_verb(asked, r) for r in able):
        missing.append(asked.predicate.word)
    if asks_for_a_name(asked) and not any(_names_it(asked, r.sentence, words) for r in able):
        missing.append("name")
    if asks_how_long(asked.text) and not any(tells_how_long(r.sentence.text) for r in able):
        missing.append("how long")
    return tuple(missing)


def unsaid(asked: Asked, able: Sequence[Relevance[Sentence]]) -> tuple[str, ...]:
    """Of "When did Orvane Foods go bankrupt?" the word "bankrupt": all but the names, where no sentence says any of it.

    () where what is asked may be told in words that are quite other: of "what", who bears a role, what was paid,
    whether something is so, and what somebody said.
    """
    plain = [i for i, t in enumerate(asked.terms) if not (t.is_name or t.is_number)]
    of_a_role = asked.kind == "who" and not asked.predicate
    is_open = asked.kind in ("what", "whether") or asked.how_much or of_a_role or bool(named_speaker(asked.text))
    if is_open or any(r.matches[i] > 0 for r in able for i in plain):
        return ()
    if asked.predicate and any(says_verb(asked, r) for r in able):
        return ()
    return tuple(asked.terms[i].word for i in plain)


def unnamed(asked: Asked, able: Sequence[Relevance[Sentence]], missing: Sequence[str]) -> tuple[str, ...]:
    """The word for what or who is asked for where no sentence says it, nor names anything that it might be."""
    able_names = [n for r in able for n in new_names(asked, r.sentence.text) if not _TIME.search(n.text)]
    if able_names or any(speaker_of(r.sentence) for r in able):
        return ()
    if asked.kind == "which" and asked.focus and asked.focus[-1].word in missing:
        return (asked.focus[-1].word,)
    verb = asked.predicate if asked.kind == "who" else None
    return () if verb is None or any(says_verb(asked, r) for r in able) else (verb.word,)


def untouched(asked: Asked, able: Sequence[Relevance[Sentence]]) -> tuple[str, ...]:
    """Of "Why did Ostland send tanks?" the word "tanks", where no sentence speaks of what the verb is done to."""
    verb = asked.predicate if _WHY.match(asked.text) else None
    done_to: list[tuple[int, Term]] = []
    at = verb.end if verb else len(asked.text)
    for i, term in enumerate(asked.terms):
        if term.start > at:
            if not _NEXT.fullmatch(asked.text, at, term.start):
                break
            done_to.append((i, term))
            at = term.end
    if not done_to or any(t.is_name or t.is_number for _, t in done_to):
        return ()
    return () if any(r.matches[i] > 0 for r in able for i, _ in done_to) else tuple(t.word for _, t in done_to)


def undone(asked: Asked, ranked: Sequence[Relevance[Sentence]]) -> tuple[str, ...]:
    """The verb of "Did the Larnby mayor resign?" where no sentence tells it, or its opposite, of any of the named."""
    is_named = asked.kind == "whether" and any(t.is_name for t in asked.terms)
    verb = verb_of_whether(asked.text, asked.terms) if is_named else None
    if verb is None:
        return ()

    def tells(found: Relevance[Sentence]) -> bool:
        named = any(m >= BY_ANOTHER_WORD for t, m in zip(asked.terms, found.matches, strict=True) if t.is_name)
        text = found.sentence.text
        is_said = found.says(verb, asked.terms) or told_alike(verb.word, text)
        return named and (is_said or any(opposites(verb.word, text)))

    return () if any(tells(r) for r in ranked) else (verb.word,)


def unspoken(
    asked: Asked, ranked: Sequence[Relevance[Sentence]], words: Words
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Words of a question that no sentence says, nor anything near them; and those of them that tell things apart.

    Of "Has Ostland sent nuclear weapons?" "nuclear" tells which weapons are meant: without it there is no answer.
    """
    plain = [i for i, t in enumerate(asked.terms) if not (t.is_name or t.is_number) and t != asked.predicate]
    silent = [asked.terms[i] for i in plain if not any(r.matches[i] for r in ranked)]
    told = sorted({t.word.lower() for r in ranked for t in (*r.sentence.terms, *r.sentence.context)})
    if not silent or not told:
        return tuple(t.word for t in silent), ()
    nearest = (words.vectors([t.word.lower() for t in silent]) @ words.vectors(told).T).max(axis=1)
    unsaid = [t for t, cosine in zip(silent, nearest, strict=True) if cosine < FAR_OFF]
    describing = [t for t in unsaid if _describes_the_next(asked, t)]
    others = [t for t in unsaid if t not in describing and not _is_told_by_the_last(asked, t, silent)]
    return tuple(t.word for t in others), tuple(t.word for t in describing)


def _is_told_by_the_last(asked: Asked, term: Term, silent: Sequence[Term]) -> bool:
    """Whether a word stands right behind another that is spoken of: of the "railway line" the railway is."""
    last = next((t for t in asked.terms if t.end + 1 == term.start), None)
    return last is not None and not (last.is_name or last.is_number or last in silent)


def _describes_the_next(asked: Asked, term: Term) -> bool:
    """Whether a word stands right before another that is no verb: "nuclear weapons"."""
    after = next((t for t in asked.terms if t.start == term.end + 1), None)
    return after is not None and not after.is_name and not after.is_number


def meets(asked: Asked, found: Relevance[Sentence], words: Words) -> bool:
    """Whether a sentence holds the verb of the question, and the name or the duration where one is asked for."""
    if asked.predicate and holds_an_office(asked.predicate):
        return _tells_the_holder(asked, found.sentence)
    if asks_how_long(asked.text) and not tells_how_long(found.sentence.text):
        return False
    return says_verb(asked, found) and (not asks_for_a_name(asked) or _names_it(asked, found.sentence, words))


def _tells_the_holder(asked: Asked, sentence: Sentence) -> bool:
    """Whether a sentence names somebody beside the word for the office, or the verb, that a question asks of."""
    office = asked.predicate
    heads = [t for t in terms(sentence.text) if office and tells_who_holds(office, sentence.text, t)]
    heads = [t for t in heads if not _is_of_others(asked, sentence.text, t)]
    return any(_is_beside(sentence.text, n, t) for n in new_names(asked, sentence.text) for t in heads)


def _is_of_others(asked: Asked, text: str, office: Term) -> bool:
    """Whether an office is told to be of others than those asked about: "Ostland's general", not a Westland one."""
    whose = [t for t in asked.focus if t.is_name]
    before = [t for t in terms(text) if t.is_name and t.end <= office.start]
    owners = [t for t in before if _OWNS.fullmatch(text, t.end, office.start)]
    return bool(whose and owners) and not any(same_name(o.word, w.word) for o in owners for w in whose)


_OWNS = re.compile(r"(?:[’']s?)?\s+(?:[a-z]+\s+)?")


def names_who_does(asked: Asked, sentence: Sentence) -> bool:
    """Whether a sentence names somebody beside the noun for whoever does what is asked: "a mediator, Ada Lind"."""
    verb, text = asked.predicate, sentence.text
    heads = [t for t in terms(text) if verb and not holds_an_office(verb) and names_the_doer(verb.word, t.word)]
    return any(_is_beside(text, n, t) for n in new_names(asked, text) for t in heads)


def is_asked_to_have_said(asked: Asked, sentence: Sentence) -> bool:
    """Whether a sentence is said by whom the question asks what they said."""
    who, says = named_speaker(asked.text), speaker_of(sentence)
    if not who or not says:
        return False
    told = terms(f"of {says}")
    return all(any(same_name(w.word, t.word) for t in told) for w in terms(f"of {who.value}"))


def speaks_of_the_speaker(asked: Asked, found: Relevance[Sentence]) -> bool:
    """Whether a sentence, or the one before, names whom a question asks what they said; True of other questions."""
    who = named_speaker(asked.text)
    named = {t.stem for t in terms(who.value)} if who else set()
    said = [m for t, m in zip(asked.terms, found.matches, strict=True) if t.is_name and t.stem in named]
    return all(m > 0 for m in said)


def asks_otherwise(asked: Asked, sentence: Sentence) -> bool:
    """Whether a sentence denies what the question takes for given, or the other way round: "what is not allowed"."""
    text, told = asked.text, sentence.text
    if _KEEPS_FROM.search(text):
        return False  # what is done "to avoid capture" is done "so as not to be captured"
    return bool(denied(text, told) or denied(told, text)) or any(opposites(text, told))


def asks_for_a_name(asked: Asked) -> bool:
    """Whether the answer is a name: of "What is the judge's name?"."""
    return _ASKS_FOR_A_NAME.search(asked.text) is not None


def says_verb(asked: Asked, found: Relevance[Sentence]) -> bool:
    """Whether a sentence tells of what the question's verb does, or the question has no plain verb."""
    verb = asked.predicate
    if verb is None or found.says(verb, asked.terms) or told_alike(verb.word, found.sentence.text):
        return True
    return verb.stem in _OF_BEGINNING and any(t.stem in _OF_BEGINNING for t in found.sentence.terms)


def _names_apart(asked: Asked, able: Sequence[Relevance[Sentence]]) -> list[str]:
    """The names that the sentences hold only apart; none where one of them holds them all, itself or around it.

    What is asked loosely, with "what", may be told by several sentences.
    """
    if (asked.kind in ("whether", "which", "what") and not asked.predicate) or compares(asked.text):
        return []
    held = [{t.word for t, m in zip(asked.terms, r.matches, strict=True) if t.is_name and m > 0} for r in able]
    every = [t.word for t in asked.terms if t.is_name and not (is_of_time(t) or is_title(t))]
    fullest = max(held, key=len, default=set())
    return [word for word in every if word not in fullest]


def is_of_time(term: Term) -> bool:
    """Whether a word names a month, a day or a year, which a report tells once for much that follows."""
    return _TIME.fullmatch(term.word) is not None


def tells_when(text: str, asked: Asked) -> bool:
    """Whether a sentence names a time, other than those of the question."""
    return bool(times(text, asked))


def times(text: str, asked: Asked) -> set[str]:
    """The times that a sentence names, other than those of the question."""
    return {said for m in _TIME.finditer(text) if (said := m[0].lower()) not in asked.text.lower()}


def new_names(asked: Asked, text: str) -> list[Name]:
    """The names of a sentence that hold a word which the question does not."""
    return [n for n in names(text) if not all(_is_asked(asked, t) for t in terms(n.text))]


def _is_asked(asked: Asked, term: Term) -> bool:
    return any(term.stem == t.stem or (t.is_name and same_name(term.word, t.word)) for t in asked.terms)


def _names_it(asked: Asked, sentence: Sentence, words: Words) -> bool:
    """Whether a new name stands beside the word for who or what bears it, or there is no such word."""
    if not asked.focus:
        return bool(new_names(asked, sentence.text))
    head = asked.focus[-1]
    heads = [t for t in terms(sentence.text) if words.match(head, [t])]
    return any(_is_beside(sentence.text, n, t) for n in new_names(asked, sentence.text) for t in heads)


def _is_beside(text: str, name: Name, head: Term) -> bool:
    if name.start <= head.start and head.end <= name.end:
        return True
    if name.start >= head.end:
        return bool(_BESIDE.fullmatch(text, head.end, name.start))
    between = text[name.end : head.start]
    return bool(_DESCRIBED.fullmatch(between)) and not _A_VERB.search(between)
