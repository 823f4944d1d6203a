"""Who may use the page, and whether they may change the collection: what DATELINE_AUTH says."""

import hmac
from dataclasses import dataclass, field

from index.errors import SettingsError
from qa.page.headers import LOOPBACK

_READ_ONLY = "read-only"
_OPEN = "open"


@dataclass(frozen=True, slots=True)
class Access:
    """What visitors of the page may do."""

    user: str = ""  # "" where no password is asked for
    password: str = field(default="", repr=False)
    may_change: bool = True  # add, remove and repair

    @property
    def is_guarded(self) -> bool:
        """Whether a password is asked for."""
        return bool(self.user)

    def admits(self, user: str, password: str) -> bool:
        """Whether these are the user and the password, in a time that tells nothing of where they differ."""
        same_user = hmac.compare_digest(user.encode(), self.user.encode())
        return hmac.compare_digest(password.encode(), self.password.encode()) and same_user


def read_access(setting: str, host: str) -> Access:
    """What DATELINE_AUTH allows on a page that listens on `host`.

    Raises SettingsError where it cannot be read, or where others could reach the page and it says nothing of them.
    """
    words = setting.split(None, 1)
    read_only = bool(words) and words[0] == _READ_ONLY
    rest = (words[1] if len(words) > 1 else "") if read_only else setting.strip()
    if rest and rest != _OPEN:
        user, colon, password = rest.partition(":")
        if not (user and colon and password):
            raise SettingsError(
                "DATELINE_AUTH must be USER:PASSWORD, read-only, read-only USER:PASSWORD, or open. "
                "Its value is not shown here, since it may hold a password."
            )
        return Access(user, password, may_change=not read_only)
    if not rest and not read_only and host not in LOOPBACK:
        raise SettingsError(
            f"On {host or 'every address'} others can reach the page. Set DATELINE_AUTH to USER:PASSWORD, to read-only "
            "where everybody may ask, to open where everybody may also change the collection, or DATELINE_ADDRESS to "
            "127.0.0.1."
        )
    return Access(may_change=not read_only)
