"""What the page shows before anything is asked: its name, what is in the collection, and questions to begin with."""

from collections.abc import Sequence
from datetime import date

from index.types import Source
from qa.page.markup import in_words, items, outlet, plain, sendable, title, when
from qa.writing import counted

_LISTED = 60  # reports that the list of the collection shows


def masthead(model: str | None) -> str:
    """The product's name, and who writes the answers."""
    how = (
        f"Answers are written by {model} and checked against the reports"
        if model
        else "Answers in the reports’ own words"
    )
    return f'<div class="masthead"><b>Dateline</b><span>{plain(how)}</span></div>'


def _newest_first(sources: Sequence[Source]) -> list[Source]:
    """The undated last."""
    return sorted(sources, key=lambda s: (s.published or date.min, s.title), reverse=True)


def collection(sources: Sequence[Source]) -> str:
    """What is in the collection, newest first, the undated last."""
    newest = _newest_first(sources)
    lines = [f"{title(s)} <span>{plain(outlet(s))}, {plain(when(s))}</span>" for s in newest[:_LISTED]]
    if len(newest) > _LISTED:
        lines.append(f"and {len(newest) - _LISTED:,} more; <code>dateline list</code> shows them all")
    return '<h2 class="label">In the collection</h2>' + items(lines, "reports") if lines else ""


def welcome(sources: Sequence[Source]) -> str:
    """What to do first."""
    if not sources:
        return (
            '<section class="exchange"><h2 class="question">There are no reports yet</h2><div class="prose">'
            "Put some into the collection with this command, then load this page again. "
            "PATH is a file or a folder of reports.</div><pre>dateline index PATH</pre></section>"
        )
    reports = counted(len(sources), "report")
    outlets = {s.outlet for s in sources if s.outlet}
    days = sorted(s.published for s in sources if s.published)
    period = f", published between {in_words(days[0])} and {in_words(days[-1])}" if len(set(days)) > 1 else ""
    known = f" from {counted(len(outlets), 'named outlet')}" if len(outlets) > 1 else ""
    return (
        f'<section class="exchange"><h2 class="question">Ask {reports}</h2>'
        f'<div class="prose">The collection holds {reports}{known}{period}. Answers come from '
        "them alone, and each number in an answer opens the exact words that it rests on.</div></section>"
    )


def examples(sources: Sequence[Source]) -> list[str]:
    """Up to three questions that the collection can answer: one for each of its newest reports that are no copies."""
    newest = _newest_first(sources)
    by_origin = {s.origin: s for s in reversed(newest) if s.title}
    chosen = sorted(by_origin.values(), key=newest.index)[:3]
    asked = (f"What did {s.outlet} report on" if s.outlet else "What is reported on" for s in chosen)
    return [sendable(f"{words} “{s.title}”?") for words, s in zip(asked, chosen, strict=True)]
