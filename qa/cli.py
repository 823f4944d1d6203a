"""`dateline …`: the command line."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from index.errors import DatelineError, QuestionError
from qa import json_forms, rendering
from qa.progress import stoppable, told
from qa.writing import counted

if TYPE_CHECKING:
    from index import BuildReport, Settings, Store
    from qa.types import Answer, Turn


class Day(click.ParamType[date]):
    """A day, as people write one."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        from index.dating import parse_date

        day = value if isinstance(value, date) else parse_date(str(value))
        return day or self.fail(f"{value!r} is no date that can be read surely. Write it as 2025-02-05.", param, ctx)


def _limits(command: Callable[..., None]) -> Callable[..., None]:
    """The options that say which reports a question may be answered from."""
    for option in (
        click.option(
            "--outlet", "outlets", multiple=True, help="Only this outlet's reports; may be given several times."
        ),
        click.option("--until", type=Day(), help="Only reports published on or before this day."),
        click.option("--since", type=Day(), help="Only reports published on or after this day."),
        click.option("--as-of", type=Day(), help="Use nothing that was published after this day."),
    ):
        command = option(command)
    return command


_verbose = click.option(
    "-v", "--verbose", is_flag=True, help="Write a line for each question on standard error (DATELINE_LOG)."
)


def _settings(verbose: bool = False) -> "Settings":
    """The settings; `verbose` is a log for a person where they name none."""
    from index import read_settings
    from index.settings import Log

    settings = read_settings()
    return replace(settings, log=Log("lines")) if verbose and not settings.log.form else settings


@contextmanager
def _store() -> "Iterator[Store]":
    from index import open_store

    with open_store() as store:
        yield store


def _ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:  # noqa: ARG001 - click's own
    with _store() as store:
        return [source.id for source in store.sources() if source.id.startswith(incomplete)]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="dateline")
def cli() -> None:
    """Answers questions about a collection of news reports, each sentence with the exact words that carry it."""


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--prune", is_flag=True, help="Remove reports whose file is gone from these folders.")
@click.option("--if-empty", is_flag=True, help="Do nothing where the collection holds reports already.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def index(paths: tuple[Path, ...], prune: bool, if_empty: bool, as_json: bool) -> None:
    """Read files and folders, or read them again."""
    from index import build

    with stoppable("Stopped. What is in stays in; run the same command again to go on."), _store() as store:
        if if_empty and (held := store.sources()):
            click.echo(f"The collection holds {counted(len(held), 'report')} already; nothing was read.")
            return
        with told(quiet=as_json) as progress:
            report = build(paths, store, prune=prune, progress=progress)
    click.echo(json_forms.as_json(report) if as_json else rendering.build_report(report))
    _exit_if_nothing(report, paths)


def _exit_if_nothing(report: "BuildReport", paths: tuple[Path, ...]) -> None:
    if report.reports or report.removed or report.gone:
        return
    if not report.failed:
        places = ", ".join(map(str, paths))
        click.echo(f"No file was found in {places}. Name a file or folder that holds reports.", err=True)
    sys.exit(1)


@cli.command()
@click.argument("question", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print the whole answer as JSON.")
@_limits
@_verbose
def ask(question: str | None, as_json: bool, verbose: bool, **limits: Any) -> None:
    """Ask the reports a question. With none, a conversation begins: each line is a question, and follow-ups are
    understood."""
    from qa.assistant import Assistant
    from qa.terminal import converse, followed, show

    assistant = Assistant.from_env(_settings(verbose))
    if not assistant.sources():
        raise QuestionError("The collection is empty. Read reports first: dateline index FOLDER")

    def reply(said: str, turns: "Sequence[Turn]" = ()) -> "Answer":
        return followed(assistant.stream(said, turns, **limits))

    def tell(answer: "Answer") -> None:
        if as_json:
            click.echo(json_forms.as_json(json_forms.answer_object(answer)))
        else:
            show(answer)

    if question is None:
        converse(reply, tell)
    else:
        tell(reply(question))


@cli.command()
@click.argument("question")
@click.option("--json", "as_json", is_flag=True, help="Print an array, a row a report.")
@_limits
@_verbose
def history(question: str, as_json: bool, verbose: bool, **limits: Any) -> None:
    """Tell how something changed over time. One figure or status, as it was reported, a row a report."""
    from qa.assistant import Assistant

    assistant = Assistant.from_env(_settings(verbose))
    if not (held := assistant.sources()):
        raise QuestionError("The collection is empty. Read reports first: dateline index FOLDER")
    rows = assistant.history(question, **limits)
    click.echo(json_forms.as_json(json_forms.history_object(rows)) if as_json else rendering.history(rows, len(held)))


@cli.command(name="list")
@click.option("--json", "as_json", is_flag=True, help="Print an array of sources.")
@click.option("--removed", is_flag=True, help="Show what was taken out of each report as not being news.")
def list_(as_json: bool, removed: bool) -> None:
    """List the reports in the collection."""
    with _store() as store:
        sources = store.sources()
        if as_json:
            click.echo(json_forms.as_json([json_forms.source_object(s) for s in sources]))
        elif not sources:
            click.echo("The collection is empty. Read reports with: dateline index FOLDER")
        elif removed:
            click.echo("\n\n".join(rendering.removed(store.article(s.id)) for s in sources))
        else:
            click.echo(rendering.source_list(sources))


@cli.command()
@click.argument("id", shell_complete=_ids)
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def show(id: str, as_json: bool) -> None:
    """Show one report. Its text is the one that offsets count; the beginning of an ID will do."""
    with _store() as store:
        article = store.article(id)
    if as_json:
        click.echo(json_forms.as_json({**json_forms.source_object(article.source), "text": article.text}))
    else:
        click.echo(rendering.article(article))


@cli.command(name="remove")
@click.argument("ids", nargs=-1, required=True, shell_complete=_ids)
def remove_(ids: tuple[str, ...]) -> None:
    """Remove reports, everywhere. The beginning of an ID will do."""
    from index.building import remove

    with _store() as store:
        whole = [store.article(id).source.id for id in ids]
        remove(whole, store)
    click.echo("\n".join(f"Removed {id}." for id in whole))


@cli.command(name="set")
@click.argument("id", shell_complete=_ids)
@click.option("--published", type=Day(), help="The day on which it was published.")
@click.option("--outlet", help="Who published it.")
def set_(id: str, published: date | None, outlet: str | None) -> None:
    """State the date or outlet of a report. It stands, whatever the report's own text says."""
    from index.stating import state

    if published is None and outlet is None:
        raise click.UsageError("Give --published, --outlet or both.")
    with _store() as store:
        source = state(store.article(id).source, published=published, outlet=outlet)
        with store.writing() as writing:
            writing.set(source)
    click.echo(rendering.source_line(source))


@cli.command()
@click.option(
    "--repair", is_flag=True, help="Rebuild what disagrees from the record; nothing is read or embedded again."
)
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def check(repair: bool, as_json: bool) -> None:
    """Compare the record with its indexes. Exits 1 where they disagree."""
    with stoppable("Stopped. The record is as it was; run the same command again."), _store() as store:
        health = store.repair() if repair else store.check()
        sources = store.sources()
    if as_json:
        click.echo(json_forms.as_json(json_forms.health_object(health, sources)))
    else:
        click.echo(rendering.health(health, sources))
    sys.exit(0 if health.agrees else 1)


@cli.command()
@click.option("--host", help="Where to listen, else as DATELINE_ADDRESS says.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, else as DATELINE_ADDRESS says.")
@_verbose
def chat(host: str | None, port: int | None, verbose: bool) -> None:
    """Open the chat page, until Ctrl-C."""
    _serve(_settings(verbose), host, port)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on, else as DATELINE_ADDRESS says.")
@_verbose
def demo(port: int | None, verbose: bool) -> None:
    """Try it on the sample reports. They are read if the collection is empty; then the chat page opens."""
    from index import build

    with _store() as store:
        if not store.sources():
            click.echo("Reading the sample reports …")
            click.echo(rendering.build_report(build([shipped_seeds()], store)))
    _serve(_settings(verbose), None, port)


@cli.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what a shell completes by. Commands, options and ids: eval "$(dateline completion bash)"."""
    from click.shell_completion import get_completion_class

    completer = get_completion_class(shell)
    assert completer is not None  # noqa: S101 - click knows these three shells
    click.echo(completer(cli, {}, "dateline", "_DATELINE_COMPLETE").source())


@cli.command()
@_verbose
def mcp(verbose: bool) -> None:
    """Serve tools to other programs' models. MCP, on standard input and output, over the collection."""
    from qa.assistant import Assistant
    from qa.mcp_server import serve

    serve(Assistant.from_env(_settings(verbose)))


def shipped_seeds() -> Path:
    """The sample reports: beside the code in a checkout, inside the package where it was installed."""
    here = Path(__file__).resolve().parent.parent
    return next(place for place in (here / "index" / "seeds", here / "seeds") if place.is_dir())


def _serve(settings: "Settings", host: str | None, port: int | None) -> None:
    click.echo("Starting the chat page; this takes some seconds …")
    from qa.assistant import Assistant
    from ui import serve

    assistant = Assistant.from_env(settings)
    serve(assistant, host=host or settings.address.host, port=port or settings.address.port, auth=settings.auth)


def main() -> None:
    """Runs the command line; what goes wrong is said in a sentence, with exit status 1."""
    try:
        cli(prog_name="dateline", standalone_mode=False)
    except DatelineError as error:
        _end(str(error), 1)
    except click.exceptions.Abort:
        _end("Stopped. What was done so far is kept.", 130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)


def _end(message: str, status: int) -> None:
    click.echo(message, err=True)
    sys.exit(status)


if __name__ == "__main__":
    main()
