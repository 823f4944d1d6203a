"""The many ways in which models write the number of a source → one way: [n]. Pure functions.

Small models do not keep to the form that they are asked for: they write (1), ¹, [Source 1], **[1]**, `Source 1:` before
a sentence, footnotes, and a list of sources at the end.
"""

import re
import unicodedata
from collections.abc import Collection

_BRACKETS = str.maketrans({"【": "[", "】": "]", "［": "[", "］": "]", "〔": "[", "〕": "]", "⁅": "[", "⁆": "]"})
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_LABEL = (
    r"(?:sources?|passages?|reports?|articles?|documents?|docs?\.?|texts?|excerpts?|citations?|cite[sd]?|refs?\.?|references?"
    r"|evidence|nos?\.?|§|#|\^)"
)
_ONE = r"\d{1,3}"
_SEVERAL = rf"{_ONE}(?:\s*(?:,|;|&|/|and|-|–|—|to)\s*(?:{_LABEL}\s*:?\s*)?{_ONE})*"
_IN_BRACKETS = re.compile(
    rf"\\?\[+\s*(?:{_LABEL}\s*:?\s*)?(?P<numbers>{_SEVERAL})(?:\s*†[^\]\n]{{0,40}})?\s*\\?\]+(?:\([^)\s]*\))?",
    re.IGNORECASE,
)
_IN_PARENTHESES = re.compile(rf"\(\s*(?:see\s+)?{_LABEL}\s*:?\s*(?P<numbers>{_SEVERAL})\s*\)", re.IGNORECASE)
_BARE_IN_PARENTHESES = re.compile(
    rf"\((?P<numbers>{_SEVERAL})\)(?=\s*(?:[.!?;,]|$)|(?<=[.!?]\()|\s+[A-Z])", re.MULTILINE
)
_SUPERSCRIPT = re.compile(r"(?<!\d)(?<!\d\s)(?<!\bm)(?<![kcdm]m)[⁰¹²³⁴⁵⁶⁷⁸⁹]+|<sup>\s*\[?\d{1,3}\]?\s*</sup>")
# "Source 1: They left.", "According to report 1, they left."
_BEFORE = re.compile(
    rf"(?P<begin>^[^\S\n]*(?:[-*•>#]+\s+|\d{{1,2}}[.)]\s+)?[*_]*|(?<=[.!?])\s+)(?:(?:according\s+to|as\s+per|per|in|from)\s+)?"
    rf"(?:the\s+)?(?:sources?|passages?|reports?|documents?)\s+\[?(?P<number>{_ONE})\]?[*_]*\s*[:,–—][*_]*\s+(?P<next>\w)",
    re.IGNORECASE | re.MULTILINE,
)
_WRAPPED = re.compile(
    r"\(\s*(?:see\s+|cf\.?\s+|source:?\s+|report\s+)?(?P<marks>\[\d[\d,\s-]*\](?:[\s,;&]*\[\d[\d,\s-]*\])*)\s*\)",
    re.IGNORECASE,
)
_EMPHASIS = re.compile(r"\*\*|__|`|(?<![\w*])\*(?=[^\s*][^*\n]*\*(?!\w))|(?<=[^\s*])\*(?![\w*])")
_ROW = re.compile(r"^[^\S\n]*\|.*\|[^\S\n]*$", re.MULTILINE)  # of a table
_BETWEEN = re.compile(r"(?<=\d\])\s*(?:,|;|&|and)\s*(?=\[\d)")
_SPAN = re.compile(rf"\[({_ONE})\]\s*[-–—]\s*\[({_ONE})\]")
_FOOTNOTE = re.compile(r"^[^\S\n]*\[\^\d{1,3}\]:.*$", re.MULTILINE)
# What follows such a line, or stands on it as nothing but marks, is a list and no sentence.
_LIST = re.compile(
    r"^[ \t#*_]*(?:references|sources?|citations?|footnotes|works\s+cited|bibliography)[*_]*\s*:?[*_]*\s*"
    r"(?:$|(?:[\s,;]|and|\[[^\]\n]*\])+$)(?:\n[\s*-]*(?:\[\^?\d|\d{1,2}[.):]).*|\n[^\S\n]*$)*",
    re.IGNORECASE | re.MULTILINE,
)


# A line that begins with a mark and does not end with one: each stands before its sentence.
_LEADING = re.compile(
    r"^[^\S\n]*(?:[-*•>#]+\s+|\d{1,2}[.)]\s+)?(?:\[\d[\d, -]*\][^\S\n]*)+:?[^\S\n]*[^\W\d]"
    r".*(?<![\]\s])(?<!\][.!?:;])[^\S\n]*$",
    re.MULTILINE,
)


def plain_marks(text: str, known: Collection[int]) -> str:
    """A model's words with every mark as [n], [n, m] or [n-m], and as [>n] where it stands before its sentence.

    Emphasis and lists of sources are left out. Bare numbers in parentheses are marks only where a text has no others,
    each is among the `known`, and they end a clause.
    """
    plain = _plain_signs(text)
    plain = _EMPHASIS.sub("", _LIST.sub("", _FOOTNOTE.sub("", plain)))
    plain = _ROW.sub(lambda row: row[0].replace("|", " ").strip(), plain)
    plain = _SUPERSCRIPT.sub(lambda m: f"[{re.sub(r'[^0-9]', '', m[0].translate(_RAISED))}]", plain)
    plain = _BEFORE.sub(lambda m: f"{m['begin']}[>{m['number']}] {m['next'].upper()}", plain)
    plain = _IN_PARENTHESES.sub(_in_one_way, _IN_BRACKETS.sub(_in_one_way, plain))
    if not re.search(r"\[\d{1,3}[\d,\s-]*\]", plain):
        plain = _BARE_IN_PARENTHESES.sub(lambda m: _in_one_way(m) if _all_known(m["numbers"], known) else m[0], plain)
    plain = _SPAN.sub(r"[\1-\2]", _BETWEEN.sub("", _WRAPPED.sub(lambda m: m["marks"], plain)))
    return _LEADING.sub(lambda line: re.sub(r"\[(?=\d)", "[>", line[0]), plain)


def _plain_signs(text: str) -> str:
    """The text with other scripts' brackets and digits as plain ones."""
    return "".join(
        unicodedata.normalize("NFKC", c) if unicodedata.category(c) == "Nd" else c for c in text.translate(_BRACKETS)
    )


def _in_one_way(mark: re.Match[str]) -> str:
    numbers = re.sub(rf"\s*(?:{_LABEL})\s*:?\s*", "", mark["numbers"], flags=re.IGNORECASE)
    numbers = re.sub(r"\s*(?:-|–|—|\bto\b)\s*", "-", numbers)
    return f"[{re.sub(r'[ ]*(?:;|&|/|and)[ ]*', ', ', numbers)}]"


def _all_known(numbers: str, known: Collection[int]) -> bool:
    return all(int(n) in known for n in re.findall(r"\d+", numbers))
