"""Where a server that speaks OpenAI's API is, and the key that it wants."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from index.errors import SettingsError

OPENAI = "https://api.openai.com/v1"
LOOPBACK = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class OpenAIServer:
    """A server as OPENAI_BASE_URL and OPENAI_API_KEY name it."""

    address: str = field(repr=False)  # may hold a password
    key: str = field(repr=False)  # "" where it wants none
    host: str  # with its port, to show
    is_local: bool  # on this machine, so that no proxy is asked for it
    secrets: tuple[str, ...] = field(repr=False)  # what no message may hold


def openai_server(base_url: str = "", api_key: str = "") -> OpenAIServer:
    """The server of an address, "" being OpenAI's own; raises SettingsError where address or key cannot be one."""
    address, key = base_url.strip() or OPENAI, api_key.strip()
    try:
        url = urlsplit(address)
        host = f"{url.hostname}:{url.port}" if url.port else str(url.hostname)
    except ValueError:
        url = urlsplit("")
    if url.scheme not in ("http", "https") or not url.hostname:
        raise SettingsError("OPENAI_BASE_URL must be an address such as http://localhost:11434/v1.")
    if not (key.isascii() and key.isprintable()):
        raise SettingsError("OPENAI_API_KEY holds a character that no key has. Copy the key again.")
    secrets = tuple(filter(None, (key, url.password)))
    return OpenAIServer(address, key, host, url.hostname in LOOPBACK, secrets)
