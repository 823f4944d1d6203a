"""Figures that a text gives otherwise."""

import pytest

from qa.wrong_figures import wrong_figure


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("1.4 thousand people fled.", "1,400 people fled."),
        ("1,400 people fled.", "Fourteen hundred people fled."),
        ("More than 300 homes were flooded.", "340 homes were flooded."),
        ("About 350 homes were flooded.", "344 homes were flooded."),
        ("Six people were killed.", "Four workers and two firemen were killed."),
        ("It cost 3.5 billion pounds.", "It cost £3.5bn."),
        ("It was held for ten years.", "It was held for a decade."),
        ("Two suspects fled.", "Both suspects fled."),
        ("A 34-year-old fled.", "A man aged 34 fled."),
        ("Three villages were shelled.", "Guns fired around three villages."),
        ("10,000 to 12,000 troops came.", "Between 10,000 and 12,000 troops came."),
        ("It fell to 31 percent.", "It fell by 5 percentage points, to 31%."),
        ("The bill passed 52-48.", "The bill passed by 52 votes to 48."),
        ("The bill passed by 52 votes to 48.", "The bill passed, 52 to 48."),
        ("They lost by 48 votes to 52.", "Their rivals won by 52 votes to 48."),
        ("The council estimates that 55,000 people fled.", "An estimated 55,000 people fled."),
        ("It rose to 342 tonnes.", "It rose from 310 to 342 tonnes."),
        ("The club grew to nine members.", "The club grew from six to nine members."),
        ("It fell to 5 percent.", "It fell from 6 to 5 percent."),
        ("Seven million cars were sold.", "Sales rose from 5 million to 7 million cars."),
        ("She broke the 200-metre record.", "She broke the record over 200 metres."),
        ("2,700 soldiers fled.", "2,700 servicemen fled. Some 300 soldiers fell."),
        ("Two fires broke out.", "The first fire killed six people, the second none."),
        ("Ten tankers sailed.", "Six tankers sailed on Monday and another four on Friday."),
        ("They owe £75m.", "One of them owes £50m, the other a further £25m."),
    ],
)
def test_a_figure_may_be_written_in_many_ways(claim: str, told: str) -> None:
    """A figure stands where a reader finds it, also rounded with a word for it, summed over people, or in words."""
    assert wrong_figure(claim, told) == ""


@pytest.mark.parametrize(
    ("claim", "told", "reason"),
    [
        ("3,000 people were hurt.", "3,000 homes fell and 2,700 people were hurt.", "says 2,700 people there"),
        ("10,000 troops came.", "At least 10,000 troops came.", "says at least 10,000 troops"),
        ("At least 10,000 troops came.", "10,000 troops came.", "says 10,000 troops"),
        ("12,000 troops came.", "Between 10,000 and 12,000 troops came.", "says between 10,000 and 12,000 troops"),
        ("The bill passed by 48 votes to 52.", "The bill passed by 52 votes to 48.", "says 52 votes to 48"),
        ("The council counted 55,000 people.", "An estimated 55,000 people fled.", "says an estimated 55,000 people"),
        ("300 homes were flooded.", "340 homes were flooded.", "says 340 homes"),
        ("It fell by 5 percent.", "It fell by 5 percentage points.", "says 5 percentage"),
        ("It cost $60bn.", "It cost €60bn.", "says €60bn"),
        ("The tunnel is 18 miles long.", "The tunnel is 18 kilometres long.", "says 18 kilometres"),
        ("They waited for three weeks.", "They waited for three days.", "says three days"),
        ("30 square miles burnt.", "30 square kilometres burnt.", "says 30 square kilometres"),
        ("Three fires broke out.", "The first fire killed six people, the second none.", "says six people"),
        ("Ten tankers sailed.", "Six tankers sailed and four came back.", "says six tankers"),
    ],
)
def test_another_figure_is_named(claim: str, told: str, reason: str) -> None:
    """A figure that counts something else, is told less surely, or has another unit is named beside what is told."""
    assert reason in wrong_figure(claim, told)
