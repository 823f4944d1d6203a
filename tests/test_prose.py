"""What is asked of a language model while it writes."""

from collections.abc import Iterator, Sequence

from qa.prose import goes_round, write_prose
from qa.questions import understand
from qa.types import Message, Usage, Words


class Telling:
    """A model that says these pieces, whatever it is asked."""

    name = "telling"

    def __init__(self, *pieces: Words) -> None:
        self.pieces = pieces

    def write(self, messages: Sequence[Message], *, seconds: float) -> Iterator[Words]:  # noqa: ARG002
        """The pieces, one after the other."""
        yield from self.pieces


def test_a_model_that_goes_round_is_noticed() -> None:
    """One sentence said three times over is going round; three different ones are not."""
    assert goes_round("They left. They left.\n\nThey left.")
    assert not goes_round("They left. They left. They")
    assert not goes_round("They left. They came. They went.")


def test_what_a_model_says_it_cost_is_what_is_told() -> None:
    """The usage that a model's server states is passed on as it is."""
    pieces = list(write_prose(Telling(Words("They left.", Usage(9, 3))), understand("Who left?"), (), 1))
    assert [piece.usage for piece in pieces] == [Usage(9, 3)]


def test_a_cost_that_no_one_tells_is_estimated() -> None:
    """Where the model is stopped or does not say what it cost, the tokens are counted and the figure is marked so."""
    *_, last = write_prose(Telling(*[Words("They left. ")] * 9), understand("Who left?"), (), 1)
    assert last.usage
    assert last.usage.estimated
    assert last.usage.completion_tokens in range(9, 12)
    assert last.usage.prompt_tokens > 50
