"""What a question says that somebody or something did: the verb that an answer must tell of."""

import re
from collections.abc import Sequence
from dataclasses import replace

from qa.wording import Term, stem

# Stems of verbs that say little by themselves, and of saying: what carries an answer or a claim need not repeat them.
LIGHT = {
    stem(word)
    for word in """part place occur involve remain become seem appear keep play mean need want try start begin serve
    speak describe mention comment remark talk explain state add respond put set stand work cost live number total
    call name base locate situate come lie look
    hold own have possess""".split()
}
_AUXILIARY = r"(?:is|are|was|were|has|have|had|been|being|be|will|would|could|can|may|might|did|does|do|not|also|\w+ly)"
_DID = re.compile(r"\b(?:did|do|does)\s+(?:not\s+)?(?P<the>(?:the|an?|its|their|his|her)\s+)?", re.IGNORECASE)
_WHO = re.compile(rf"\bwho\s+(?P<auxiliaries>(?:{_AUXILIARY}\s+)*)", re.IGNORECASE)
_PASSIVE = re.compile(r"\b(?:is|are|was|were|been)\s", re.IGNORECASE)
_PARTICIPLE = re.compile(r"\w{2,}ed$|^(?:paid|held|sent|built|won|sold|bought|shot|found|born|killed|written|taken)$")
_BACK = re.compile(r"\s+back\b", re.IGNORECASE)  # which makes a light verb say something: "come back"
_OF_THE_NAMED = re.compile(
    r"\b(?i:did|do|does|will|would)\s+(?:the\s+|an?\s+)?[a-z][\w-]*\s+(?:in|of|at|on|between|with|near|over|for|from)\s+(?:the\s+)?"
    r"[A-Z][\w’'-]*(?:\s+(?:and\s+(?:the\s+)?)?[A-Z][\w’'-]*)*\s+(?P<verb>[a-z]{2,})\b"
)
OBJECT = re.compile(r"\s+(?:the|an?|its|their|his|her|[A-Z])")
_SAME_CLAUSE = re.compile(rf"(?:\s|{_AUXILIARY}\b|said|says?|[A-Z][\w’'-]*|[’'])*")


def predicate_of(question: str, kind: str, words: Sequence[Term], focus: Sequence[Term]) -> Term | None:
    """The verb of a question that asks who, when, where, why, which or how many; None where unclear or saying little.

    `words` are the question's terms, `focus` those for what it asks for.
    """
    if kind == "how many":
        found = _after_the_counted(question, words, focus)
    elif kind == "who":
        found = _after_who(question, words) or _after_did(question, words)
    elif kind == "which":
        found = _after_which(question, words, focus)
    elif kind in ("when", "where") or re.search(r"\bwhy\b", question, re.IGNORECASE):
        found = _after_did(question, words) or _after_names(question, words) or _participle(question, words)
    else:
        found = None
    if found and found.stem in LIGHT:
        return replace(found, word=f"{found.word} back", stem="return") if _BACK.match(question, found.end) else None
    return found


def verb_of_whether(question: str, words: Sequence[Term]) -> Term | None:
    """The verb of a question whether somebody who is named did something; None where unclear or saying little."""
    found = _after_did(question, words) if _DID.match(question) else None
    return None if found is None or found.stem in LIGHT else found


def _after_names(question: str, words: Sequence[Term]) -> Term | None:
    """Of "When did the talks in East Larnby end?" the term "end"."""
    match = _OF_THE_NAMED.search(question)
    return next((t for t in words if match and t.start == match.start("verb")), None)


def _after_who(question: str, words: Sequence[Term]) -> Term | None:
    """Of "Who has won the vote?" the term "won"; of "Who is the coach?" none."""
    match = _WHO.search(question)
    first = next((t for t in words if match and t.start == match.end()), None)
    if first is None or not match or first.is_name or first.is_number:
        return None
    is_passive = _PASSIVE.search(match["auxiliaries"])
    return first if not is_passive or re.search(r"(?:ed|ing)$", first.word) else None


def _after_did(question: str, words: Sequence[Term]) -> Term | None:
    """Of "Why did Orvane Foods' profit fall?" the term "fall"."""
    match = _DID.search(question)
    run: list[Term] = []
    for term in words if match else ():
        if match and term.start >= match.end():
            if re.search(r"[^\s’'s]", question[run[-1].end if run else match.end() : term.start]):
                break
            run.append(term)
    plain = [t for t in run if not t.is_name and not t.is_number]
    if not match or not plain or not (match["the"] or re.search(r"[A-Z]", question[1:])):
        return None  # without capitals or an article nothing tells a name from a verb
    if match["the"] or plain[0] is run[0]:
        return plain[1] if len(plain) == 2 and plain[1] is run[-1] else None
    return plain[1] if len(plain) > 1 and _is_noun(question, plain[0]) else plain[0]


def _after_which(question: str, words: Sequence[Term], focus: Sequence[Term]) -> Term | None:
    """Of "Which general commands the regiment?" the term "commands"; None but where a noun phrase follows it."""
    verb = next((t for t in words if focus and t.start > focus[-1].start), None)
    if verb is None or verb.is_name or verb.is_number or question[focus[-1].end : verb.start] != " ":
        return None
    return verb if OBJECT.match(question, verb.end) else None


def _is_noun(question: str, word: Term) -> bool:
    """Whether a word after a name is what the name describes or owns, as its ending or a possessive tells."""
    owned = re.search(r"[’']s?\s+$", question[: word.start])
    return bool(owned) or re.search(r"[^s]s$|(?:people|men|women|children)$", word.word) is not None


def _participle(question: str, words: Sequence[Term]) -> Term | None:
    """Of "Where were the wounded soldiers treated?" the term "treated"."""
    match = _PASSIVE.search(question)
    after = [t for t in words if match and t.start >= match.end() and not t.is_name]
    return next((t for t in after[1:] or after if _PARTICIPLE.search(t.word)), None)


def _after_the_counted(question: str, words: Sequence[Term], focus: Sequence[Term]) -> Term | None:
    """Of "How many battalions did Tesh say left the port?" the term "left"."""
    if not focus:
        return None
    for term in words:
        if term.start >= focus[-1].end and not term.is_name and not term.is_number:
            return term if _SAME_CLAUSE.fullmatch(question, focus[-1].end, term.start) else None
    return None
