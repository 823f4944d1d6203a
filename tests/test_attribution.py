"""Who is found to speak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.attribution import said_by_a_pronoun, speaker


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("Halima Dorrick, who leads the agency, said 300 homes were lost.", "Halima Dorrick, who leads the agency"),
        ("“We lost everything,” said the mayor of Larnby.", "the mayor of Larnby"),
        ("'Profit fell,' said Ree.", "Ree"),
        ("“Profit fell,” Tomas Ree told reporters on Monday.", "Tomas Ree"),
        ("In a statement, the ministry said the dam would hold.", "the ministry"),
        ("The dam would hold, the ministry said in a statement.", "the ministry"),
        ("The bridge is closed, the council says.", "the council"),
        ("Profit had fallen, the chief executive told reporters.", "the chief executive"),
        ("Twelve people were arrested, according to police.", "police"),
        ("According to the union 3,000 workers walked out.", "the union"),
        ("20 people have died, per the health ministry.", "the health ministry"),
        ("The fee is 40 million euros, sources close to the club say.", "sources close to the club"),
        ("Ten people are missing, the mayor's office said Friday.", "the mayor's office"),
        ("The town had fallen, state television reported on Sunday.", "state television"),
        ("U.S. officials said profit fell.", "U.S. officials"),
        ("Prosecutors allege that the driver had been drinking.", "Prosecutors"),
        ("Critics argue that the law is unfair.", "Critics"),
        ("A report by the watchdog found that prices rose.", "A report by the watchdog"),
        ("The health ministry put the death toll at 20.", "The health ministry"),
        ("But the minister said the talks had stalled.", "the minister"),
        ("On Monday the minister said the talks had stalled.", "the minister"),
        ("Speaking in parliament, Ana Lemm said the talks had stalled.", "Ana Lemm"),
        ("As the minister said, the town had fallen.", "the minister"),
        ("The minister, however, said the town held.", "The minister"),
        ("Those close to the talks said they had stalled.", "Those close to the talks"),
        ("Rebels claimed to have seized the town.", "Rebels"),
        ("3,000 walked out, the union says, while the company puts the number at 1,200.", "the union"),
        ("Nobody was hurt, said a spokesman who asked not to be named.", "a spokesman"),
        (
            "The rebels advance on the town, and its people are leaving, says Ana Lemm, a member of the council.",
            "Ana Lemm",
        ),
        ("Ana Lemm toured the port, described two cranes as unsafe and said the quay “will be shut”.", "Ana Lemm"),
        (
            "Ana Lemm, who heads the Office for Rivers and Lakes, a body under the ministry of transport, said so.",
            "Ana Lemm, who heads the Office for Rivers and Lakes, a body under the ministry of transport",
        ),
        (
            "Larnby and Ashdale put the sum that the owners had paid to the town since May at 5 to 7 million euros.",
            "Larnby and Ashdale",
        ),
        (
            "Northern, eastern and central weather offices say that 90 mm fell.",
            "Northern, eastern and central weather offices",
        ),
        ("Police, firefighters and the mayor said the road was shut.", "Police, firefighters and the mayor"),
        ("By the council's count, 410 homes were flooded.", "the council's count"),
        ("As far as the fire service can tell, nobody was hurt.", "the fire service"),
        ("In the view of the insurers, the bank had failed.", "the insurers"),
        (
            "A river office spokesman put the rise that nobody had foreseen at about two metres.",
            "A river office spokesman",
        ),
        ("A spokeswoman of the port called it “a bad day for Varna Bay”.", "A spokeswoman of the port"),
        ("Critics called the closure of the plant “a betrayal”.", "Critics"),
        ("The union, in a letter, spoke of a “shameful offer” to its members.", "The union, in a letter"),
        ("The union called for the strike to end.", "The union"),
        ("The river will rise again, its report said.", "its report"),
        ("His lawyer said the trial was unfair.", "His lawyer"),
        ("However, analysts suggest that profit will fall.", "analysts"),
        ("The river fell, but reports suggest that it will rise.", "reports"),
        ("Reports indicate that two people died, according to the fire service.", "the fire service"),
        ("In May, after the flood, the insurers indicated that they would pay.", "the insurers"),
        ("Rebels hold the town, with an army source confirming the loss of 40 square kilometres.", "an army source"),
        ("A man named Ree said the town had fallen.", "A man named Ree"),
        ("Newly elected Mayor Lena Marsh said the port would open.", "Newly elected Mayor Lena Marsh"),
    ],
)
def test_the_speaker_is_found(sentence: str, who: str) -> None:
    """Wherever a speaker stands in a sentence, it is known who speaks."""
    found = speaker(sentence)
    assert found
    assert found.text == who


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge was closed on Monday.",
        "He said the bridge was closed.",
        "The suspect is said to have fled.",
        "The striker, believed to be 24, signed.",
        "Hopes of a deal, said to be close, faded.",
        "Three ships were reported sunk.",
        "The reported figure is 20.",
        "An estimated 3,000 people fled.",
        "Results announced on Tuesday show turnout of 61%.",
        "Losses reported in May were high.",
        "He signed a deal, the biggest announced this year.",
        "The rebels' claim could not be verified.",
        "The company rejected claims that it had lied.",
        "Insurance claims rose.",
        "The two states agreed a deal.",
        "The arrival of the ships has added a new worry to those of the port.",
        "The flood claimed the lives of two people.",
        "Two crowds attacked the port, described on Monday as quiet.",
        "The town relied on the port, and its use highlights the lack of roads.",
        "His departure followed reports that the plant would close.",
        "The company's reported profit was $310 million.",
        "He supported the policies of the member states.",
    ],
)
def test_what_nobody_says_has_no_speaker(sentence: str) -> None:
    """Participles, nouns and pronouns make no speaker."""
    assert speaker(sentence) is None


def test_a_pronoun_that_speaks_is_noticed() -> None:
    """Somebody who is only called he or she speaks, but is not named."""
    assert said_by_a_pronoun("“We had no time,” she told reporters.")
    assert said_by_a_pronoun("They have repeatedly said so.")
    assert said_by_a_pronoun("The losses were “significant,” he added.")
    assert not said_by_a_pronoun("To the stew he added salt.")
    assert not said_by_a_pronoun("The mayor said so.")


spoken = st.lists(
    st.sampled_from(
        'The the mayor police Ree said says told , . “ ” " who according to and on Monday 3,000 he'.split()
    ),
    max_size=20,
)


@given(st.one_of(st.text(max_size=200), spoken.map(" ".join)))
def test_a_speaker_is_exact_words(sentence: str) -> None:
    """A speaker is the text between its offsets."""
    found = speaker(sentence)
    assert found is None or sentence[found.start : found.end] == found.text != ""
