"""The filters beside the question, as a form that the page reads when a question is asked."""

from collections import Counter
from collections.abc import Sequence

from index.types import Source
from qa.page.markup import plain

_SEARCHED = 12  # outlets from which on the list can be searched


def _outlet(name: str, reports: int) -> str:
    return (
        f'<label class="option"><input type="checkbox" name="outlet" value="{plain(name)}">'
        f"<span>{plain(name)}</span> <small>{reports:,}</small></label>"
    )


def _day(kind: str, label: str, hint: str) -> str:
    return f'<label class="day" title="{hint}"><span>{label}</span><input type="date" name="{kind}"></label>'


def filters(sources: Sequence[Source]) -> str:
    """The form: which outlets, since, until and as of which day. "" for an empty collection."""
    if not sources:
        return ""
    outlets = Counter(source.outlet for source in sources if source.outlet)
    options = "".join(_outlet(name, reports) for name, reports in sorted(outlets.items(), key=lambda o: (-o[1], o[0])))
    find = '<input type="search" class="find" placeholder="Find an outlet" aria-label="Find an outlet">'
    chosen = (
        f"<fieldset><legend>Outlets</legend>{find if len(outlets) >= _SEARCHED else ''}"
        f'<div class="options">{options}</div></fieldset>'
    )
    days = (
        _day("since", "Since", "Only reports published on this day or later")
        + _day("until", "Until", "Only reports published on this day or earlier")
        + _day("as_of", "As of", "Nothing published after this day")
    )
    return (
        '<details class="filters"><summary><span class="filters-name">Filters</span> <span class="filters-set"></span>'
        f'</summary><form class="filters-form" novalidate>{chosen if outlets else ""}'
        f'<fieldset><legend>Published</legend><div class="days">{days}</div></fieldset>'
        '<button type="reset" class="act">Clear the filters</button></form></details>'
    )
