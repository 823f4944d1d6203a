"""From bytes to characters, and from characters to those that can be seen, searched and quoted."""

import re
import unicodedata
from typing import TYPE_CHECKING

from index.errors import ReadError

if TYPE_CHECKING:
    from charset_normalizer import CharsetMatch

MEGABYTE = 1_000_000
SAMPLE = 200_000  # bytes that an encoding is guessed from
MOST_CONTROLS = 0.1  # share of control characters above which a file is not text
MOST_MESS = 0.1  # charset-normalizer's measure of how unlike text a decoding is; its own limit is 0.2
MOST_MARKS = 30  # combining marks in a row, as in the stream-safe format of Unicode's annex 15
LONGEST_LINE = 1_000  # of a field that is shown on one line

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a zip file or an office document",
    b"\x1f\x8b": "a gzip file",
    b"7z\xbc\xaf": "a 7z file",
    b"Rar!": "a rar file",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x7fELF": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"SQLite format 3\x00": "a database",
}
# The encodings that text was saved in before UTF-8; rarer ones would only be wrong guesses.
_ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "iso8859_2", "iso8859_5"),
    *("koi8_r", "koi8_u", "mac_roman", "cp932", "euc_jp", "cp949", "gb18030", "big5", "utf_16_le", "utf_16_be"),
)
_KANA = re.compile("[\u3041-\u30ff]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_NEWLINES = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# What is there without being seen: controls, soft hyphens, zero-width and bidirectional marks, tags, fillers.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_BLANKS = re.compile(" {3,}")
_EDGES = re.compile(" *\n *")
_GAPS = re.compile("\n{3,}")


def decode(data: bytes) -> str:
    """The characters that text was saved as.

    A byte order mark is believed, then UTF-8, then the guess of charset-normalizer where it is a good one.
    Raises ReadError where the bytes are no text, or where no guess is good.
    """
    _refuse_binary(data)
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _refuse_controls(data[len(mark) if encoding == "utf-8" else 0 :].decode(encoding, errors="replace"))
    try:
        return _refuse_controls(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _refuse_controls(_nearly_utf8(data) or _guessed(data))


def clean(text: str) -> str:
    """The text as it is kept: NFC, with "\\n" for every line break and without what cannot be seen.

    Lone surrogates become U+FFFD, every kind of space a plain one, runs of three spaces or more one, and
    runs of blank lines one blank line.
    """
    text = _NEWLINES.sub("\n", text)
    if not text.isascii():
        text = _SURROGATES.sub("\ufffd", text)
        text = unicodedata.normalize("NFC", _limit_marks(text))
    text = _UNSEEN.sub("", _SPACES.sub(" ", text))
    return _GAPS.sub("\n\n", _EDGES.sub("\n", _BLANKS.sub(" ", text))).strip(" \n")


def clean_line(text: str) -> str:
    """The text as one line of at most LONGEST_LINE characters: for titles, names and other fields."""
    return " ".join(clean(text[: 4 * LONGEST_LINE]).split())[:LONGEST_LINE]


def _refuse_binary(data: bytes) -> None:
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if kind:
        raise ReadError(f"is {kind}, not text: give it the suffix of what it is.")


def _refuse_controls(text: str) -> str:
    start = text[:SAMPLE]
    controls = len(_CONTROLS.findall(start))
    if controls > 8 and controls > MOST_CONTROLS * len(start):
        raise ReadError("is not text: it is full of control characters.")
    return text


def _nearly_utf8(data: bytes) -> str | None:
    """UTF-8 that was cut short or has a few broken bytes among many good ones, with U+FFFD for those; else None."""
    text = data.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    cut_short = broken == 1 and text.endswith("\ufffd") and len(text) > 1
    return text if cut_short or good > 10 * broken else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    guesses = [guess for guess in from_bytes(data[:SAMPLE], cp_isolation=[*_ENCODINGS]) if guess.chaos <= MOST_MESS]
    guesses = [guess for guess in guesses if not _shouts(str(guess))]
    by_encoding = {encoding: guess for guess in guesses for encoding in (guess.encoding, *guess.could_be_from_charset)}
    western, japanese = by_encoding.get("cp1252"), by_encoding.get("cp932")
    encoding = ""
    if western and western.chaos <= guesses[0].chaos and western.coherence >= guesses[0].coherence:
        encoding = "cp1252"  # by far the most used among those that fit as well
    elif japanese and len(_KANA.findall(str(japanese))) > 0.1 * len(str(japanese)):
        encoding = "cp932"
    elif guesses and not any(_as_good(rival.chaos, rival.coherence, guesses[0]) for rival in guesses[1:]):
        encoding = guesses[0].encoding
    try:
        if encoding:
            return data.decode(encoding)
    except UnicodeDecodeError:
        pass
    raise ReadError("is in an encoding that cannot be told: save it as UTF-8.")


def _as_good(mess: float, coherence: float, best: "CharsetMatch") -> bool:
    return mess <= best.chaos + 0.02 and coherence >= best.coherence - 0.03


def _shouts(text: str) -> bool:
    """Whether most letters beyond ASCII are capitals, as one alphabet read as another often is."""
    letters = [character for character in text if character > "\x7f" and character.isalpha()]
    return sum(map(str.isupper, letters)) > len(letters) / 2


def _limit_marks(text: str) -> str:
    """Runs of combining marks cut to MOST_MARKS: Unicode's own normalization takes quadratic time over longer ones."""
    marks = "".join(character for character in set(text) if unicodedata.combining(character))
    return re.sub(f"([{re.escape(marks)}]{{{MOST_MARKS}}})[{re.escape(marks)}]+", r"\1", text) if marks else text
