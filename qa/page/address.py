"""Whether a page can listen where it is told to."""

import errno
import socket

from index.errors import PageError


def claim(host: str, port: int) -> None:
    """Raises PageError where nothing can listen on that address."""
    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        why = {
            errno.EADDRINUSE: f"Port {port} on {host} is taken. Stop what holds it, or choose one by DATELINE_ADDRESS",
            errno.EACCES: f"Port {port} may not be used by this user. Choose one above 1023 by DATELINE_ADDRESS",
        }.get(error.errno or 0, f"{host} is not an address of this machine. Set DATELINE_ADDRESS to 127.0.0.1")
        raise PageError(f"{why}, and start the page again.") from error
