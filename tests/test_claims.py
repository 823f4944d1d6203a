"""A model's words, and quotations, as claims."""

from qa.claims import checked, quoted_claim
from qa.quotations import Quotation
from qa.relevance import Words
from qa.sentences import sentences_of
from tests.reports import EVIDENCE, evidence_of

BY_REPORT = {e.passage.source.id: e.marker for e in EVIDENCE}


def test_each_sentence_is_checked_against_what_it_cites(words: Words) -> None:
    """A right claim is supported by exact words, a wrong one is not, and neither hides the other."""
    n = BY_REPORT["election"]
    right, wrong = checked(f"Turnout was 61% [{n}]. The new council will have 35 seats [{n}].", EVIDENCE, words).claims
    assert right.verdict == "attributed"
    assert right.attributed_to == "the election commission"
    assert [c.marker for c in right.citations] == [n]
    assert (wrong.verdict, wrong.independent) == ("unsupported", 0)
    assert "35" in wrong.reason


def test_the_right_words_under_the_wrong_number_are_unsupported(words: Words) -> None:
    """A claim that another report carries is not carried by the one it cites."""
    found = checked(f"Two-thirds of the flooded homes were not insured [{BY_REPORT['trial']}].", EVIDENCE, words)
    assert [c.verdict for c in found.claims] == ["unsupported"]
    assert found.upheld == 0


def test_without_a_number_all_evidence_is_looked_at(words: Words) -> None:
    """A sentence that cites nothing is tied to what carries it."""
    (claim,) = checked("The Coldbrook bridge reopened on Wednesday.", EVIDENCE, words).claims
    assert claim.verdict == "supported"
    assert claim.citations[0].source.id == "flood-later"


def test_numbers_never_given_are_counted(words: Words) -> None:
    """A citation of a report that does not exist is dropped and counted."""
    found = checked("The Coldbrook bridge reopened on Wednesday [99].", EVIDENCE, words)
    assert found.unknown == 1
    assert all(c.marker != 99 for claim in found.claims for c in claim.citations)


def test_what_somebody_says_is_told_as_theirs(words: Words) -> None:
    """A statement told as fact is given back to who made it."""
    (claim,) = checked("The water rose by 2.3 metres in six hours.", evidence_of("flood"), words).claims
    assert (claim.verdict, claim.attributed_to) == ("attributed", "Halima Dorrick, who leads the flood agency")
    assert str(claim.attributed_to) in claim.reason


def test_a_quotation_is_its_own_ground() -> None:
    """A quoted sentence is supported, or attributed where somebody says it, by exactly its own words."""
    for sentence in sentences_of(EVIDENCE):
        claim = quoted_claim(Quotation(sentence))
        assert claim.text == claim.citations[0].quote
        assert (claim.verdict == "attributed") == (claim.attributed_to is not None) == bool(claim.reason)


def test_a_pronoun_speaks_for_the_one_before(words: Words) -> None:
    """What “she” is made to say must be said by whom the sentence before names, and not only stand in some report."""
    named = "Mara Quill called the closure “the hardest decision of my career”."
    first, theirs = checked(f"{named} She also said that the turnout was 61%.", EVIDENCE, words).claims
    assert first.verdict != "unsupported"
    assert theirs.verdict == "unsupported"
    assert "Mara Quill" in theirs.reason
    assert theirs.text == "She also said that the turnout was 61%."
