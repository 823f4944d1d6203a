"""What may be repeated of others' words: a server's error may hold the key that it was sent."""

import re
from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import quote

LIKE_A_KEY = r"\bsk-[\w*.-]{6,}"  # also what a server shows of a key with its middle left out
FIELDS = ("api_key", "token", "auth_token", "access_token", "password")  # in which LlamaIndex models keep theirs
LONGEST = 200  # characters of others' words


def redacted(text: str, secrets: Sequence[str]) -> str:
    """A text with each secret replaced, as it is and as it stands in an address."""
    forms = [form for secret in secrets if secret for form in (secret, quote(secret, safe=""))]
    return re.sub("|".join([*map(re.escape, sorted(forms, key=len, reverse=True)), LIKE_A_KEY]), "[key]", text)


def quoted(said: str, secrets: Sequence[str]) -> str:
    """Others' words, without secrets, as a sentence to add; "" where there are none or a web page."""
    plain = redacted("".join(c for c in " ".join(said.split()) if c.isprintable()), secrets)
    if not plain or plain.startswith("<"):
        return ""
    return f" It says: “{plain if len(plain) <= LONGEST else plain[:LONGEST] + '…'}”"


def secrets_of(model: Any) -> Iterator[str]:
    """The secrets that a LlamaIndex model keeps, in its FIELDS."""
    for field in FIELDS:
        value = getattr(model, field, None)
        reveal = getattr(value, "get_secret_value", None)  # of pydantic's SecretStr
        value = reveal() if reveal else value
        if isinstance(value, str) and value:
            yield value
