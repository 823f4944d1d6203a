"""Who says what a sentence tells, also where the sentence says only he or she."""

import pytest

from qa.passages import as_passage
from qa.sentences import sentences_of
from qa.speakers import speaker_of
from qa.types import Evidence


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“Losses are noticeable,” Ana Lemm said. He noted that more soldiers might be sent to the front.", "Ana Lemm"),
        ("Mayor Ana Lemm said the road was shut. She added that buses would run on Monday.", "Mayor Ana Lemm"),
        ("Mayor Ana Lemm said the road was shut. It will be opened on Monday, and buses will run again.", None),
        ("Ana Lemm and Jon Tave said the road was shut. He noted that more snow was expected on Monday.", None),
        ("The ministry said the road was shut. He noted that more snow was expected in the hills on Monday.", None),
        ("The toll stood at 19 on Saturday morning. The Red Cross put it at 26 in its own count.", "The Red Cross"),
        (
            "A strike began. The strike costs the port 6 million crowns a day, its director, Olla Brenn, said.",
            "Olla Brenn",
        ),
    ],
)
def test_the_speaker_of_the_last_sentence(text: str, who: str | None) -> None:
    """A pronoun stands for the one person who spoke just before; where that is not plain, nobody is named."""
    sentences = sentences_of([Evidence(1, as_passage(text, 1), 0.0)])
    assert speaker_of(sentences[-1]) == who
