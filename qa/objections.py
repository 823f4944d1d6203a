"""What in a claim the sentences do not bear out: figures, names, quotations, a turned sense, speakers."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from qa.additions import added_agent, added_deed, added_role, cause_by, other_age, other_cause
from qa.attribution import speaker
from qa.denials import denied
from qa.exchanges import exchanged_words
from qa.extent import overstated, taken_for_all, taken_whole, turned_comparison
from qa.forms import names_a_time, plain_form, unaccented
from qa.ground import SHORT, Ground
from qa.misplaced_figures import former_amount, misplaced_amount, other_fate
from qa.opposites import opposites, told_alike
from qa.owners import other_owner
from qa.parallels import crossed
from qa.sequence import turned_order
from qa.surety import dropped_condition, dropped_hedge, only_asked
from qa.twists import added_cause, added_superlative, exchanged_roles, not_yet, other_doer
from qa.wording import Term, same_name, stems, terms
from qa.wrong_days import wrong_day
from qa.wrong_figures import wrong_figure, wrong_number

_QUOTED = re.compile(r"[“\"]([^“”\"]{3,})[”\"]")
_CUT = re.compile(r"\[?(?:\.\s?){3}\]?|\[?…\]?")  # where a quotation leaves words out
_BY_WHOM = re.compile(r"\b(?P<by>from|by|against)\s+(?:the\s+)?(?P<name>[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*)")


def objection(ground: Ground) -> str:
    """The first thing that the sentences do not bear out, in plain words; "" where there is nothing."""
    return next((reason for rule in RULES if (reason := rule(ground))), "")


def invented_quotation(ground: Ground) -> str:
    """A quotation that no sentence in hand holds; the name of a work in quotation marks is none."""
    held = _plain(" ".join(s.text for s in ground.others))
    pieces = [piece for quote in _QUOTED.findall(ground.claim) if not _is_title(quote) for piece in _CUT.split(quote)]
    invented = next((piece for piece in pieces if _plain(piece) not in held), "")
    return f"The words “{invented.strip()}” do not stand in the report." if invented else ""


def _is_title(quote: str) -> bool:
    """Whether words in quotation marks are the name of a work: all that carry meaning begin with a capital."""
    return all(t.word[0].isupper() or t.is_number for t in terms(quote))


def wrong_amount(ground: Ground) -> str:
    """A figure that the sentences give otherwise: another number, unit or thing counted, or less surely."""
    return wrong_figure(ground.claim, ground.told)


def wrong_time(ground: Ground) -> str:
    """A day, month, weekday or year where the sentences, and what is told around them, only give others."""
    return wrong_day(ground.claim, ground.told, ground.around)


def wrong_digits(ground: Ground) -> str:
    """An ordinal or another bare number that does not stand in the sentences."""
    return wrong_number(ground.claim, ground.told, ground.around)


def strange_name(ground: Ground) -> str:
    """A name of which neither the sentences nor what is told around them speaks."""
    spoken_of = (*ground.around, *_carried_over(ground))
    strange = [t for t in ground.wanted if t.is_name and not any(_one_name(t.word, g.word) for g in spoken_of)]
    return f"The report does not speak of {' or '.join(_whole_names(strange))} there." if strange else ""


def _carried_over(ground: Ground) -> tuple[Term, ...]:
    """The terms of the sentences before a picked one that goes on about them: "They withdrew", "the region"."""
    before: list[Term] = []
    for sentence in ground.picked:
        at = ground.others.index(sentence)
        if not _GOES_ON.search(sentence.text):
            continue
        following = sentence
        for earlier in ground.others[max(0, at - GOES_BACK) : at][::-1]:
            if not following.context or earlier.terms[:1] != following.context[:1]:
                break  # another report's, or something stands between
            before += earlier.terms
            following = earlier
    return tuple(before)


GOES_BACK = 3  # sentences before, of which one may still speak with "they" or "the region"
_GOES_ON = re.compile(
    r"^[“\"]?(?:(?:[A-Z][a-z]+\s+){1,2}[^,;.]{0,40},\s+)?(?:he|she|it|they|his|her|its|their|these|those)\b"
    r"|(?:^|[,;]\s|\s(?:after|before|when|while)\s)(?:he|she|they|these|those)\s"
    r"|\b(?:the|this|that)\s+(?:region|country|city|town|village|island|province|state|company|firm|club|team|party|group"
    r"|ministry|agency|university|school|hospital|paper|newspaper|bank|union|two|three|pair|couple)\b",
    re.IGNORECASE,
)


def _whole_names(words: Sequence[Term]) -> dict[str, None]:
    """Words as names, each once: those that follow on one another are one."""
    found: list[str] = []
    for before, word in zip([None, *words], words, strict=False):
        if before and word.start == before.end + 1:
            found[-1] += f" {word.word}"
        else:
            found.append(word.word)
    return dict.fromkeys(found)


def turned(ground: Ground) -> str:
    """The opposite of what the best sentence says, or a denial of it."""
    claim, best = ground.claim, ground.picked[0].text
    if word := denied(best, claim) or _denied_in_part(best, claim):
        if word[0].isupper():
            return f"The report says the opposite: it denies it of {word}."
        return f"The report says the opposite: it denies it (“{word}”)."
    if word := denied(claim, best):
        return f"The report says the opposite: it does not deny it (“{word}”)."
    mine, theirs = opposites(claim, best)
    if theirs and stems(theirs) <= stems(claim):  # a claim may tell of both: withdrawn, then sent back
        return ""
    return f"The report says the opposite: “{theirs}”, not “{mine}”." if mine else ""


def _denied_in_part(best: str, claim: str) -> str:
    """What the sentence denies and a part of the claim tells that denies nothing, where another part does."""
    parts = re.split(r",?\s+(?:but|while|whereas|although|though)\s+|;\s+", claim)
    return next((word for part in parts[: len(parts) > 1 and len(parts)] if (word := denied(best, part))), "")


def swapped(ground: Ground) -> str:
    """What is laid in another's mouth, or taken from another, than the best sentence does."""
    best = ground.picked[0]
    claimed, told = speaker(ground.claim), speaker(best.text)
    if claimed and told and not _is_one(claimed.text, told.text):
        spoken_of = _is_spoken_of(claimed.text, (*best.terms, *best.context))
        others = (speaker(s.text) for s in ground.others)
        if not spoken_of or any(other and _is_one(claimed.text, other.text) for other in others):
            return f"The report has {told.text} say so, not {claimed.text}."
    there = {match["by"].lower(): match["name"] for match in _by_whom(best.text)}
    claimed_by = {match["name"] for match in _by_whom(ground.claim)}
    there = {by: name for by, name in there.items() if name not in claimed_by}
    for match in _by_whom(ground.claim):
        name = there.get(match["by"].lower(), match["name"])
        spoken_of = any(same_name(word, t.word) for word in match["name"].split() for t in best.terms)
        if spoken_of and not any(same_name(a, b) for a in match["name"].split() for b in name.split()):
            return f"The report says {match['by']} {name}, not {match['by']} {match['name']}."
    return ""


def _by_whom(text: str) -> list[re.Match[str]]:
    """Where a text names by whom, from whom or against whom; "by January" tells when."""
    return [match for match in _BY_WHOM.finditer(text) if not names_a_time(match["name"].split()[0])]


def _is_spoken_of(who: str, given: Sequence[Term]) -> bool:
    """Whether somebody is named by what is given: by a name of theirs, or by what they are."""
    theirs = terms(who)
    telling = [t for t in theirs if t.is_name] or theirs[-1:]
    return any(same_name(t.word, g.word) for t in telling for g in given)


def exchanged(ground: Ground) -> str:
    """Who did it and to whom it was done, the other way round."""
    best = ground.picked[0].text
    if word := exchanged_roles(ground.claim, best):
        return f"The report has it the other way round: who did it and to whom (“{word}”)."
    claimed, told = other_doer(ground.claim, best)
    return f"The report says that it was done by {told}, not by {claimed}." if claimed else ""


def of_others(ground: Ground) -> str:
    """Something of one's that the best sentence only tells of as another's: "Ostland's supply lines"."""
    mine, theirs = other_owner(ground.claim, ground.picked[0].text)
    return f"The report says “{theirs}”, not “{mine}”." if mine else ""


def unrealised(ground: Ground) -> str:
    """A plan or a possibility told as done or sure."""
    word = not_yet(ground.claim, ground.picked[0].text)
    return f"The report tells of it as planned or possible (“{word}”), not as done or sure." if word else ""


def added(ground: Ground) -> str:
    """A cause or a superlative of the claim's own."""
    if cause := added_cause(ground.claim, ground.told):
        return f"The report names no cause there (“{cause}”)."
    most = added_superlative(ground.claim, ground.told)
    return f"The report does not say “{most}”." if most else ""


def added_matter(ground: Ground) -> str:
    """Something of which the sentences say nothing at all: two words on end, or who did it."""
    unsaid = ground.unsaid
    places = [ground.wanted.index(t) for t in unsaid]
    if any(m == n + 1 for n, m in pairwise(places)):
        return f"The report says nothing there of “{'”, “'.join(t.word for t in unsaid[:4])}”."
    if role := added_role(ground.claim, unsaid):
        return f"The report does not call anybody “{role}” there."
    # Asked for only where there is a deed: what is untold takes words to embed.
    deed = added_deed(ground.claim, ground.untold) if added_deed(ground.claim, unsaid) else ""
    if deed and not told_alike(deed, ground.told):
        return f"The report says nothing there of “{deed}”."
    agent = added_agent(ground.claim, unsaid)
    return f"The report does not say that it was done by “{agent}”." if agent else ""


def other_reason(ground: Ground) -> str:
    """Another cause than the sentences give."""
    claimed, told = other_cause(ground.claim, ground.told)
    if not claimed:
        claimed, told = cause_by(ground.claim, ground.told)
    return f"The report gives another cause: “{told}”, not “{claimed}”." if claimed else ""


def wrong_age(ground: Ground) -> str:
    """Another age than the sentences give."""
    claimed, told = other_age(ground.claim, ground.told)
    return f"The claim gives the age {claimed}; the report says {told}." if claimed else ""


def reordered(ground: Ground) -> str:
    """Two things in the other order."""
    return "The report has them in the other order." if turned_order(ground.claim, ground.told) else ""


def confused(ground: Ground) -> str:
    """What the sentences tell of one thing, told of another of which they speak too."""
    claim, told = ground.claim, [s.text for s in ground.picked[:2]]
    who, says = speaker(claim), speaker(told[0])
    if who and says and _is_one(who.text, says.text):
        claim, *told = map(_without_speaker, (claim, *told))
    one, other = crossed(claim, told[0])
    if not one and len(ground.wanted) <= SHORT:
        one, other = crossed(claim, " ".join(told))
    return f"The report does not tell “{one}” and “{other}” of the same thing." if one else ""


def _without_speaker(text: str) -> str:
    """A text without who says it: a speaker is nothing that is told of beside others."""
    who = speaker(text)
    return text[: who.start] + text[who.end :] if who else text


def exaggerated(ground: Ground) -> str:
    """More of a whole than the sentences tell of, or a comparison the other way round."""
    for told_more in (overstated, taken_whole, taken_for_all):
        claimed, told = told_more(ground.claim, ground.told)
        if claimed:
            return f"The claim says “{claimed}”; the report says “{told}”."
    is_turned = turned_comparison(ground.claim, ground.told)
    return "The report compares them the other way round." if is_turned else ""


def replaced(ground: Ground) -> str:
    """A word that goes further than the report's, or that says the contrary."""
    claimed, told = exchanged_words(ground.claim, ground.told)
    return f"The claim says “{claimed}”; the report says “{told}”." if claimed else ""


def unsure(ground: Ground) -> str:
    """Hearsay, a guess, a consequence of what may not happen or a question, told as a fact."""
    told = [s.text for s in ground.picked]
    if hedge := dropped_hedge(ground.claim, told):
        return f"The report does not say it so surely: it says “{hedge}”."
    if condition := dropped_condition(ground.claim, told[0]):
        return f"The report says it only on a condition: “{condition}”."
    return "The report only asks it." if only_asked(ground.claim, told) else ""


RULES: tuple[Callable[[Ground], str], ...] = (
    invented_quotation,
    wrong_amount,
    other_fate,
    former_amount,
    wrong_time,
    wrong_age,
    wrong_digits,
    strange_name,
    turned,
    swapped,
    exchanged,
    of_others,
    unrealised,
    unsure,
    exaggerated,
    replaced,
    confused,
    misplaced_amount,
    other_reason,
    reordered,
    added_matter,
    added,
)


def _one_name(one: str, other: str) -> bool:
    return plain_form(one) == plain_form(other) or same_name(unaccented(one), unaccented(other))


def _is_one(one: str, other: str) -> bool:
    return one.lower() == other.lower() or any(same_name(a.word, b.word) for a in terms(one) for b in terms(other))


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text).strip().lower()
