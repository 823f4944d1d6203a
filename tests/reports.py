"""Short reports made up for the tests: a flood, results, a strike, a trial, a transfer, a truce, an election."""

from datetime import date

from index.chunking import chunk
from index.types import Article
from qa.types import Evidence
from tests.values import report

_REPORTS = (
    (
        "flood",
        "Larnby flood",
        "The Harbour Post",
        date(2024, 5, 3),
        """The river Ash burst its banks in Larnby on Thursday night. At least 340 homes were flooded and two
        people died, the fire service said. Some 1,200 residents spent the night in a sports hall. The
        Coldbrook bridge was closed to all traffic. Halima Dorrick, who leads the flood agency, said the water
        rose by 2.3 metres in six hours. Farmers in the valley lost more than 4,000 sheep.""",
    ),
    (
        "flood-later",
        "After the flood",
        "Ashdale Courier",
        date(2024, 5, 9),
        """Around 410 homes in Larnby were flooded last week, the council said after counting street by street.
        Three people died, among them a man of 71 who had tried to save his dog. The Coldbrook bridge reopened
        on Wednesday after engineers found no damage. Two-thirds of the flooded homes were not insured,
        according to the insurers' association. The mayor of Larnby denied that warnings had come too late.""",
    ),
    (
        "results",
        "Orvane Foods lifts its forecast",
        "Global Finance Wire",
        date(2024, 10, 24),
        """Orvane Foods earned $4.2bn in the third quarter, up 12% from a year earlier. The company said it
        expected between 5 and 7 million new customers next year. Profit fell to $310 million from $350
        million because of the price of cocoa. It will close its plant in Ostfeld, with the loss of 900 jobs.
        The chief executive, Mara Quill, said the closure was “the hardest decision of my career”. Shares rose
        3% in early trading.""",
    ),
    (
        "strike",
        "Dockers walk out",
        "The Harbour Post",
        date(2024, 11, 4),
        """Dockers at the port of Varna Bay walked out on Monday over pay. The union said 3,000 of its 3,400
        members had joined the strike. The port authority put the number of strikers at 1,800. About 40 ships
        were waiting outside the harbour.""",
    ),
    (
        "strike-over",
        "Port strike called off",
        "Ashdale Courier",
        date(2024, 11, 12),
        """The strike at the port of Varna Bay was called off on Tuesday after eight days. The union accepted a
        rise of 6.5%, its chairman Goran Tesh said. Ships began to unload the same evening.""",
    ),
    (
        "trial",
        "Former minister convicted",
        "The Harbour Post",
        date(2024, 3, 15),
        """A court in Ostfeld convicted the former transport minister Ilan Pohl of taking bribes worth 1.4
        million euros. Judge Renate Aldous sentenced him to six years in prison. Prosecutors had asked for
        nine years. Two other defendants were acquitted.""",
    ),
    (
        "appeal",
        "Conviction overturned",
        "Ashdale Courier",
        date(2025, 2, 20),
        """The supreme court has overturned the conviction of Ilan Pohl, the former transport minister. Pohl was
        released on Thursday after eleven months in prison.""",
    ),
    (
        "transfer",
        "Venn joins Marlow",
        "Touchline",
        date(2024, 8, 30),
        """Marlow United have signed the striker Dario Venn from Sporting Tarsk for a fee believed to be 38
        million euros. Venn, 24, scored 19 goals last season. His first goal came in the 33rd minute on 12
        May.""",
    ),
    (
        "truce",
        "Ceasefire in Tarsk",
        "Global Finance Wire",
        date(2025, 1, 10),
        """A ceasefire between the army and the Red Valley rebels took effect in Tarsk at midnight. Up to 40% of
        the town's 90,000 people have fled since October, the UN refugee agency estimates. The army said 25
        rebels and 11 soldiers had been killed in the last week of fighting.""",
    ),
    (
        "election",
        "Varna Bay votes",
        "Ashdale Courier",
        date(2024, 6, 2),
        """Turnout in Varna Bay's election was 61%, the election commission said. Lena Marsh of the Harbour List
        won 52% of the vote and will be the next mayor. Her rival Otto Grahn conceded shortly before midnight.
        The new council will have 33 seats.""",
    ),
)
OUTLETS = tuple({outlet for _, _, outlet, _, _ in _REPORTS})
ARTICLES = tuple(
    Article(report(id, title=title, outlet=outlet, published=day), " ".join(text.split()))
    for id, title, outlet, day, text in _REPORTS
)
EVIDENCE = tuple(
    Evidence(number, passage, 0.0)
    for number, passage in enumerate((p for article in ARTICLES for p in chunk(article)), start=1)
)


def evidence_of(*ids: str) -> tuple[Evidence, ...]:
    """The evidence of some of the reports, under its numbers."""
    return tuple(e for e in EVIDENCE if e.passage.source.id in ids)
