"""Answers where a person reads them: in colour on a terminal, plain where a program reads."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from index.errors import DatelineError
from qa import rendering
from qa.types import Answer, Disagreement, Event, Stage, Turn
from qa.writing import NOT_SUPPORTED, dated, named

WIDEST = 100  # characters of a line: longer ones are hard to read
ENDINGS = {"exit", "quit", "bye", ":q"}


def followed(events: Iterable[Event]) -> Answer:
    """The answer that events end in; what is being done is told on a terminal while it is done."""
    console = Console(stderr=True)
    with console.status("Understanding the question") as status:
        for event in events:
            if isinstance(event, Stage):
                status.update(Text(rendering.safe(event.text)))
            elif isinstance(event, Answer):
                return event
    raise AssertionError("a stream ends with its Answer")


def show(answer: Answer) -> None:
    """Prints an answer to standard output."""
    console = Console(highlight=False)
    if not console.is_terminal:
        print(rendering.answer(answer))  # noqa: T201
        return
    console.width = min(console.width, WIDEST)
    for part in _parts(answer):
        console.print(part)
        console.print()


def converse(ask: Callable[[str, Sequence[Turn]], Answer], tell: Callable[[Answer], None]) -> None:
    """Asks the questions of the input one by one, each in the light of those before, and tells the answers.

    What goes wrong with one question is said, and the next can be asked.
    """
    turns: list[Turn] = []
    for question in _questions():
        try:
            answer = ask(question, tuple(turns))
        except DatelineError as error:
            print(error, file=sys.stderr)  # noqa: T201
            continue
        turns.append(Turn(question, answer))
        tell(answer)


def _questions() -> Iterator[str]:
    """The lines of the input; at a terminal they can be edited, and an empty one is asked for again."""
    by_hand = sys.stdin.isatty()
    if by_hand:
        with suppress(ImportError):  # not on every system; it only helps to edit the line
            import readline  # noqa: F401
        print("Ask about the reports; end with Ctrl-D.", file=sys.stderr)  # noqa: T201
    while True:
        try:
            line = input("? " if by_hand else "").strip()
        except EOFError:
            return
        if line.lower() in ENDINGS:
            return
        if line:
            yield line


def _parts(answer: Answer) -> Iterator[RenderableType]:
    if answer.resolved != answer.question:
        yield _text(f"Understood as: {answer.resolved}", "italic")
    for line in rendering.limits(answer):
        yield _text(line, "italic")
    yield _words(answer)
    for difference in answer.disagreements:
        yield _table(difference)
    for note in answer.notes:
        yield _text(f"Note: {note}", "yellow")
    for line in (*rendering.independence(answer), *rendering.cost(answer)):
        yield _text(line, "dim")
    if listed := rendering.references(answer):
        yield Group(*(_text(line, "dim") for line in listed))


def _words(answer: Answer) -> Group:
    """The answer's own words: who reported it in bold, quotations set in, numbers and what is unsupported marked."""
    lines: list[RenderableType] = []
    for line in answer.text.splitlines():
        if line.startswith("> "):
            lines.append(Padding(_marked(line[2:]), (0, 0, 0, 2)))
        else:
            lines.append(_marked(line, "bold" if line.endswith(":") and answer.mode == "quotes" else ""))
    return Group(*lines)


def _marked(line: str, style: str = "") -> Text:
    words = _text(line, style)
    words.highlight_regex(r"\[\d+\]", "cyan")
    words.highlight_words([NOT_SUPPORTED], "bold red")
    return words


def _table(difference: Disagreement) -> Table:
    title = _text(f"{rendering.kind_of(difference)}: {difference.about}", "bold")
    table = Table("", "who says so", "report", "", title=title, title_justify="left", box=SIMPLE_HEAD)
    for position in difference.positions:
        source = position.citation.source
        table.add_row(
            _text(position.value, "bold"),
            _text(position.speaker or "the report itself"),
            _text(f"{named(source)}, {dated(source)}"),
            _text(f"[{position.citation.marker}]", "cyan"),
        )
    return table


def _text(words: str, style: str = "") -> Text:
    """Words that steer nothing: neither the terminal nor rich's markup."""
    return Text(rendering.safe(words), style=style)
