"""A question's limits, taken off where they leave nothing to search."""

from collections.abc import Callable
from dataclasses import replace

from index.types import Scope
from qa.types import Question


def relaxed(question: Question, given: Scope, count: Callable[[Scope], int]) -> Question:
    """The question without the limits that its words set, where no report lies within them; and a note of it.

    `count` says how many reports a scope admits. What was `given` beside the question is kept, and so is the day that
    it is asked as of.
    """
    limited = question.scope.outlets
    if count(question.scope):
        return question
    if (question.scope.since, question.scope.until) != (given.since, given.until):
        return relaxed(_without_bounds(question, given), given, count)
    if limited == given.outlets:
        return question
    return replace(
        question,
        scope=replace(question.scope, outlets=given.outlets),
        constraints=tuple(c if c.kind != "outlet" else replace(c, limits=False) for c in question.constraints),
        prefers=replace(question.prefers, outlets=limited),
        notes=(
            *question.notes,
            f"No report of {' or '.join(limited)} lies within the other limits, so all others were searched.",
        ),
    )


def _without_bounds(question: Question, given: Scope) -> Question:
    """The question without the time that its words limit the reports to."""
    return replace(
        question,
        scope=replace(question.scope, since=given.since, until=given.until),
        constraints=tuple(
            replace(c, limits=False) if c.kind in ("since", "until") and c.said else c for c in question.constraints
        ),
        notes=(*question.notes, "No report is known to be of the time that the question names, so all were searched."),
    )
