"""Question → evidence → a cited, checked answer. What other rooms may use of it is named here."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from index.errors import DatelineError, QuestionError
from qa.types import (
    Answer,
    Check,
    Citation,
    Claim,
    Constraint,
    Disagreement,
    Event,
    Evidence,
    Message,
    Position,
    Question,
    Reported,
    Stage,
    TextDelta,
    Turn,
    Usage,
    Words,
    Writer,
)

if TYPE_CHECKING:
    from qa.assistant import Assistant, answer
    from qa.verification import check

# Loaded when first asked for, so that `import qa` costs nothing.
_ROOMS = {"Assistant": "assistant", "answer": "assistant", "check": "verification"}

__all__ = [
    "Answer",
    "Assistant",
    "Check",
    "Citation",
    "Claim",
    "Constraint",
    "DatelineError",
    "Disagreement",
    "Event",
    "Evidence",
    "Message",
    "Position",
    "Question",
    "QuestionError",
    "Reported",
    "Stage",
    "TextDelta",
    "Turn",
    "Usage",
    "Words",
    "Writer",
    "answer",
    "check",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"qa.{_ROOMS[name]}"), name)
    globals()[name] = value
    return value
