"""Which sentences are quoted as an answer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.claims import quoted_claim
from qa.drafts import quotes_draft
from qa.neighbours import told_once
from qa.questions import understand
from qa.quotations import MOST, Quotation
from qa.quoting import Quoted, quote
from qa.relevance import Words
from qa.sentences import sentences_of
from qa.silence import Searched
from qa.types import Evidence
from tests.reports import ARTICLES, EVIDENCE, OUTLETS
from tests.values import passage, report


def _quoted(question: str, words: Words) -> Quoted:
    asked = understand(question, outlets=OUTLETS)
    return quote(asked, [e for e in EVIDENCE if asked.scope.admits(e.passage.source)], words)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many homes were flooded in Larnby?", ["At least 340 homes", "Around 410 homes"]),
        ("How many people died in the Larnby flood?", ["two people died", "Three people died"]),
        ("How many rebels were killed?", ["25 rebels"]),
        ("How many new customers does Orvane Foods expect?", ["between 5 and 7 million"]),
        ("How much did Marlow United pay for Dario Venn?", ["38 million euros"]),
        ("How much did Orvane Foods earn in the third quarter?", ["$4.2bn"]),
        ("How many rockets were fired?", []),
        ("Is the Coldbrook bridge open?", ["was closed", "reopened"]),
        ("Was Ilan Pohl convicted?", ["overturned the conviction", "convicted the former"]),
        ("As of 5 May 2024, was the Coldbrook bridge open?", ["was closed"]),
        ("What did the Ashdale Courier say about the strike?", ["called off"]),
        ("Who won the election in Varna Bay?", ["Lena Marsh"]),
        ("When did the ceasefire in Tarsk take effect?", ["at midnight"]),
        ("Why did Orvane Foods' profit fall?", ["the price of cocoa"]),
        ("How many homes were flooded in Ostfeld?", []),
        ("How many dockers were killed?", []),
        ("How many tanks did the army lose in Tarsk?", []),
        ("How much did Sporting Tarsk pay for its stadium?", []),
        ("Who is the coach of Marlow United?", []),
        ("What did the prime minister say about the flood?", []),
        ("Did Orvane Foods buy a rival?", []),
        ("How many workers did Orvane Foods hire?", []),
        ("When was the Coldbrook bridge painted?", []),
        ("Who audited Orvane Foods?", []),
        ("Why did Ilan Pohl apologise to Mara Quill?", []),
        ("What is the name of the judge who sentenced Ilan Pohl?", ["Renate Aldous"]),
        ("What is the name of the mayor of Larnby?", []),
        ("What is the latest on the Coldbrook bridge?", ["reopened"]),
        ("How much of Tarsk has been fled?", ["40%"]),
        ("What is the salary of the mayor of Larnby?", []),
        ("When did the Varna Bay strike end?", ["called off on Tuesday"]),
    ],
)
def test_the_sentences_that_answer_are_quoted(question: str, said: list[str], words: Words) -> None:
    """Each side of an answer is quoted; a question on which the reports are silent is declined."""
    quoted = " ".join(s.text for s in _quoted(question, words).sentences)
    assert bool(quoted) == bool(said)
    assert [part for part in said if part not in quoted] == []


@pytest.mark.parametrize(
    ("question", "unsaid"),
    [
        ("How much did Marlow United pay for Dario Venn?", "19 goals"),
        ("Was Ilan Pohl convicted?", "Two other defendants"),
        ("As of 5 May 2024, was the Coldbrook bridge open?", "reopened"),
        ("How many homes were flooded in Larnby?", "sheep"),
    ],
)
def test_what_answers_another_question_is_not_quoted(question: str, unsaid: str, words: Words) -> None:
    """Figures of other things, other people's fates and later reports are left out."""
    assert unsaid not in " ".join(s.text for s in _quoted(question, words).sentences)


BRIGADE = (
    "Halida Voss, the commander-in-chief of the Tarsk army, said the front holds. Soldiers under the command of Ostfeld"
    " left the Tarsk front. The army of Tarsk needs weapons and training. The Tarsk army has fought since spring."
)


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Who commands the Tarsk army?", BRIGADE, "Halida Voss"),
        (
            "Who heads Quillon Freight?",
            "Quillon Freight will think about it. Marit Sandoe, chief executive of Quillon Freight, said so.",
            "Marit Sandoe",
        ),
        ("Who commands the Tarsk army?", BRIGADE.partition(". ")[2], ""),
        (
            "When did the soldiers return to the front?",
            "The soldiers withdrew from the front in January. After a rest they were redeployed in early February.",
            "early February",
        ),
        ("What was the turnout?", "The town voted on Sunday. Turnout was 47 per cent.", "47 per cent"),
        (
            "How many jobs will go after the takeover?",
            "About 600 jobs would go, most of them in offices, Sandoe said.",
            "600 jobs",
        ),
        (
            "What did the wounded rebels of Tarsk do to avoid capture?",
            "Some wounded rebels of Tarsk swam the river so as not to be captured.",
            "swam the river",
        ),
        (
            "What share of goods would the two companies carry, according to the authority?",
            "By the authority's figures the two companies together would carry 60 per cent of all goods.",
            "60 per cent",
        ),
        (
            "Who is in charge of the inquiry?",
            "The council of Tarsk ordered an inquiry. Judge Tora Amsel will lead the inquiry and report in June.",
            "Tora Amsel",
        ),
        (
            "Who mediated between the dockers and the port?",
            "The minister offered the dockers and the port a mediator, the retired judge Tora Amsel.",
            "Tora Amsel",
        ),
        (
            "What did the strike cost the port?",
            "The port says that the strike has cost it 55 million crowns.",
            "55 million",
        ),
        (
            "How many people had to leave their homes?",
            "More than 1,000 people had to leave their homes. The number of those who left their homes is 1,500.",
            "1,500",
        ),
        (
            "What did Tarsk officials say about the blockade?",
            "The blockade of the port has sparked an outcry, with Tarsk officials condemning both sides for it.",
            "condemning both sides",
        ),
        (
            "What does the Ostfeld Echo report say about the blockade?",
            "The blockade of the port has ended, according to a report in the Ostfeld Echo on Monday.",
            "has ended",
        ),
        (
            "What did Voss and Kern agree on when they met?",
            "In May Halida Voss met Ada Kern on a rare visit. The visit ended in agreements on grain and ports.",
            "grain and ports",
        ),
    ],
)
def test_an_answer_in_other_words_is_an_answer(question: str, text: str, said: str, words: Words) -> None:
    """An office by its noun, a status by another verb, a share by its per cent; being under a command is none."""
    quoted = " ".join(s.text for s in _of(question, text, words).sentences)
    assert said in quoted if said else not quoted


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Did Mayor Halida Voss resign?",
            "Mayor Halida Voss came to Tarsk with aid. Ada Kern, the director, resigned.",
        ),
        (
            "What did Halida Voss say after the agreement?",
            "The agreement was reached under Halida Voss.",
        ),
        (
            "Why did Ostfeld send tanks to Tarsk?",
            "Ostfeld sent soldiers to Tarsk since the army had lost many.",
        ),
        ("When did the talks in East Tarsk end?", "Envoys are meeting in East Tarsk for talks on Tuesday."),
        ("Which company is to build the new dike?", "A new dike is to be finished in 2027."),
        (
            "Who drove the van that ran over the picket?",
            "A picket was run over by a delivery van at gate 1.",
        ),
        (
            "Which Ostfeld general commands the army?",
            "A letter of Tarsk's general Halida Voss was read to the army of Ostfeld.",
        ),
    ],
)
def test_what_is_near_to_a_question_does_not_answer_it(question: str, text: str, words: Words) -> None:
    """Not without its verb, what that is done to, a name where one is asked for, or the words of whoever is named."""
    assert not _of(question, text, words).quotations


def test_words_that_another_quotation_brings_along_are_not_quoted_again() -> None:
    """A sentence about "he" comes with the one before it, which then is not a quotation of its own."""
    text = "Halida Voss, the mayor of Tarsk, opened the bridge. She said that the bridge of Tarsk would bring trade."
    sentences = sentences_of([Evidence(1, passage(text, report("r")), 0.0)])
    (told,) = told_once([Quotation(s) for s in sentences])
    assert quoted_claim(told).text == text


def test_a_title_need_not_be_said_with_its_name(words: Words) -> None:
    """Judge Aldous is who is only called Aldous; what a figure is asked for is not answered by another figure."""
    text = "Renate Aldous sentenced the former minister to six years in prison. Aldous was born in Ostfeld in 1961."
    assert "1961" in " ".join(s.text for s in _of("When was Judge Aldous born?", text, words).sentences)
    assert not _of("What is the salary of Judge Aldous?", text, words).quotations


def test_a_figure_and_its_place_may_stand_side_by_side(words: Words) -> None:
    """A figure is quoted with the sentence beside it that names the place; one of another place is not."""
    question = "How many Tarsk soldiers were killed near Ostfeld?"
    before = "The army said that at least 30 Tarsk soldiers had been killed or wounded in the clashes."
    named = "The fighting with the Tarsk soldiers took place near Ostfeld and two other villages."
    far = "A new road is planned. The price of wool has fallen."
    assert [s.text for s in _of(question, f"{before} {named}", words).sentences] == [before, named]
    assert not _of(question, f"{before} {far} {named}", words).sentences


def test_whether_something_is_so_is_not_answered_without_its_telling_word(words: Words) -> None:
    """A word that tells which thing is meant, and that no report says, is named, and nothing is quoted."""
    text = "Ostland has sent weapons to Tarsk since spring. Ostland supplies shells and receives grain in return."
    found = _of("Has Ostland sent nuclear weapons to Tarsk?", text, words)
    assert (found.quotations, found.missing) == ((), ("nuclear",))
    assert _of("Has Ostland sent weapons to Tarsk?", text, words).quotations
    half = _of("Has Ostland sent weapons to Tarsk by submarine?", text, words)
    assert half.quotations
    assert half.gaps == ("No report speaks of “submarine”.",)


def test_what_somebody_said_is_quoted_of_them_alone(words: Words) -> None:
    """Each statement of whom the question names is quoted, and nothing that only is about the matter."""
    evidence = [
        Evidence(n, passage(text, report(f"r{n}")), 0.0)
        for n, text in enumerate(
            (
                'Gorm Haldane, who leads the opposition, called the tram line "a hole in the ground with rails".',
                "Gorm Haldane said that the money for the tram line would be better spent on roads.",
                "The people of Skelby have rejected the tram line.",
            ),
            start=1,
        )
    ]
    found = quote(understand("What did Haldane say about the tram line?"), evidence, words)
    assert {s.evidence.marker for s in found.sentences} == {1, 2}


def test_what_somebody_said_of_other_matters_is_no_answer(words: Words) -> None:
    """Of whoever is asked what they said about something, what they said about something else is not quoted."""
    text = '"The rooms are booked out until Friday," said Petra Holm, who runs the inn. The insurers met in Velm.'
    assert _of("What did Petra Holm say about the rooms?", text, words).quotations
    assert not _of("What did Petra Holm say about the insurers?", text, words).quotations


def test_what_nobody_tells_of_whoever_is_named_has_no_time(words: Words) -> None:
    """Where no sentence says anything that is asked but the name, its word is named as what nobody speaks of."""
    text = "Orvane Foods had been warned. Orvane Foods, which bakes the bread, has reported a loss."
    found = _of("When did Orvane Foods go bankrupt?", text, words)
    assert (found.quotations, found.missing) == ((), ("bankrupt",))


def test_what_is_compared_need_not_stand_together(words: Words) -> None:
    """The figures of two whom a question sets side by side are quoted, though no sentence names both."""
    text = "Ostland put its soldiers in Tarsk at 900. Western officials say that Ostland has 2,000 soldiers in Tarsk."
    question = "Compare what Ostland and Western officials say about how many soldiers Ostland has in Tarsk."
    quoted = " ".join(s.text for s in _of(question, text, words).sentences)
    assert "900" in quoted
    assert "2,000" in quoted


def test_what_is_missing_is_named(words: Words) -> None:
    """A declined question says which of its words no report speaks to, and which none with the rest of it."""
    assert _quoted("How many homes were flooded in Ostfeld?", words).apart == ("Ostfeld",)
    assert _quoted("Who is the coach of Marlow United?", words).missing == ("coach",)


def _of(question: str, text: str, words: Words, **fields: Any) -> Quoted:
    return quote(understand(question), [Evidence(1, passage(text, report("a", **fields)), 0.0)], words)


def test_an_answer_that_leaves_the_time_open_says_so(words: Words) -> None:
    """Where nothing tells when, what is told is quoted and the answer is partial."""
    question = "When did the Coldbrook bridge reopen?"
    found = _of(question, "The Coldbrook bridge did reopen to all traffic.", words)
    assert (len(found.quotations), found.gaps) == (1, ("No report says when.",))
    assert quotes_draft(understand(question), found, (), Searched(1, 1, 1), words).status == "partial"


def test_each_half_of_a_question_is_answered(words: Words) -> None:
    """Both halves are quoted; one that no report answers is named as a gap."""
    both = _quoted("How many homes were flooded in Larnby, and who won the election in Varna Bay?", words)
    assert all(any(part in s.text for s in both.sentences) for part in ("340 homes", "410 homes", "Lena Marsh"))
    half = _quoted("How many homes were flooded in Larnby, and who is the coach of Marlow United?", words)
    assert half.gaps == ("No report answers “Who is the coach of Marlow United?”",)
    assert half.sentences


def test_what_a_pronoun_stands_for_counts(words: Words) -> None:
    """A sentence that begins with a pronoun is quoted with the one before it, where it holds what is asked for."""
    text = "Volunteers from Red Valley stopped the fire in Ostfeld. They came from the 3rd and 9th brigades."
    found = _of("Which Red Valley brigades stopped the fire in Ostfeld?", text, words)
    assert "3rd and 9th" in " ".join(s.text for s in found.sentences)


def test_who_spoke_is_quoted_with_what_was_said(words: Words) -> None:
    """Words that stand by themselves in quotation marks come with the sentence that says whose they are."""
    text = "Mara Quill defended the decision on Monday. “This closure is a painful but necessary step for the plant.”"
    found = _of("Who spoke of a painful but necessary step for the plant?", text, words)
    assert "Mara Quill" in found.sentences[0].text


def test_what_a_question_names_by_its_verb_alone_is_found(words: Words) -> None:
    """A question with no name in it is answered where a sentence says most of it, whatever else its report tells."""
    text = (
        "Shares in cocoa rose on Monday. A second ferry will sail from June, the port said. "
        "Mara Quill spoke of goats running across the rooftops of the town. The library opens late on Fridays."
    )
    found = _of("Who spoke of goats running across rooftops?", text, words)
    assert [("Mara Quill" in s.text) for s in found.sentences] == [True]


def test_a_month_is_told_once_for_what_follows(words: Words) -> None:
    """A figure answers though the month that is asked about stands in another sentence of its report."""
    text = "A flood reached Larnby on 14 December. At least 340 homes were flooded, the mayor of Larnby said."
    assert _of("How many homes were flooded in Larnby on 14 December?", text, words).sentences


def test_the_size_of_a_force_is_its_own(words: Words) -> None:
    """How large a force is, is told by a figure of its own people: no other army's, no small number in words."""
    text = "The Tarsk force had surrounded thousands of Ostfeld soldiers on the coast of two nations."
    assert not _of("How large is the Tarsk force on the coast?", text, words).quotations
    text = "The Tarsk force on the coast has about 12,000 soldiers."
    assert _of("How large is the Tarsk force on the coast?", text, words).quotations


def test_copies_are_one_quotation(words: Words) -> None:
    """A copy of a report is named beside the original, whose words are quoted."""
    text = "The Coldbrook bridge was closed to all traffic on Monday."
    original, copy = report("a", outlet="A"), report("b", outlet="B", origin="a")
    evidence = (Evidence(1, passage(text, copy), 0.0), Evidence(2, passage(text, original), 0.0))
    (quotation,) = quote(understand("Was the Coldbrook bridge closed?"), evidence, words).quotations
    assert (quotation.sentence.evidence.passage.source, quotation.also) == (original, (copy,))
    assert quoted_claim(quotation).independent == 1


def test_nothing_is_quoted_of_nothing(words: Words) -> None:
    """Without evidence there are no quotations, and every word of the question is missing."""
    found = quote(understand("Was the bridge closed?"), (), words)
    assert (found.quotations, found.missing, found.best) == ((), ("bridge", "closed"), 0.0)


texts = {article.source.id: article.text for article in ARTICLES}
asked = st.lists(
    st.sampled_from(
        "How many homes people were flooded closed bridge killed who won what did Larnby Pohl say the".split()
    ),
    min_size=1,
    max_size=8,
).map(" ".join)


@settings(max_examples=15, deadline=None)
@given(question=asked)
def test_every_quotation_is_exact(question: str, words: Words) -> None:
    """Whatever is asked, what is quoted are exact words of the report that is named, and few."""
    quoted = _quoted(question, words)
    assert len(quoted.quotations) <= MOST
    for quotation in quoted.quotations:
        (citation,) = quoted_claim(quotation).citations
        assert texts[citation.source.id][citation.start : citation.end] == citation.quote


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Halden Foods confirmed on Monday that it had made an offer for Corvia.",
            "The board of Corvia rejected the offer of Halden Foods on Monday.",
        ),
        ("The Ravel bridge was closed on 12 June, it said.", "The Ravel bridge was closed on 14 June, it said."),
    ],
)
def test_who_tells_another_day_or_status_is_not_named_as_telling_the_same(one: str, other: str, words: Words) -> None:
    """An independent report stands beside a quotation only where it tells no other figure, day or status."""
    told = (Evidence(1, passage(one, "a"), 0.0), Evidence(2, passage(other, "b"), 0.0))
    question = "Was there an offer for Corvia?" if "Corvia" in one else "When was the Ravel bridge closed?"
    found = quote(understand(question), told, words)
    assert found.quotations
    assert not any(q.also for q in found.quotations)
