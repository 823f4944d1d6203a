"""What the page shows before anything is asked: its name, its rooms, and what the collection holds."""

from collections.abc import Sequence

from index.types import Source
from qa.page.markup import in_words, plain
from qa.writing import counted


def masthead(model: str | None) -> str:
    """The product's name, who writes the answers, its two rooms, and the way to save a conversation."""
    how = (
        f"Answers are written by {model} and checked against the reports"
        if model
        else "Answers in the reports’ own words"
    )
    return (
        f'<div class="masthead"><h1>Dateline</h1><span class="how">{plain(how)}</span>'
        '<div class="rooms" role="tablist" aria-label="Rooms">'
        '<button type="button" role="tab" id="tab-talk" aria-controls="dl-main" aria-selected="true">Questions</button>'
        '<button type="button" role="tab" id="tab-shelf" aria-controls="dl-shelf" aria-selected="false" tabindex="-1">'
        "Collection</button></div>"
        '<details class="save"><summary>Save</summary><div class="menu">'
        '<button type="button" data-save="md">Conversation as Markdown</button>'
        '<button type="button" data-save="json">Conversation as JSON</button></div></details></div>'
    )


def welcome(sources: Sequence[Source], may_change: bool) -> str:
    """What to do first."""
    if not sources:
        add = (
            'Open <button type="button" class="to-shelf">Collection</button> and drop files there, or put some in with '
            "this command, then load this page again. PATH is a file or a folder of reports."
            if may_change
            else "Put some in with this command, then load this page again. PATH is a file or a folder of reports."
        )
        return (
            '<section class="exchange"><h2 class="question">There are no reports yet</h2>'
            f'<div class="prose">{add}</div><pre>dateline index PATH</pre></section>'
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


def told() -> str:
    """Where screen readers are told what is done and what came of it; such a place must be there before its words."""
    return '<div id="dl-told" class="unseen" role="status"></div>'


def offers(questions: Sequence[str], label: str) -> str:
    """Questions that a press asks. "" where there are none."""
    buttons = "".join(f'<button type="button" class="offer">{plain(question)}</button>' for question in questions)
    return (
        f'<div class="offers" role="group" aria-label="{label}"><h2 class="label">{label}</h2>{buttons}</div>'
        if buttons
        else ""
    )
