"""What is read out of a question."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import QuestionError
from index.types import Scope
from qa.following import resolve
from qa.naming import named_days, named_outlets
from qa.questions import LONGEST, focus_of, kind_of, take_apart, understand
from qa.relaxing import relaxed
from qa.types import Answer, Claim, Turn
from tests.values import report

OUTLETS = ("The Harbour Post", "Reuters", "AP", "Time", "Sky", "BBC News")


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How many homes were flooded?", "how many"),
        ("What was the death toll?", "how many"),
        ("What percentage of voters turned out?", "how many"),
        ("Do we know how many people died?", "how many"),
        ("Who won the election?", "who"),
        ("On what day did the court rule?", "when"),
        ("What happened when the dam broke?", "what"),
        ("In which town did the fire start?", "which"),
        ("Did the bridge reopen?", "whether"),
        ("Was the bridge closed when the storm came?", "whether"),
        ("Was the man who drove the bus arrested?", "whether"),
        ("As of 5 May 2024, was the bridge open?", "whether"),
        ("Bridge reopened?", "whether"),
        ("flood damage in Larnby", "what"),
        ("Did Ree say what happened?", "what"),
        ("When (how many homes were flooded)?", "when"),
    ],
)
def test_the_kind_of_answer_is_known(question: str, kind: str) -> None:
    """The word that asks decides, not one of a clause inside the question."""
    assert kind_of(question) == kind


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        ("How many homes were flooded in Larnby?", ["homes"]),
        ("How many people died in the flood?", ["people"]),
        ("How many dockers joined the strike?", ["dockers"]),
        ("How many Red Valley rebels were killed?", ["Red", "Valley", "rebels"]),
        ("What share of workers walked out?", ["workers"]),
        ("What is the name of the judge?", ["judge"]),
        ("Who is the coach of Marlow United?", ["coach"]),
        ("Was the man who drove the bus arrested?", []),
        ("What time did the match start?", []),
    ],
)
def test_what_is_asked_for_is_known(question: str, focus: list[str]) -> None:
    """The focus ends with the word for what is asked for, not with the verb after it."""
    assert [t.word for t in focus_of(question)] == focus


@pytest.mark.parametrize(
    ("question", "predicate"),
    [
        ("Who audited Orvane Foods?", "audited"),
        ("Who is the coach of Marlow United?", None),
        ("Why did Orvane Foods’ profit fall?", "fall"),
        ("When did Red Valley rebels leave Tarsk?", "leave"),
        ("When was the Coldbrook bridge painted?", "painted"),
        ("How many dockers did Tesh say joined the strike?", "joined"),
        ("How many dockers took part in the strike?", None),
        ("How many homes are there in Larnby?", None),
        ("What did Mara Quill announce?", None),
        ("Which general commands the 9th brigade?", "commands"),
        ("Which company bought Orvane Foods?", "bought"),
        ("Which villages were named?", None),
    ],
)
def test_the_verb_of_a_question_is_known(question: str, predicate: str | None) -> None:
    """The verb that an answer must tell of is found where it is plain; verbs that say little are none."""
    found = take_apart(question).predicate
    assert (found and found.word) == predicate


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Who won, and how many people voted?", ["Who won?", "How many people voted?"]),
        ("How many homes and shops were flooded?", []),
        ("What did the mayor say, and when?", []),
    ],
)
def test_two_questions_in_one_are_told_apart(question: str, parts: list[str]) -> None:
    """The whole question stands first, then each of the two that it asks."""
    assert understand(question).parts == (question, *parts)


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did The Harbour Post say about the flood?", ["The Harbour Post"]),
        ("What does the Harbour Post report on the flood?", ["The Harbour Post"]),
        ("what did reuters say?", ["Reuters"]),
        ("How many homes were flooded, according to Reuters?", ["Reuters"]),
        ("What did AP and Reuters say?", ["AP", "Reuters"]),
        ("What did BBC report?", ["BBC News"]),
        ("Reuters: what happened?", ["Reuters"]),
        ("What is in the Reuters report?", ["Reuters"]),
        ("In time, will the bridge reopen?", []),
        ("What is in the sky?", []),
        ("When was the vote in Time Square?", []),
        ("Was the Sky Bridge closed?", []),
    ],
)
def test_outlets_are_known_by_name(question: str, outlets: list[str]) -> None:
    """An outlet that reports limits the question; a common word that an outlet bears as its name does not."""
    asked = understand(question, outlets=OUTLETS)
    assert sorted(asked.scope.outlets) == outlets
    assert [c.kind for c in asked.constraints] == ["outlet"] * len(outlets)


SECTIONS = ("The Independent - Life", "The Independent - Sports", "CBSSports.com", "Fortune", "TechCrunch", "BBC News")


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did The Independent say?", ["The Independent - Life", "The Independent - Sports"]),
        ("What did 'The Independent - Life' say?", ["The Independent - Life"]),
        ("Does the CBSSports.com article mention it?", ["CBSSports.com"]),
        ("Was it told by TechCrunch, Fortune, and BBC News?", ["BBC News", "Fortune", "TechCrunch"]),
        ("Who lost a fortune?", []),
        ("Was Fortune favourable?", []),
    ],
)
def test_an_outlets_name_stands_for_its_sections(question: str, outlets: list[str]) -> None:
    """Outlets are known by their name without the section, in lists, and never by a common word."""
    assert sorted(n.value for n in named_outlets(question, frozenset(SECTIONS))) == outlets


def test_several_outlets_are_preferred() -> None:
    """A question that compares outlets is limited to none: each part knows its own, and that is shown."""
    asked = understand(
        "Does the Reuters report of 4 May 2024 say the bridge is shut, while the BBC article says it is open?",
        outlets=OUTLETS,
    )
    assert asked.scope.outlets == ()
    assert sorted(asked.prefers.outlets) == ["BBC News", "Reuters"]
    assert asked.prefers.days == ("2024-05-04",)
    assert [(ask.outlets, ask.days) for ask in asked.asks] == [(("Reuters",), ("2024-05-04",)), (("BBC News",), ())]
    assert not any(c.limits for c in asked.constraints)


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("What did the dockers do after they came back in May?", []),
        ("Who won the vote, and how many people voted?", ["Who won the vote?", "How many people voted?"]),
        (
            "Did the union call a strike in Ashdale while the council closed the bridge?",
            ["Did the union call a strike in Ashdale", "the council closed the bridge"],
        ),
    ],
)
def test_parts_are_searched_for_by_themselves(question: str, asks: list[str]) -> None:
    """A part stands by itself, spelled out where it can be; one that leans on the part before it is none."""
    assert [ask.text for ask in understand(question).asks] == asks


def test_a_comparison_with_others_is_not_limited() -> None:
    """A question of how one outlet differs from others needs the others."""
    asked = understand("How does the Reuters report differ from others?", outlets=OUTLETS)
    assert (asked.scope.outlets, asked.prefers.outlets) == ((), ("Reuters",))


def test_speakers_and_order_are_preferences() -> None:
    """Who is asked about, and which end of time, raise what fits, are shown and limit nothing."""
    asked = understand("What did Mara Quill say most recently, and what is the latest?")
    assert (asked.prefers.speaker, asked.prefers.order) == ("Mara Quill", "latest")
    assert {(c.kind, c.limits) for c in asked.constraints} == {("speaker", False), ("order", False)}
    assert asked.scope == Scope()


@pytest.mark.parametrize(
    ("question", "pattern", "reports"),
    [
        ("What did the report of 4 October say?", "????-10-04", True),
        ("What was published on October 4th, 2023?", "2023-10-04", True),
        ("What happened on 14 December?", "????-12-14", False),
        ("What happened in the last week of January 2024?", "2024-01-[23]*", False),
        ("Did he march in May?", "????-05-*", False),
        ("Did they march?", None, False),
    ],
)
def test_days_are_known(question: str, pattern: str | None, reports: bool) -> None:
    """A day or a month is a pattern of ISO dates; whether it is one of publication, the words beside it tell."""
    found = named_days(question)
    assert [(n.value, n.reports) for n in found] == ([(pattern, reports)] if pattern else [])


def test_a_limit_that_leaves_nothing_is_relaxed() -> None:
    """Where no report of the named outlet lies within what was given, all are searched, and a note says so."""
    given = Scope(since=date(2024, 6, 1))
    question = understand("What did Reuters say?", outlets=OUTLETS, scope=given)
    early = report("r", outlet="Reuters", published=date(2024, 5, 1))
    found = relaxed(question, given, lambda scope: scope.admits(early))
    assert (found.scope, found.prefers.outlets) == (given, ("Reuters",))
    assert "Reuters" in found.notes[0]
    assert [c.limits for c in found.constraints if c.kind == "outlet"] == [False]
    late = report("s", outlet="Reuters", published=date(2024, 7, 1))
    assert relaxed(question, given, lambda scope: scope.admits(late)) == question


@pytest.mark.parametrize(
    ("question", "day", "searched"),
    [
        ("As of 5 June 2024, was it shut?", date(2024, 6, 5), "was it shut?"),
        ("As of June 5, 2024, was it shut?", date(2024, 6, 5), "was it shut?"),
        ("As of 2024-06-05, was it shut?", date(2024, 6, 5), "was it shut?"),
        ("As of June 2024, was it shut?", date(2024, 6, 30), "was it shut?"),
        ("Was it shut as of 5 June 2024?", date(2024, 6, 5), "Was it shut?"),
        ("Was it shut as of yesterday?", None, "Was it shut as of yesterday?"),
        ("What is known as of the third quarter of 2024?", None, "What is known as of the third quarter of 2024?"),
    ],
)
def test_as_of_is_read_from_the_question(question: str, day: date | None, searched: str) -> None:
    """A day in the question limits the reports and is not searched for; words that name no day stay."""
    asked = understand(question)
    assert (asked.scope.as_of, asked.parts[0]) == (day, searched)


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("as of 5 February, was it shut?", date(2024, 2, 5)),
        ("Was it shut as of Feb. 5?", date(2024, 2, 5)),
        ("As of early March, was it shut?", date(2024, 3, 10)),
        ("As of the end of February, was it shut?", date(2024, 2, 29)),
        ("As of December, was it shut?", date(2023, 12, 31)),
    ],
)
def test_a_day_without_a_year_is_the_last_one_that_the_collection_knows(question: str, day: date) -> None:
    """The year of a day is that of the newest report, or the one before where the day would be after it."""
    assert understand(question, newest=date(2024, 3, 12)).scope.as_of == day
    assert understand(question).scope.as_of is None


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("What was reported before 1 March 2025?", None, date(2025, 2, 28)),
        ("What did Reuters say after 3 March 2025?", date(2025, 3, 4), None),
        ("What has been reported since March?", date(2025, 3, 1), None),
        ("What had been published until Feb 3?", None, date(2025, 2, 3)),
        ("What did reports say between 1 and 10 March 2025?", date(2025, 3, 1), date(2025, 3, 10)),
        ("What did reports say between January and March 2025?", date(2025, 1, 1), date(2025, 3, 31)),
        ("How many were killed before 1 March 2025?", None, None),
        ("What was reported before the summit?", None, None),
        ("What did reports say between 99 and 10 March 2025?", None, None),
    ],
)
def test_the_time_of_reports_limits_them(question: str, since: date | None, until: date | None) -> None:
    """When something was reported is a limit that is shown and can be taken off; when it happened is none."""
    asked = understand(question, newest=date(2025, 3, 12))
    assert (asked.scope.since, asked.scope.until) == (since, until)
    limits = [c for c in asked.constraints if c.kind in ("since", "until")]
    assert len(limits) == (since is not None) + (until is not None)
    values = [c.value for c in limits]
    ignored = understand(question, newest=date(2025, 3, 12), ignore=values)
    assert (ignored.scope.since, ignored.scope.until) == (None, None)


def test_a_time_that_leaves_nothing_is_relaxed() -> None:
    """Where no report is of the time that the words name, all are searched, and a note says so."""
    question = understand("What was reported before 1 March 2025?")
    late = report("r", published=date(2025, 3, 4))
    found = relaxed(question, Scope(), lambda scope: scope.admits(late))
    assert (found.scope, len(found.notes)) == (Scope(), 1)
    assert [(c.kind, c.limits) for c in found.constraints] == [("until", False)]


@pytest.mark.parametrize(
    ("question", "outlets"),
    [
        ("What did the Reuterrs say?", ["Reuters"]),
        ("What did Ashdail Courier report about the strike?", ["Ashdale Courier"]),
        ("What did NYT say?", ["The New York Times"]),
        ("according to reuters and ap, what burned?", ["Reuters", "AP"]),
        ("What did Routledge say?", []),
        ("What did the minister say?", []),
        ("Were the Reuterrs there?", []),
    ],
)
def test_an_outlet_may_be_misspelt(question: str, outlets: list[str]) -> None:
    """Where something is said to report, a name that is nearly an outlet's is that outlet; elsewhere it is not."""
    known = ("Reuters", "AP", "Ashdale Courier", "The New York Times")
    assert sorted(
        understand(question, outlets=known).prefers.outlets or understand(question, outlets=known).scope.outlets
    ) == sorted(outlets)


@pytest.mark.parametrize(
    ("question", "pattern"),
    [
        ("What happened on Dec. 14?", "????-12-14"),
        ("What happened on 14 Sept 2024?", "2024-09-14"),
        ("What happened on 14/12/2024?", "2024-12-14"),
        ("What happened on 12.14.2024?", "2024-12-14"),
        ("What happened on 4/12/2024?", None),
        ("what did mara quill say in january?", "????-01-*"),
        ("may the march go on?", None),
    ],
)
def test_days_are_read_as_people_write_them(question: str, pattern: str | None) -> None:
    """Short months, days in numbers that can be read one way, and small letters; no verb is taken for a month."""
    asked = understand(question)
    assert [*asked.prefers.days, *asked.prefers.around] == ([pattern] if pattern else [])


def test_what_is_given_beside_the_question_stands() -> None:
    """A date or an outlet given beside the question is not overruled by its words."""
    scope = Scope(outlets=("AP",), as_of=date(2024, 1, 2))
    asked = understand("What did Reuters say as of 5 June 2024?", outlets=OUTLETS, scope=scope)
    assert asked.scope == scope
    assert [(c.kind, c.value, c.said) for c in asked.constraints] == [("outlet", "AP", ""), ("as_of", "2024-01-02", "")]


def _after(question: str, *speakers: str) -> tuple[Turn, ...]:
    claims = tuple(Claim("Said.", (), "attributed", "", who, 1) for who in speakers)
    return (Turn(question, Answer(question, question, "answered", "", claims, ())),)


HOMES, EARNED = "How many homes were flooded in Larnby?", "What did Orvane Foods earn in the third quarter?"


@pytest.mark.parametrize(
    ("before", "follow_up", "resolved"),
    [
        (HOMES, "And in Ostfeld?", "How many homes were flooded in Ostfeld?"),
        (HOMES, "And when?", "When (homes were flooded in Larnby)?"),
        (HOMES, "Who said that?", "Who said that (homes were flooded in Larnby)?"),
        (HOMES, "Were they rebuilt?", "Were homes in Larnby rebuilt?"),
        (HOMES, "Is it still flooded?", "Is Larnby still flooded?"),
        (HOMES, "Did she resign?", "Did Halima Dorrick resign?"),
        (HOMES, "How many people died?", "How many people died (Larnby)?"),
        (HOMES, "Is the bridge in Ostfeld open?", "Is the bridge in Ostfeld open?"),
        (HOMES, "Who was killed there?", "Who was killed there (homes were flooded in Larnby)?"),
        ("Has Larnby confirmed the deal?", "And Ostfeld?", "Has Ostfeld confirmed the deal?"),
        ("Has Reuters verified the casualty figures?", "Who gave them?", "Who gave casualty figures?"),
        ("What did Ilan Pohl praise in his New Year's message?", "What did he deny?", "What did Ilan Pohl deny?"),
        (EARNED, "Did its shares fall?", "Did Orvane Foods’s shares fall?"),
        (EARNED, "How many workers does the company have?", "How many workers does the company have (Orvane Foods)?"),
        ("Did Marlow United buy Dario Venn?", "When did he sign?", "When did Dario Venn sign?"),
        ("Did Marlow United buy Dario Venn?", "Did they sell Otto Grahn?", "Did Marlow United sell Otto Grahn?"),
        ("Was the former minister Ilan Pohl convicted?", "What was his sentence?", "What was Ilan Pohl’s sentence?"),
        (HOMES, "Is that the latest figure?", "Is that the latest figure (homes were flooded in Larnby)?"),
        (
            "How many soldiers were killed in Tarsk?",
            "What about the civilians?",
            "How many civilians were killed in Tarsk?",
        ),
        ("Did the union accept the offer?", "And the owners?", "Did the owners accept the offer?"),
        ("Did the union accept the offer?", "What was it?", "What was it (union accept the offer)?"),
        ("Did the union accept the offer?", "When did they do so?", "When did union do so?"),
        ("What did Reuters say about the strike?", "What does AP say?", "What did AP say about the strike?"),
        ("Has the ceasefire in Tarsk held?", "When did it begin?", "When did ceasefire in Tarsk begin?"),
    ],
)
def test_a_follow_up_is_spelled_out(before: str, follow_up: str, resolved: str) -> None:
    """What a follow-up leaves out is taken from the turn before; a question that stands by itself stays."""
    assert resolve(follow_up, _after(before, "Halima Dorrick, who leads the agency")) == resolved
    assert understand(follow_up, history=_after(before, "Halima Dorrick, who leads the agency")).resolved == resolved


def test_a_follow_up_of_a_follow_up_keeps_the_topic() -> None:
    """What was put in brackets for one follow-up is there for the next, once."""
    assert resolve("And why?", _after("When (homes were flooded in Larnby)?")) == "Why (homes were flooded in Larnby)?"


def test_without_history_nothing_is_changed() -> None:
    """The first question of a conversation stands as it is."""
    assert resolve("And when did they leave?", ()) == "And when did they leave?"


@pytest.mark.parametrize("text", ["", " \n ", "x" * (LONGEST + 1)])
def test_no_question_and_too_long_a_one_are_refused(text: str) -> None:
    """An empty question, or one that is longer than a question, is an error that says so."""
    with pytest.raises(QuestionError, match=r"question (is empty|has)"):
        understand(text)


asked_words = st.lists(
    st.sampled_from(
        "How many who when was did they it his in Larnby Reuters as of June 2024 ( ) ? , and the homes".split()
    ),
    max_size=16,
).map(" ".join)


@given(st.one_of(st.text(max_size=200), asked_words), st.one_of(st.text(max_size=100), asked_words))
def test_no_text_breaks_a_question(text: str, before: str) -> None:
    """Any text is understood, or refused as empty; whatever was asked before it."""
    history = _after(before, "the mayor")
    kind_of(text)
    focus_of(text)
    resolve(text, history)
    try:
        asked = understand(text, history=history, outlets=OUTLETS)
    except QuestionError:
        return
    assert asked.parts[0].strip()


@pytest.mark.parametrize(
    "question",
    [
        "How did Ostland react to the strike?",
        "What was the reaction of Ostland to the strike?",
        "How has Ostland responded to the strike?",
        "What is Ostland's response to the strike?",
    ],
)
def test_a_reaction_need_not_be_called_one(question: str) -> None:
    """Who reacts says or does something, so an answer need not hold a word for it."""
    assert [t.word for t in take_apart(question).terms] == ["Ostland", "strike"]


@pytest.mark.parametrize("word", ["unfold", "develop", "evolve"])
def test_what_unfolds_need_not_be_said_to(word: str) -> None:
    """Of a question for the course of something, no word is looked for that only says that it had one."""
    asked = take_apart(f"How did the takeover of Norvald Lines {word}?")
    assert [t.word for t in asked.terms] == ["takeover", "Norvald", "Lines"]


@pytest.mark.parametrize(
    "question",
    [
        "What is Anselm Rook's position on the pictures?",
        "What was the stance of Anselm Rook on the pictures?",
        "What does Anselm Rook think about the pictures?",
    ],
)
def test_a_position_is_what_somebody_says(question: str) -> None:
    """Whose position is asked for is asked what they say."""
    assert take_apart(question).text == "What does Anselm Rook say about the pictures?"


@pytest.mark.parametrize("question", ["Which job does Ana Lemm have?", "What is Ana Lemm's position?"])
def test_a_job_is_who_somebody_is(question: str) -> None:
    """Whose job is asked for is asked who they are, as reports tell it beside the name."""
    assert take_apart(question).text == "Who is Ana Lemm?"
