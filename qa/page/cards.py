"""Evidence → markup: a card for each passage, and a whole report over the page, with the cited words marked."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from index.types import Article, Source
from qa.page.conversation import Conversation, cited, history, known_evidence
from qa.page.markup import in_words, marked, name, outlet, plain, title, when
from qa.page.numbers import markers_in
from qa.types import Answer, Citation, Evidence
from qa.writing import counted


def _origin(source: Source, day: str) -> str:
    return f'<div><b class="outlet">{plain(outlet(source))}</b>, <span class="when">{plain(day)}</span></div>'


def _card(evidence: Evidence, citations: Iterable[Citation], copies: Iterable[Source], back: str) -> str:
    """A passage with what it is from and the cited words marked. `back`: the link that led here, "" for none."""
    source, marker = evidence.passage.source, evidence.marker
    text = marked(evidence.passage.text, evidence.passage.start, citations, f"words-{marker}")
    also = "; ".join(f"{s.outlet or f'{name(s)} (outlet not stated)'}, {when(s)}" for s in copies)
    number = f'<a class="number" href="#{back}" aria-label="Back to where source {marker} is cited">{marker}</a>'
    return (
        f'<article class="card" id="source-{marker}" tabindex="-1" aria-label="Source {marker}">'
        f'<header>{number if back else f"<span class=number>{marker}</span>"}<div class="from">'
        f'{_origin(source, when(source))}<div class="title">{title(source)}</div></div></header>'
        f'<div class="passage">{text}</div>'
        + (f'<div class="small">Also carried by: {plain(also)}</div>' if also else "")
        + f'<button type="button" class="whole" data-marker="{marker}">Read the whole report</button></article>'
    )


def _cited_in(answer: Answer) -> set[int]:
    """The numbers that an answer shows."""
    shown = {citation.marker for citation in cited(answer)}
    return shown if answer.mode == "quotes" and answer.claims else shown | markers_in(answer.text)


def _last_cited(conversation: Conversation) -> dict[int, int]:
    """Marker → number of the last exchange that cites it."""
    answers = ((turn, exchange.answer) for turn, exchange in enumerate(conversation) if exchange.answer)
    return {marker: turn for turn, answer in answers for marker in _cited_in(answer)}


def _cards(conversation: Conversation, collection: Sequence[Source]) -> dict[int, str]:
    """Marker → card, of all evidence so far, each with all that any answer cites from it."""
    last_cited = _last_cited(conversation)
    citations, alike = defaultdict(list), defaultdict(list)
    for turn in history(conversation):
        for citation in cited(turn.answer):
            citations[citation.marker].append(citation)
    for source in collection:
        alike[source.origin].append(source)
    return {
        marker: _card(
            evidence,
            citations[marker],
            (s for s in alike[evidence.passage.source.origin] if s.id != evidence.passage.source.id),
            f"cite-{last_cited[marker]}-{marker}" if marker in last_cited else "",
        )
        for marker, evidence in sorted(known_evidence(conversation).items())
    }


def _nearest(answer: Answer) -> set[int]:
    """The best passage of each report that came nearest to a question that was not answered."""
    if answer.status != "not_in_sources":
        return set()
    best = {e.passage.source.id: e.marker for e in sorted(answer.evidence, key=lambda e: e.score)}
    return {best[source.id] for source in answer.nearest if source.id in best}


def sources_panel(conversation: Conversation, collection: Sequence[Source]) -> str:
    """The sources of a conversation: those of the last answer, what else was read for it, those of earlier answers.

    Where the last question was not answered, the reports that came nearest stand in the place of its sources.
    """
    cards = _cards(conversation, collection)
    last_cited = _last_cited(conversation)
    latest, answer = [(turn, e.answer) for turn, e in enumerate(conversation) if e.answer][-1]
    nearest = _nearest(answer)
    here = nearest | {marker for marker, turn in last_cited.items() if turn == latest}
    unused = {e.marker for e in answer.evidence} - last_cited.keys() - here

    def shown(markers: Collection[int]) -> str:
        return "".join(card for marker, card in cards.items() if marker in markers)

    read = counted(len(unused), "passage" if not nearest else "other passage")
    earlier = shown(last_cited.keys() - here)
    return "".join(
        (
            f'<h2 class="label">{"The nearest reports" if nearest else "Sources of the last answer"}</h2>',
            shown(here) or '<div class="small">It cites nothing.</div>',
            f"<details><summary>{read} read but not cited</summary>{shown(unused)}</details>" if unused else "",
            f'<h2 class="label">Sources of earlier answers</h2>{earlier}' if earlier else "",
        )
    )


def over_the_page(head: str, markup: str, label: str = "The whole report") -> str:
    """Markup in a dialog, below a line that stays in sight, with a button that closes it."""
    close = '<form method="dialog"><button class="close">Close</button></form>'
    return f'<dialog aria-label="{label}"><header>{head}{close}</header>{markup}</dialog>'


def whole_report(article: Article, conversation: Conversation, sought: Sequence[Citation] = ()) -> str:
    """A whole report over the page, with all words marked that the conversation cites from it, and those sought.

    The page scrolls to the first of those sought.
    """
    source = article.source
    citations = [c for turn in history(conversation) for c in cited(turn.answer) if c.source.id == source.id]
    text = marked(article.text, 0, [*citations, *sought], "report", sought)
    known = when(source) + (f", not before {in_words(source.not_before)}" if source.not_before else "")
    changed = '<div class="small">The cited words do not stand in this version of the report.</div>'
    return over_the_page(
        _origin(source, known),
        f'<h2 class="question">{title(source)}</h2>{changed if citations and "<mark" not in text else ""}'
        f'<div class="passage">{text}</div>',
    )
