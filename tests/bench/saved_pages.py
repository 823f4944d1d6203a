"""Invented pages of invented sites, as a browser saves them, with what of each is its report.

Each site has its own furniture. The reports are made of sentences with changing places, people and figures; some hold
what only looks like furniture: very short sentences, a quotation that many reports carry, a standing phrase.
"""

import html
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

PLACES = "Larnby Ostfeld Coldbrook Varna-Bay Tarsk Ashdale Merrow Quillan Dunmere Halvik Orsett Penrose".split()
PEOPLE = (
    "Halima Dorrick|Goran Tesh|Mara Quill|Ilan Pohl|Renate Aldous|Lena Marsh|Otto Grahn|Dario Venn|Ruth Okafor|"
    "Piet Sandvik|Noor Halabi|Greta Lindqvist|Tomas Reyle|Ada Wexford|Samir Daud|Inga Borg"
).split("|")
THINGS = (
    "the harbour wall|the tram line|the old mill|the fish market|the sports hall|the reservoir|the ring road|"
    "the hospital's east wing|the cable ferry|the grain silo|the bus station|the town archive"
).split("|")
BODIES = (
    "the harbour board|the county court|the fire service|the dockers' union|the election commission|"
    "the water company|the school board|the rail operator|the fishing guild|the museum trust"
).split("|")
SENTENCES = (
    "{Body} voted by {n} to {m} on {day} to close {thing} in {place} until the spring.",
    "{person}, who lives beside {thing}, said the noise had kept her family awake for {n} nights.",
    "Engineers found {n} cracks in the foundations, most of them older than the building's last inspection.",
    "The repair will cost {m}.{k} million crowns, of which the county has promised to pay half.",
    "About {n}00 people marched through {place} on {day}, carrying lanterns and a painted boat.",
    "“Nobody told the shopkeepers until the barriers were already up,” {person} told the meeting.",
    "A spokesman for {body} would not say when the work in {place} is to begin.",
    "{person} was fined {n}0 crowns in {month} for moving a fence without a permit.",
    "Fishing boats from {place} stayed in port for a {nth} day because of the wind.",
    "The number of passengers rose to {n},{m}00 in {month}, up from {k},{m}00 a year before.",
    "Two witnesses told the court that the lights at the crossing near {thing} had failed.",
    "{person} has led {body} since {year} and will step down after the summer.",
    "Volunteers filled {n}00 sandbags overnight, and the water stopped {k} centimetres below the dyke.",
    "Rents in {place} have risen by {n} per cent since {year}, the tenants' league found.",
    "The ferry to {place} will sail {k} times a day from {month}, once more than last year.",
    "In {year} a similar plan for {thing} failed because {body} ran out of money.",
    "“We were promised a date and got a brochure,” said {person}, a retired teacher from {place}.",
    "The trial of {person} was put off to {month} after a juror fell ill.",
    "{Body} apologised for the delay and offered {n} crowns to each household.",
    "Divers found the anchor of a {nth}-century ship {k} metres under the sand off {place}.",
    "Turnout in the district around {place} was {n} per cent, the lowest since {year}.",
    "{person} scored twice for {place} in the last {k} minutes before {n},{m}00 spectators.",
    "The library will open on Sundays again, with {k} new librarians paid by {body}.",
    "Farmers near {place} lost {n}0 sheep, and the insurers expect {m} million crowns of claims.",
)
SHORT = ("No one was hurt.", "Police are investigating.", "The vote was close.", "He was 71.", "It is due in May.")
STANDING = (
    "The county has been without a governor since the coalition broke apart in the autumn.",
    "“This town has waited long enough,” the governor's office said in a statement.",
    "The governor's office did not respond to a request for comment.",
)
HEADINGS = ("What happened", "Why it matters", "What comes next")
MONTHS = "January March April June September November".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday".split()

Block = tuple[str, str]  # kind, text; the kind "body" is the report


@dataclass(frozen=True, slots=True)
class Story:
    """A report before a site has put its furniture around it."""

    number: int
    title: str
    author: str
    date: str
    body: tuple[Block, ...]
    others: tuple[str, ...]  # titles of other reports


@dataclass(frozen=True, slots=True)
class Saved:
    """A saved page, and what of it is the report."""

    site: str
    page: str
    body: tuple[str, ...]  # paragraphs, in order


def _filled(sentence: str, chance: random.Random) -> str:
    body = chance.choice(BODIES)
    return sentence.format(
        Body=body[0].upper() + body[1:],
        body=body,
        person=chance.choice(PEOPLE),
        thing=chance.choice(THINGS),
        place=chance.choice(PLACES),
        n=chance.randint(11, 89),
        m=chance.randint(1, 9),
        k=chance.randint(2, 9),
        nth=chance.choice(("third", "fifth", "sixth")),
        day=chance.choice(DAYS),
        month=chance.choice(MONTHS),
        year=chance.randint(1987, 2023),
    )


def _titled(chance: random.Random) -> str:
    verb = chance.choice(("closes", "waits for", "argues over", "loses", "reopens", "sells", "votes on"))
    return f"{chance.choice(PLACES)} {verb} {chance.choice(THINGS)} after {chance.randint(3, 40)} years"


def story(number: int) -> Story:
    """The report of a number, always the same."""
    chance = random.Random(number)  # noqa: S311 - no secret is made of it
    sentences = [_filled(sentence, chance) for sentence in chance.sample(SENTENCES, 14)]
    paragraphs = []
    while sentences:
        paragraphs.append(" ".join(sentences.pop() for _ in range(min(len(sentences), chance.choice((1, 1, 2))))))
    if chance.random() < 0.5:
        paragraphs.insert(chance.randrange(2, len(paragraphs)), chance.choice(SHORT))
    if chance.random() < 0.6:
        paragraphs.insert(chance.randrange(2, len(paragraphs)), chance.choice(STANDING))
    if chance.random() < 0.4:
        paragraphs.append(chance.choice((*SHORT, *STANDING)))
    body: list[Block] = [("body", paragraph) for paragraph in paragraphs]
    if chance.random() < 0.4:
        for place, heading in zip((8, 5, 2), reversed(HEADINGS), strict=True):
            body.insert(place, ("heading", heading))
    date = f"{chance.randint(1, 28)} {chance.choice(MONTHS)} 2025"
    others = tuple(_titled(chance) for _ in range(4))
    return Story(number, _titled(chance), chance.choice(PEOPLE), date, tuple(body), others)


def _clarion(it: Story) -> Iterator[Block]:
    yield from (("nav", word) for word in ("Clarion", "Coast", "Courts", "Trade", "Weather on the pier", "Tide tables"))
    yield "title", it.title
    yield "byline", f"By {it.author}"
    yield "byline", it.date
    yield "aside", f"{it.number % 6 + 2} min read"
    yield "share", "Share"
    yield "share", "Facebook"
    for number, block in enumerate(it.body):
        yield block
        if number == 2:
            yield "aside", "The Pier Letter: seven stories from the coast, every morning, in your inbox"
    yield "aside", "You May Also Like"
    yield from (("link", title) for title in it.others)
    yield "form", "Leave a Reply"
    yield "form", "Your email address will not be published. Required fields are marked *"
    yield "footer", "The Coast Clarion, 4 Ropewalk, Larnby"
    yield "footer", "We are a newspaper owned by the people who read it."


def _wire(it: Story) -> Iterator[Block]:
    yield "cookies", "We and our 214 partners use cookies to measure what you read. Choose what you allow."
    yield "nav", "Skip to content"
    yield from (("nav", word) for word in ("Northern Wire", "Front page", "Region", "Money", "Opinion", "Puzzles"))
    yield "title", it.title
    yield "byline", f"Published: {it.date}, 07:{it.number % 50 + 10}"
    yield "byline", it.author.upper()
    yield from it.body
    yield "bio", f"{it.author} is a reporter who covers courts and councils. Reach the desk at desk@wire.example."
    yield "aside", "Keep reading with a Northern Wire pass"
    yield "aside", "Elsewhere on the Wire"
    yield from (("link", title) for title in it.others[:3])
    yield "footer", "Corrections and clarifications"
    yield "footer", "© 2025 Northern Wire Cooperative. All rights reserved."


def _evening(it: Story) -> Iterator[Block]:
    yield "nav", "Evening Lantern"
    yield "nav", "Today's paper"
    yield "aside", "Subscribers get the puzzle page first."
    yield "title", it.title
    yield "byline", f"{it.date} | {it.author}"
    for number, block in enumerate(it.body):
        yield block
        if number == 4:
            yield "ad", "ADVERTISEMENT"
            yield "aside", "Story continues below"
    yield "share", "Was this useful? Tell the night desk"
    yield "tags", "Tags: county, towns, water"
    yield "aside", "Most read tonight"
    yield from (("link", title) for title in it.others[:3])
    yield "form", "Join the conversation"
    yield "form", "You must be logged in to post a comment"
    yield "footer", "Lantern House"
    yield "footer", "Our journalism is paid for by 9,000 members. You can join them."


def _ledger(it: Story) -> Iterator[Block]:
    yield "nav", "MENU"
    yield from (("nav", word) for word in ("The Valley Ledger", "Local", "Farms", "Schools", "Obituaries", "E-edition"))
    yield "aside", "Text size"
    yield "title", it.title
    yield "byline", f"Written by {it.author}, Ledger staff"
    yield "byline", f"Updated {it.date}"
    yield "share", "Listen to this article"
    yield from it.body
    yield "aside", "Get the Ledger on your phone"
    yield "aside", "The Ledger's app is free. Download it to read the paper wherever you are."
    yield "bio", f"{it.author} joined the Ledger as a staff writer in 2016 and is based in the valley. Follow @ledger."
    yield "aside", "From the same valley"
    yield from (("link", title) for title in it.others[:3])
    yield "form", "0 comments"
    yield "form", "Add your voice"
    yield "footer", "Valley Ledger Printing Company"
    yield "footer", "Complaints about this paper can be made to the press council within four months."


def _islander(it: Story) -> Iterator[Block]:
    yield "nav", "Home > News > Islands"
    yield "aside", "ISLANDER+"
    yield "title", it.title
    yield "byline", f"Posted on {it.date} by {it.author}"
    yield "share", "Tweet"
    yield "share", "Share on Telegram"
    for number, block in enumerate(it.body):
        yield block
        if number in (3, 6):
            yield "aside", "Promotion from our partners"
    yield "aside", "Love island news? Sign up for the Sunday ferry, our free weekly digest"
    yield "aside", "Islands in pictures"
    yield from (("link", title) for title in it.others[1:3])
    yield "nav", "Previous post"
    yield "nav", "Next post"
    yield "form", "Save my name, email, and website in this browser for the next time I comment."
    yield "footer", "The Islander is made on three islands and printed on a fourth."
    yield "footer", "Imprint"
    yield "footer", "Data protection"


def _standard(it: Story) -> Iterator[Block]:
    yield "cookies", "Your privacy: this site stores small files on your device. Accept all or manage your choices."
    yield from (("nav", word) for word in ("Ostfeld Standard", "Live", "Politics", "Culture", "Jobs", "Sign in"))
    yield "title", it.title
    yield "byline", it.author
    yield "byline", f"{it.date} 18:{it.number % 40 + 10} CET"
    yield "aside", "Why you can trust the Standard"
    yield from it.body
    yield "aside", "If you value what you have read, please support independent journalism in Ostfeld."
    yield "share", "Copy link"
    yield "share", "Print"
    yield "aside", "Read next"
    yield from (("link", title) for title in it.others)
    yield "footer", "Standard Media House"
    yield "footer", "Advertise with the Standard"
    yield "footer", "Part of the Halvik Press Group"


DEV: dict[str, Callable[[Story], Iterator[Block]]] = {"clarion": _clarion, "wire": _wire, "evening": _evening}
HELD_OUT: dict[str, Callable[[Story], Iterator[Block]]] = {
    "ledger": _ledger,
    "islander": _islander,
    "standard": _standard,
}


BARE = ("wire", "ledger")  # whose pages do not say what is what


def saved(sites: dict[str, Callable[[Story], Iterator[Block]]], suffix: str, each: int = 12) -> list[Saved]:
    """Pages of the sites, `each` of one, as text (".txt") or as they were served (".html")."""
    pages = []
    for number, (site, blocks_of) in enumerate(sites.items()):
        for at in range(each):
            it = story(1_000 * number + at + (500 if sites is HELD_OUT else 0))
            blocks = list(blocks_of(it))
            as_html = _as_bare_html if site in BARE else _as_html
            page = as_html(it, blocks) if suffix == ".html" else "\n\n".join(text for _, text in blocks)
            pages.append(Saved(site, page, tuple(text for kind, text in blocks if kind in ("body", "heading"))))
    return pages


_TAGS = {
    **{"title": "h1", "body": "p", "heading": "h2", "byline": "div", "bio": "div"},
    **{"nav": "a", "link": "li", "share": "a", "aside": "div", "footer": "p", "form": "label", "ad": "div"},
}


def _as_html(it: Story, blocks: list[Block]) -> str:
    parts, inside = [], ""
    for kind, text in _escaped(blocks):
        room = {"nav": "nav", "footer": "footer", "form": "form", "link": "ul", "cookies": "section"}.get(kind, "")
        if kind in ("title", "body", "heading", "byline", "share", "aside", "ad", "bio", "tags"):
            room = "main"
        if room != inside:
            parts.append((f"</{inside}>" if inside else "") + f"<{room}>")
            inside = room
        tag = _TAGS.get(kind, "div")
        parts.append(f'<{tag} class="{kind}">{text}</{tag}>')
    return _document(it, f"{''.join(parts)}</{inside}>")


def _as_bare_html(it: Story, blocks: list[Block]) -> str:
    lines = (f"<p>{text}</p>" if kind == "body" else f"<div>{text}</div>" for kind, text in _escaped(blocks))
    return _document(it, f"<div><div>{''.join(lines)}</div></div>")


def _escaped(blocks: list[Block]) -> Iterator[Block]:
    return ((kind, html.escape(text)) for kind, text in blocks)


def _document(it: Story, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{html.escape(it.title)}</title>'
    return f"<!doctype html><html lang=en><head>{head}</head><body>{body}</body></html>"
