"""One line for each question on standard error, for a person or as JSON. The only file that imports structlog."""

import logging
import sys
from typing import TYPE_CHECKING, Any

import structlog
from structlog.stdlib import BoundLogger, ProcessorFormatter

from index.settings import Log
from qa.observing import Outcome, Watcher, facts

if TYPE_CHECKING:
    from index import Settings

_KNOWN: list[Any] = [structlog.stdlib.add_log_level, structlog.processors.TimeStamper(fmt="iso", utc=True)]


def question_log(settings: "Settings") -> Watcher:
    """What writes a line for each question, in the form that the settings name, and whatever else Dateline logs.

    The texts of question and answer are in it only where the settings ask for them.
    """
    _write(settings.log)
    log: BoundLogger = structlog.wrap_logger(
        logging.getLogger("dateline.questions"),
        processors=[*_KNOWN, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=BoundLogger,
    )

    def tell(outcome: Outcome) -> None:
        answer = outcome.answer
        told = facts(outcome)
        told |= {f"{stage}_ms": round(taken, 1) for stage, taken in outcome.timings.items()}
        if settings.log.text:
            told["question"] = outcome.question
            told |= {"resolved": answer.resolved, "answer": answer.text} if answer else {}
        log.info(outcome.kind, **told)

    return tell


def _write(form: Log) -> None:
    """Has what Dateline logs written to standard error."""
    if form.form == "json":
        shape: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    else:
        shape = [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), pad_event_to=0, pad_level=False)]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(foreign_pre_chain=_KNOWN, processors=[ProcessorFormatter.remove_processors_meta, *shape])
    )
    ours = logging.getLogger("dateline")
    ours.handlers, ours.propagate = [handler], False
    ours.setLevel(logging.INFO)
