"""Mail, and web pages saved as mail (.mhtml)."""

import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import parseaddr

from index.errors import ReadError
from index.formats import Draft, Failed
from index.formats.characters import MEGABYTE, decode
from index.formats.html import decode_page, draft_of_page, text_of

SUFFIXES = (".eml", ".mhtml", ".mht")
MAX_BYTES = 50 * MEGABYTE
MAX_PAGE = 10 * MEGABYTE
MOST_NESTED = 200  # parts that hold parts; the time that the standard library takes grows with their square

_NESTED = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)
_FORWARDED = re.compile(r"\s*(?:(?:re|fwd?|aw|wg|tr|rv)\s*:\s*)+", re.IGNORECASE)  # at the start of a subject


def read(data: bytes, name: str) -> Iterator[Draft | Failed]:
    """The report that a mail or a saved page holds; a Failed for each attached file, which is not read.

    Raises ReadError where there is no text in it.
    """
    if len(_NESTED.findall(data)) > MOST_NESTED:
        raise ReadError("is nested too deeply to be a mail.")
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage):
        raise ReadError("is not a mail that can be read.")
    is_page = not name.lower().endswith(".eml")
    yield _saved_page(message) if is_page else _mail(message)
    if not is_page:
        for attached in message.iter_attachments():
            yield Failed(
                f"attachment {attached.get_filename() or 'without a name'}", "was not read: save it as a file."
            )


def _saved_page(message: EmailMessage) -> Draft:
    """The page of an .mhtml file. Its date is that of saving, so it is not used."""
    page = next((part for part in message.walk() if part.get_content_type() == "text/html"), None)
    if page is None:
        raise ReadError("holds no web page.")
    draft = draft_of_page(decode_page(_payload(page)))
    url = draft.url or _header(message, "Snapshot-Content-Location") or _header(page, "Content-Location")
    return replace(draft, title=draft.title or _header(message, "Subject"), url=url or None)


def _mail(message: EmailMessage) -> Draft:
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = decode(_payload(plain)) if plain is not None else ""
    if not text.strip() and page is not None:
        text = text_of(decode_page(_payload(page)))
    sender, address = parseaddr(_header(message, "From"))
    return Draft(
        text=text,
        title=_without_forwarding(_header(message, "Subject")),
        author=sender or None,
        published=_header(message, "Date") or None,
        extra={"from": address} if address else {},
    )


def _without_forwarding(subject: str) -> str:
    forwarded = _FORWARDED.match(subject)
    return subject[forwarded.end() :] if forwarded else subject


def _header(message: Message, name: str) -> str:
    """A header as text; "" where there is none, or none that can be read."""
    try:
        return str(message.get(name, ""))
    except Exception:  # noqa: BLE001 - the standard library's parser fails in many ways on a damaged header
        return ""


def _payload(part: Message) -> bytes:
    """A part's bytes as UTF-8 where its declared character set holds, else as they are."""
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or len(payload) > MAX_PAGE:
        raise ReadError("holds a text that is too large or cannot be read.")
    try:
        return payload.decode(part.get_content_charset("utf-8")).encode("utf-8", errors="replace")
    except (LookupError, ValueError):  # a character set that is not known, or not the one
        return payload
