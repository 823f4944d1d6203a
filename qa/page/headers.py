"""Who may ask for the page, and what its replies forbid a browser to do."""

from typing import TYPE_CHECKING

from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 - recognised, not used
_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; frame-src 'none'; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", _POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
]


def written(host: str) -> str:
    """A host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _names(host: str) -> list[str]:
    """The names under which a browser may ask for the page, so that no foreign site can pose as it."""
    if host in ANYWHERE:
        return ["*"]  # the names of this machine are not known here
    return [*{written(name): None for name in (*LOOPBACK, host)}]


class _SecurityHeaders:
    """Adds headers to every reply. Plain ASGI, so that streamed events are not held back."""

    def __init__(self, app: "ASGIApp") -> None:
        self._app = app

    async def __call__(self, scope: "Scope", receive: "Receive", send: "Send") -> None:
        async def send_with_headers(message: "Message") -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *_HEADERS]
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)


def guards(host: str) -> list[Middleware]:
    """What stands before a page that listens on `host`: foreign names are refused, and every reply has a policy."""
    return [Middleware(TrustedHostMiddleware, allowed_hosts=_names(host)), Middleware(_SecurityHeaders)]
