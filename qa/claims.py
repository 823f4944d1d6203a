"""Words and evidence → claims, each with the exact words that carry it and a verdict."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from qa.attribution import said_by_a_pronoun, speaker
from qa.citations import Marked, marked_sentences
from qa.neighbours import with_antecedent
from qa.quotations import Quotation
from qa.relevance import Words
from qa.sentences import Sentence, sentences_of
from qa.speakers import speaker_of
from qa.types import Claim, Evidence
from qa.verification import support


@dataclass(frozen=True, slots=True)
class Checked:
    """A model's words, sentence by sentence."""

    claims: tuple[Claim, ...]
    unknown: int  # citations of numbers that were never given

    @property
    def upheld(self) -> int:
        """How many claims the evidence carries."""
        return sum(claim.verdict != "unsupported" for claim in self.claims)


def quoted_claim(quotation: Quotation) -> Claim:
    """A quotation as a claim. Exact words carry themselves; what somebody says in them is true as reported by them."""
    sentence, who = with_antecedent(quotation.sentence), speaker_of(quotation.sentence)
    sources = (sentence.evidence.passage.source, *quotation.also)
    return Claim(
        text=sentence.text,
        citations=(sentence.cited(),),
        verdict="attributed" if who else "supported",
        reason=f"As reported by {who}." if who else "",
        attributed_to=who,
        independent=len({s.origin for s in sources}),
    )


def checked(text: str, evidence: Sequence[Evidence], words: Words) -> Checked:
    """A model's words as claims: each sentence against the passages that it cites, or all where it cites none."""
    sentences = sentences_of(evidence)
    marked = _each_once(marked_sentences(text, {e.marker for e in evidence}))
    named = _with_names([m.text for m in marked])
    return Checked(
        tuple(_checked_claim(m, whole, sentences, words) for m, whole in zip(marked, named, strict=True)),
        sum(m.unknown for m in marked),
    )


def _with_names(texts: Sequence[str]) -> list[str]:
    """Sentences with the name of who spoke in the one before where they only call them he or she: "She also says …"."""
    found: list[str] = []
    for text in texts:
        before = speaker(found[-1]) if found else None
        speaks = before is not None and _HE_OR_SHE.match(text) is not None and said_by_a_pronoun(text)
        found.append(_HE_OR_SHE.sub(before.text, text) if before and speaks else text)
    return found


_HE_OR_SHE = re.compile(r"^(?:He|She)\b")


def _each_once(marked: Sequence[Marked]) -> list[Marked]:
    """The sentences without those that say word for word what an earlier one did."""
    return list({m.text.lower(): m for m in reversed(marked)}.values())[::-1]


def _checked_claim(marked: Marked, whole: str, sentences: Sequence[Sentence], words: Words) -> Claim:
    """`whole`: its text as it is to be understood, with the name that a pronoun stands for."""
    cited = [s for s in sentences if s.evidence.marker in marked.markers]
    found = support(whole, cited or sentences, words)
    carrying = [(cited or sentences)[i] for i in found.sentences]
    if not found.supported:
        shown = carrying if cited else []
        return Claim(marked.text, tuple(s.cited() for s in shown), "unsupported", found.reason, None, 0)
    return Claim(
        text=marked.text,
        citations=tuple(s.cited() for s in carrying),
        verdict="attributed" if found.speaker else "supported",
        reason=f"As reported by {found.speaker}." if found.speaker else "",
        attributed_to=found.speaker,
        independent=len({s.origin for s in carrying}),
    )
