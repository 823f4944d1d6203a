"""Sentences that stand beside a chosen one and tell what it leaves out: who speaks, or which ones it means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from index import sentence_spans
from qa.attribution import said_by_a_pronoun, speaker
from qa.figures import answering_figures
from qa.instructions import is_news
from qa.questions import Asked
from qa.quotations import Quotation
from qa.relevance import Words
from qa.sentences import LONGEST, Sentence, is_whole
from qa.wording import names, terms

_ONLY_QUOTED = re.compile(r"\s*[“\"][^“”\"]*[”\"]?\s*")
_LEANING = re.compile(r"[“\"‘'(\s]*(?:They|He|She|It|These|Those|Their|His|Her|Its)\b")
_SUBJECT_PRONOUN = re.compile(r"(?:They|He|She)\b")
_OF_A_PERSON = re.compile(r"[“\"‘'(\s]*(?:He|She|His|Her)\b|.*[,”\"]\s*(?:he|she)\s", re.DOTALL)
# "It is unclear whether": this one stands for nothing that was said before.
_STANDS_FOR_NOTHING = re.compile(
    r"[“\"‘'(\s]*(?:It(?:\s+(?:is|was|has\s+been|remains|seems|appears|emerged|follows|took)|[’']s)\s+(?:(?:not|now|still|also|yet"
    r"|immediately|widely|generally)\s+)*(?:un)?(?:clear|likely|possible|known|true|thought|believed|expected|hoped|understood"
    r"|reported|said|estimated|feared|certain|important|that|the\s+\w+\s+time|to\s+be)\b|(?:They|Those|These)\s+who\b|Those\b(?!\s+\w+ed\b))"
)
_TAKES_UP = re.compile(r"(?:The|This|That|These|Those)\s+(?P<what>\w+)")
_OF_THAT_FIGURE = re.compile(r"\b(?:that|this|the)\s+(?:figure|number|estimate|sum|toll)\b", re.IGNORECASE)
FAR = 4  # characters between sentences that stand side by side, at most


def completing(asked: Asked, chosen: Sequence[Sentence], sentences: Sequence[Sentence], words: Words) -> list[Sentence]:
    """The chosen sentences, each with the neighbour that it needs. `sentences` are in the text's order."""
    found = [other for sentence in chosen for other in _with_neighbours(asked, sentence, sentences, words)]
    return list(dict.fromkeys(found))


def told_once(quotations: Sequence[Quotation]) -> list[Quotation]:
    """The quotations, none of which another will hold because its "he" or "they" leans on it.

    Of such two the longer one stays, unless more reports say the shorter one.
    """
    kept = list(quotations)
    for longer in quotations:
        if longer not in kept:
            continue
        whole = with_antecedent(longer.sentence)
        held = [q for q in kept if q != longer and _lies_within(q.sentence, whole)]
        if any(set(q.also) - set(longer.also) for q in held):
            kept.remove(longer)
        elif held:
            kept = [longer if q == held[0] else q for q in kept if q != longer and q not in held[1:]]
    return kept


def _lies_within(sentence: Sentence, whole: Sentence) -> bool:
    source = sentence.evidence.passage.source
    return source == whole.evidence.passage.source and whole.start <= sentence.start and sentence.end <= whole.end


def told_together(
    asked: Asked, able: Sequence[Sentence], sentences: Sequence[Sentence], words: Words
) -> list[Sentence]:
    """A sentence that answers and the one beside it, in the text's order, where only both hold all that is named.

    The figure may stand in one and the place that it is of in the other. [] where no two do.
    """
    names = [t for t in asked.terms if t.is_name]
    counted = replace(asked, focus=asked.focus[-1:])  # whose they are is told by either

    def held(*those: Sentence) -> bool:
        return all(words.match(t, [u for s in those for u in s.terms]) for t in names)

    answering = list(able)
    if asked.kind == "how many":
        answering += [s for s in sentences if s not in able and answering_figures(s, counted, words)]
    for sentence in answering:
        at = sentences.index(sentence)
        beside = [s for s in sentences[max(0, at - 1) : at + 2] if s != sentence]
        for other in beside:
            first, second = sorted((sentence, other), key=lambda s: s.start)
            if _side_by_side(first, second) and held(first, second):
                return [first, second]
    return []


def with_antecedent(sentence: Sentence) -> Sentence:
    """The sentence with the one or two before it that say whom its "he" or "they" means, as one exact stretch of text.

    The sentence itself where it needs none, where they do not tell, or where all would be longer than a quote may be.
    """
    passage = sentence.evidence.passage
    end = sentence.end - passage.start
    begin, needs = sentence.start - passage.start, sentence.text
    if not _leans_on_what_was_said(needs):
        return sentence
    for start, stop in reversed(sentence_spans(passage.text[:begin])[-2:]):
        before = passage.text[start:stop]
        if begin - stop > FAR or end - start > LONGEST or not (is_whole(before) and is_news(before)):
            return sentence
        if not _leans_on_what_was_said(before):
            tells = bool(speaker(before) or names(before)) if _OF_A_PERSON.match(needs) else bool(terms(before))
            whole = replace(sentence, text=passage.text[start:end], start=passage.start + start)
            return whole if tells else sentence
        begin = start
    return sentence


def _leans_on_what_was_said(text: str) -> bool:
    return bool(_LEANING.match(text) and not _STANDS_FOR_NOTHING.match(text)) or said_by_a_pronoun(text)


def _with_neighbours(
    asked: Asked, sentence: Sentence, sentences: Sequence[Sentence], words: Words
) -> Iterator[Sentence]:
    at = sentences.index(sentence)
    before = sentences[at - 1] if at and _side_by_side(sentences[at - 1], sentence) else None
    after = sentences[at + 1] if at + 1 < len(sentences) and _side_by_side(sentence, sentences[at + 1]) else None
    is_open = asked.kind == "who" and _leaves_the_speaker_open(sentence) and with_antecedent(sentence) is sentence
    if before and is_open and _tells_who(before):
        yield before
    yield sentence
    if after and asked.kind in ("which", "who", "what") and asked.focus and _SUBJECT_PRONOUN.match(after.text):
        head = asked.focus[-1]
        if _says(after, head.stem) and not _says(sentence, head.stem):
            yield after
    elif after and asked.kind == "what" and _takes_up(after, sentence):
        unsaid = [t for t in asked.terms if not (t.is_name or t.is_number) and not words.match(t, terms(sentence.text))]
        if any(words.match(t, [u]) or u.stem.startswith(t.stem) for t in unsaid for u in terms(after.text)):
            yield after
    elif after and asked.kind == "how many" and _OF_THAT_FIGURE.search(after.text):
        yield after


def _takes_up(after: Sentence, sentence: Sentence) -> bool:
    """Whether a sentence begins with something that the one before tells of: "a rare visit. The visit …"."""
    match = _TAKES_UP.match(after.text)
    return match is not None and any(_says(sentence, t.stem) for t in terms(f"of {match['what']}"))


def _side_by_side(one: Sentence, other: Sentence) -> bool:
    return one.evidence.passage.source == other.evidence.passage.source and 0 <= other.start - one.end <= FAR


def _leaves_the_speaker_open(sentence: Sentence) -> bool:
    return bool(_ONLY_QUOTED.fullmatch(sentence.text)) or (sentence.leans and not names(sentence.text))


def _tells_who(sentence: Sentence) -> bool:
    return bool(speaker(sentence.text) or names(sentence.text))


def _says(sentence: Sentence, wanted: str) -> bool:
    return any(t.stem == wanted for t in terms(sentence.text))
