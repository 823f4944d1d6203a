"""Question and evidence → Answer: quote, write, cite, check, compare. What `Assistant` does once it has retrieved."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from index.errors import ModelError
from qa.arranging import arranged
from qa.citations import marked_sentences, whole_sentences
from qa.disagreements import compare
from qa.drafts import Draft, prose_draft, quotes_draft
from qa.instructions import holds_instructions
from qa.observing import Clock
from qa.prompts import without_echo
from qa.prose import write_prose
from qa.questions import take_apart
from qa.quoting import quote
from qa.relevance import Words
from qa.retrieval import numbered
from qa.sentences import sentences_of
from qa.silence import Searched
from qa.types import Answer, Event, Evidence, Question, Stage, TextDelta, Turn, Writer
from qa.writing import counted


@dataclass(frozen=True, slots=True)
class Answerer:
    """All that answering needs but the question and its evidence."""

    words: Words
    writer: Writer | None = None  # None: the reports' own words
    seconds: float = 60.0  # for a model's whole answer

    def answer(
        self, question: Question, evidence: Sequence[Evidence], found: Searched, history: Sequence[Turn], clock: Clock
    ) -> Iterator[Event]:
        """Stages, words as they come, and last the Answer. `found`: the reports that the evidence was found in."""
        yield Stage(f"Reading {counted(len(evidence), 'passage')}")
        quoted = arranged(question, quote(question, evidence, self.words))
        evidence = numbered(evidence, quoted.passages, history)
        quoted = quoted.under(evidence)
        clock.lap("quote")

        draft = quotes_draft(question, quoted, evidence, found, self.words)
        if self.writer and evidence:
            draft = yield from self._prose(self.writer, question, evidence, draft)
        else:
            yield TextDelta(draft.text)
        clock.lap("write")

        asked = [take_apart(part) for part in question.parts]
        others = () if quoted.are_all else sentences_of(evidence)
        differing = tuple(dict.fromkeys(d for one in asked for d in compare(one, quoted.sentences, others, self.words)))
        clock.lap("compare")
        yield Answer(
            question=question.text,
            resolved=question.resolved,
            status=draft.status,
            text=draft.text,
            claims=draft.claims,
            evidence=tuple(evidence),
            disagreements=differing,
            constraints=question.constraints,
            gaps=draft.gaps,
            nearest=quoted.nearest if draft.status == "not_in_sources" else (),
            notes=(*question.notes, *draft.notes, *_warnings(evidence)),
            as_of=question.scope.as_of,
            mode=draft.mode,
            model=draft.model,
            usage=draft.usage,
            timings=clock.timings(),
        )

    def _prose(
        self, writer: Writer, question: Question, evidence: Sequence[Evidence], quotes: Draft
    ) -> Generator[Event, None, Draft]:
        """The model's answer, or the quotations with a note that says why it is not the model's."""
        yield Stage(f"{writer.name} is writing")
        said, usage = "", None
        try:
            with closing(write_prose(writer, question, evidence, self.seconds)) as pieces:
                for piece in pieces:
                    said += piece.text
                    usage = piece.usage or usage
                    yield TextDelta(piece.text)
        except ModelError as error:
            return replace(quotes, notes=(f"{error} These are the reports' own words instead.",))
        whole = whole_sentences(without_echo(said))
        written = marked_sentences(whole, {e.marker for e in evidence})
        yield Stage(f"Checking {counted(len(written), 'sentence')}")
        return prose_draft(whole, question.parts, evidence, self.words, writer.name, usage, quotes)


def _warnings(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """That reports hold text addressed to a machine, and which."""
    holding = dict.fromkeys(e.passage.source for e in evidence if holds_instructions(e.passage.text))
    return tuple(
        f"A report holds text addressed to a machine, which was not followed or quoted: {source.id}."
        for source in holding
    )
