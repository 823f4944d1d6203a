"""The collection → markup: what is in it, what could not be read, and how a change to it went."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import PurePath

from index import Health
from index.pace import Progress
from index.types import Source
from qa.page.markup import in_words, items, name, outlet, plain, title, when
from qa.page.shelf import LARGEST_FILE, MOST_FILES, Added, handle_of, suffixes
from qa.writing import counted

LISTED = 100  # reports that the list shows at a time
NEWEST = 12  # reports that the page shows before anything is asked


def newest_first(sources: Sequence[Source]) -> list[Source]:
    """The undated last."""
    return sorted(sources, key=lambda s: (s.published or date.min, s.title), reverse=True)


def newest(sources: Sequence[Source]) -> str:
    """The newest reports of the collection, to show what may be asked about; "" where there are none."""
    first = newest_first(sources)[:NEWEST]
    lines = [f"{title(s)} <span>{plain(outlet(s))}, {plain(when(s))}</span>" for s in first]
    if len(sources) > NEWEST:
        lines.append(f'<button type="button" class="to-shelf">and {len(sources) - NEWEST:,} more</button>')
    return '<h2 class="label">In the collection</h2>' + items(lines, "reports") if lines else ""


def adding() -> str:
    """What may be dropped."""
    kinds = f"{counted(MOST_FILES, 'file')} at a time, {LARGEST_FILE // 1024**2} MB each: {' '.join(suffixes())}"
    return f'<h2 class="add">Add reports</h2><div class="small">Up to {plain(kinds)}</div>'


def holdings(sources: Sequence[Source], failures: Sequence[tuple[str, str]], sought: str, may_change: bool) -> str:
    """What the collection holds: its sums, the reports that fit what is sought, and what could not be read."""
    if not sources and not failures:
        return '<div class="prose">The collection is empty.</div>'
    found = [s for s in newest_first(sources) if _fits(s, sought)]
    alike: dict[str, list[Source]] = {}
    for source in sources:
        alike.setdefault(source.origin, []).append(source)
    rows = "".join(_row(source, alike, may_change) for source in found[:LISTED])
    heads = ("Report", "Outlet", "Published", "") if may_change else ("Report", "Outlet", "Published")
    table = (
        '<table class="holdings"><caption class="unseen">The reports of the collection, newest first</caption>'
        "<thead><tr>"
        + "".join(f'<th scope="col">{head or "<span class=unseen>Actions</span>"}</th>' for head in heads)
        + f"</tr></thead><tbody>{rows}</tbody></table>"
    )
    more = f"{len(found) - LISTED:,} more are not shown: search for them." if len(found) > LISTED else ""
    return (
        _sums(sources, failures)
        + (table if found else f'<div class="small">No report fits “{plain(sought)}”.</div>' if sources else "")
        + (f'<div class="small">{more}</div>' if more else "")
        + _unread(failures, may_change)
    )


def _fits(source: Source, sought: str) -> bool:
    told = f"{name(source)} {source.outlet or ''} {when(source)} {source.published or 'undated'}".lower()
    return all(word in told for word in sought.lower().split())


def _sums(sources: Sequence[Source], failures: Sequence[tuple[str, str]]) -> str:
    days = sorted(s.published for s in sources if s.published)
    sums = [
        _sum(counted(len(sources), "report")),
        _sum(f"{len({s.origin for s in sources}):,} independent", "copies of one report count once"),
        _sum(counted(len({s.outlet for s in sources if s.outlet}), "named outlet")),
        _sum(f"{sum(s.published is None for s in sources):,} undated", "nothing in them says when they were published"),
    ]
    if days:
        period = f"{in_words(days[0])} to {in_words(days[-1])}" if days[0] < days[-1] else in_words(days[0])
        sums.append(f"<b>{period}</b> published")
    if failures:
        sums.append(_sum(f"{counted(len(failures), 'file')} not read"))
    return items(sums, "sums")


def _sum(words: str, hint: str = "") -> str:
    """A number and what it counts."""
    number, what = words.split(" ", 1)
    return f'<span title="{hint}"><b>{number}</b> {what}</span>'


def _row(source: Source, alike: Mapping[str, Sequence[Source]], may_change: bool) -> str:
    copies = [s for s in alike[source.origin] if s.id != source.id]
    told = "; ".join(f"{s.outlet or name(s)}, {when(s)}" for s in copies[:3])
    rest = f" and {len(copies) - 3} more" if len(copies) > 3 else ""
    same = f'<div class="small">One report with: {plain(told)}{rest}</div>' if copies else ""
    label = plain(name(source))
    id = plain(source.id)
    buttons = (
        f'<td class="row-acts"><button type="button" class="act" data-shelf="remove" data-id="{id}" '
        f'data-title="{label}" aria-label="Remove {label}">Remove</button></td>'
        if may_change
        else ""
    )
    read = (
        f'<button type="button" class="read" data-shelf="read" data-id="{id}" aria-label="Read {label}">Read</button>'
    )
    return (
        f'<tr><th scope="row">{title(source)} {read}{same}</th>'
        f'<td data-head="Outlet">{plain(outlet(source))}</td><td data-head="Published">{plain(when(source))}</td>'
        f"{buttons}</tr>"
    )


def _unread(failures: Sequence[tuple[str, str]], may_change: bool) -> str:
    def line(path: str, why: str) -> str:
        file = PurePath(path).name
        forget = (
            f' <button type="button" class="act" data-shelf="forget" data-id="{handle_of(path)}" '
            f'aria-label="Forget {plain(file)}">Forget</button>'
        )
        return f"<b>{plain(file)}</b>: {plain(without_folder(why, path))}{forget if may_change else ''}"

    lines = items((line(path, why) for path, why in failures[:LISTED]), "unread")
    return f'<h2 class="label">Could not be read</h2>{lines}' if lines else ""


def without_folder(why: str, path: str) -> str:
    """A reason without the folder of the file that it is about."""
    return why.replace(str(PurePath(path).parent) + "/", "")


def reading(progress: Progress | None) -> str:
    """How far an indexing has come, in words and as a bar."""
    if progress is None:
        return '<div class="doing">Waiting to begin …</div>'
    words = f"Read {progress.done} of {counted(progress.files, 'file')}, {counted(progress.passages, 'passage')} kept"
    return (
        f'<div class="doing">{words} … '
        f'<progress max="{progress.files}" value="{progress.done}" aria-label="Files read"></progress></div>'
    )


def added(outcome: Added) -> str:
    """What became of dropped files."""
    report = outcome.report
    done = [
        f"{counted(len(ids), 'report')} {kind}"
        for kind, ids in (("added", report.added), ("updated", report.updated), ("removed", report.removed))
        if ids
    ]
    if report.unchanged:
        done.append(f"{counted(len(report.unchanged), 'report')} there already")
    failed = [f"<b>{plain(file)}</b> {plain(why)}" for file, why in outcome.refused]
    failed += [_failed(path, why) for path, why in report.failed]
    return said("; ".join(done) + "." if done else "Nothing was added.", failed)


def _failed(path: str, why: str) -> str:
    file, reason = PurePath(path).name, without_folder(why, path)
    return f"<b>{plain(file)}</b>: {plain(reason.removeprefix(file).strip())}"


def said(words: str, lines: Sequence[str] = ()) -> str:
    """How something went; `lines` are markup."""
    return f'<div class="done">{plain(words)}{items(lines, "unread")}</div>'


def health(found: Health, repaired: bool) -> str:
    """What a check or a repair found."""
    held = f"{counted(found.reports, 'report')} and {counted(found.passages, 'passage')} in the record"
    if found.agrees:
        return said(f"{held}; both indexes {'agree with it now' if repaired else 'agree with it'}.")
    differs = [plain(line) for line in found.differs]
    return said(f"{held}; the indexes do not agree with it. Repair makes them anew from the record.", differs)
