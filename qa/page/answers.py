"""Answers → markup: who gives an answer, its words with their numbers, what it was limited to, what is missing."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from qa.page.conversation import Conversation, Exchange, known_evidence
from qa.page.differences import difference
from qa.page.exports import as_markdown
from qa.page.markup import in_words, items, plain
from qa.page.numbers import MARKERS, Numbers
from qa.types import Answer, Citation, Claim, Constraint
from qa.writing import NOT_SUPPORTED, dated, introduction, named


def _flag(claim: Claim) -> str:
    if claim.verdict != "unsupported":
        return ""
    reason = f": {claim.reason}" if claim.reason else "."
    return f'<span class="flag">Not supported by the reports{plain(reason)}</span>'


def _introduction(claim: Claim, before: Claim | None) -> str:
    """Who reported the quoted words, and when, in our words; "" where the quotation `before` it says the same."""
    if not claim.citations:
        return "No report carries these words:"
    source = claim.citations[0].source
    again = before is not None and bool(before.citations) and before.citations[0].source.id == source.id
    if again and before and before.attributed_to == claim.attributed_to:
        return ""
    return introduction(source, (), claim.attributed_to, again=again)


def _supported(words: str, claim: Claim, numbers: Numbers | None = None) -> str:
    """A claim's words as markup, where pointing at them or tabbing to them shows what they rest on.

    With `numbers` the exact words of the reports are shown beside it; a quotation is such words itself.
    """
    spots = " ".join(f"words-{c.marker}-{c.start}-{c.end}" for c in claim.citations)
    quotes = (f"{named(c.source)}, {dated(c.source)}: “{c.quote}”" for c in claim.citations)
    nothing = f"No words of the reports carry this{f': {claim.reason}' if claim.reason else '.'}"
    told = "\n".join(dict.fromkeys(quotes)) or nothing
    support = f' data-support="{plain(told)}"' if numbers else ""
    return f'<span class="claim {claim.verdict}" tabindex="0" data-spots="{spots}"{support}>{words}</span>'


def _quotations(claims: Sequence[Claim], numbers: Numbers) -> str:
    """The answer of quotes mode: each claim is the quote itself."""
    parts = []
    for before, claim in zip((None, *claims), claims, strict=False):
        introduced = _introduction(claim, before)
        carried = f"{claim.independent} independent reports carry this" if claim.independent > 1 else ""
        parts.append(
            f'<div class="quotation{"" if introduced else " more"}">'
            + (f'<div class="said">{plain(introduced)}</div>' if introduced else "")
            + f"<blockquote>{_supported(plain(claim.text), claim)}&nbsp;{numbers.of(claim.citations)}</blockquote>"
            + _flag(claim)
            + (f'<div class="small">{carried}</div>' if carried else "")
            + "</div>"
        )
    return "".join(parts)


def _sentence(claim: Claim) -> re.Pattern[str]:
    """What finds a claim in the words of its answer, where markers may stand between its words and after them."""
    marker = MARKERS.pattern.replace("(", "(?:", 1)
    words = re.findall(r"\w+|[^\w\s]", claim.text)
    return re.compile(rf"(?:\s|{marker})*".join(map(re.escape, words)) + rf"(?:\s*{marker})*")


def _prose(answer: Answer, numbers: Numbers) -> str:
    """The answer of model mode: its words, with every sentence that is not supported flagged where it stands."""
    parts: list[str] = []
    at = 0
    before: Sequence[Citation] = ()  # what comes after a sentence is its own: who reported it, and its numbers
    for claim in answer.claims:
        found = _sentence(claim).search(answer.text, at) if claim.text.strip() else None
        if found:
            parts.append(numbers.within(answer.text[at : found.start()], before))
            words = numbers.within(found[0], claim.citations)
            flagged = f" {NOT_SUPPORTED}" if answer.text.startswith(f" {NOT_SUPPORTED}", found.end()) else ""
            at, before = found.end() + len(flagged), claim.citations
        else:
            words = plain(claim.text) + numbers.of(claim.citations) if claim.verdict == "unsupported" else ""
        parts.append(f"{_supported(words, claim, numbers)}{_flag(claim)}" if words else "")
    return f'<div class="prose">{"".join(parts)}{numbers.within(answer.text[at:], before)}</div>'


def _constraint(constraint: Constraint) -> str:
    """What limits the reports or raises some, in words."""
    match constraint.kind:
        case "outlet" | "speaker" | "day":
            return constraint.value
        case "order":
            return f"{constraint.value} first"
        case kind:
            words = {"since": "published since ", "until": "published until ", "as_of": "as of "}.get(kind, "")
            try:
                return f"{words}{in_words(date.fromisoformat(constraint.value))}"
            except ValueError:
                return f"{words}{constraint.value}"


def _chip(constraint: Constraint) -> str:
    """A limit that a press takes off: the question is then asked again without it."""
    words = plain(_constraint(constraint))
    return (
        f'<button type="button" class="chip" data-kind="{constraint.kind}" data-value="{plain(constraint.value)}" '
        f'aria-label="Ask again without: {words}">{words}<span aria-hidden="true">×</span></button>'
    )


def _understood(answer: Answer) -> str:
    """How the question was read, where that is not as it was asked, what it was limited to and what it prefers."""
    lines = [f'<div class="small">{plain(f"Understood as: {answer.resolved}")}</div>']
    lines = lines if answer.resolved != answer.question else []
    for label, limits in (("Limited to", True), ("Preferred", False)):
        if chips := items((_chip(c) for c in answer.constraints if c.limits == limits), "chips"):
            lines.append(f'<div class="limits"><span class="small">{label}:</span>{chips}</div>')
    return "".join(lines)


def _listed(label: str, lines: Iterable[str], kind: str) -> str:
    entries = items(map(plain, lines), kind)
    return f'<div class="label">{label}</div>{entries}' if entries else ""


def _declined(answer: Answer, numbers: Numbers) -> str:
    """That the reports do not answer: its text tells what was searched, what is missing and what came nearest."""
    first, stop, rest = answer.text.partition(". ")
    return (
        f'<div class="declined">{plain(first + stop.rstrip())}</div>{_understood(answer)}'
        f'<div class="prose">{numbers.within(rest)}</div>' + _listed("Notes", answer.notes, "notes")
    )


def _byline(answer: Answer) -> str:
    """Who answered, and whether it is a whole answer."""
    part = "Part of an answer" if answer.status == "partial" else "Answer"
    if answer.mode == "quotes":
        return f"{part} in the reports’ own words"
    return f"{part} written by {answer.model or 'a language model'}, each sentence checked against the reports"


def _answer(answer: Answer, numbers: Numbers) -> str:
    """An answer as markup, from who gives it to what is missing."""
    if answer.status == "not_in_sources":
        return _declined(answer, numbers)
    quoted = answer.mode == "quotes" and answer.claims
    return "".join(
        (
            f'<div class="byline">{plain(_byline(answer))}</div>',
            _understood(answer),
            _quotations(answer.claims, numbers) if quoted else _prose(answer, numbers),
            *(
                difference(one, numbers, f"chart-{numbers.turn}-{place}", answer.resolved)
                for place, one in enumerate(answer.disagreements)
            ),
            _listed("What the reports do not say", answer.gaps, "gaps"),
            _listed("Notes", answer.notes, "notes"),
        )
    )


def _actions(exchange: Exchange) -> str:
    """What can be done with an answer: the buttons carry it as Markdown."""
    markdown = plain(as_markdown((exchange,)))
    silent = exchange.answer is None or exchange.answer.status == "not_in_sources"
    over_time = "" if silent else '<button type="button" class="act" data-act="history">Over time</button>'
    return (
        f'<div class="actions" data-markdown="{markdown}">'
        '<button type="button" class="act" data-act="copy">Copy as Markdown</button>'
        '<button type="button" class="act" data-act="download">Download</button>'
        f'{over_time}<span class="small" role="status"></span></div>'
    )


def _unanswered(exchange: Exchange) -> str:
    """How far a question has come that has no answer, or why it will have none."""
    kind, stage = ("ended", exchange.ended) if exchange.ended else ("stage", f"{exchange.stage.rstrip('.…')} …")
    words = f'<div class="prose unchecked">{plain(exchange.words)}</div>' if exchange.words else ""
    unchecked = '<div class="small">These words are not checked yet.</div>' if words and exchange.pending else ""
    return f'<div class="{kind}">{plain(stage)}</div>{words}{unchecked}'


def exchanges(conversation: Conversation, first: int) -> str:
    """The exchanges from number `first` on (0-based), as markup."""
    known = known_evidence(conversation)
    sections = []
    for turn, exchange in enumerate(conversation[first:], first):
        answer = exchange.answer
        body = _answer(answer, Numbers(turn, known)) + _actions(exchange) if answer else _unanswered(exchange)
        sections.append(
            f'<section class="exchange" data-turn="{turn}" aria-label="Question {turn + 1}" '
            f'aria-busy="{str(exchange.pending).lower()}">'
            f'<h2 class="question">{plain(exchange.question)}</h2>{body}</section>'
        )
    return "".join(sections)
