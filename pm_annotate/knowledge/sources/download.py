"""Fetching one file over the network, for ``knowledge update``: the one place of the package that does.

``requests`` is loaded when a file is fetched, so that no other command waits for it. Proxies and certificates are those of
the environment (HTTPS_PROXY, NO_PROXY, REQUESTS_CA_BUNDLE). Only https is spoken, but for a server on this machine.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit, urlunsplit

from pm_annotate import __version__
from pm_annotate.errors import InputError, UsageError

if TYPE_CHECKING:
    from requests import Response, Session

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
_PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})  # statuses that may be another in a moment
_MOVED = frozenset({301, 302, 303, 307, 308})
_MOST_MOVES = 5
_OTHERWISE = "Without a network, download the files elsewhere and give their folder: --from FOLDER."


class Limits(NamedTuple):
    """How long and how much."""

    connect: float = 10  # seconds until a server answers
    silence: float = 60  # seconds between two pieces
    whole: float = 900  # seconds for one file
    size: int = 200_000_000  # bytes, unpacked; CIViC's largest file has 8 million
    tries: int = 3
    pause: float = 2  # seconds before the second try, twice as long before the third


LIMITS = Limits()


class Downloaded(NamedTuple):
    """A file as the server gave it."""

    url: str  # where it was found at last, without credentials
    content: bytes
    last_modified: str  # ISO 8601 date, "" where the server does not say


class _PassingError(Exception):
    """A failure that may be over at the next try."""


def check_url(url: str) -> None:
    """Raises UsageError for an address that is neither https nor on this machine."""
    if not _is_safe(url):
        raise UsageError(
            f"{shown(url)}: only https addresses are fetched, since on the way plain http or ftp can be changed by anybody. "
            "Use https, or download the files by other means and give their folder: --from FOLDER."
        )


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _THIS_MACHINE))


def shown(url: str) -> str:
    """An address for messages and tables: without user, password and query."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def download(url: str, limits: Limits | None = None) -> Downloaded | None:
    """The file at ``url``; None where the server has none (404).

    Raises InputError when the server cannot be reached, refuses, or gives too much; UsageError for a plain http address.
    """
    import requests

    limits = limits or LIMITS
    check_url(url)
    passing = (_PassingError, requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
    with requests.Session() as session:
        session.headers["User-Agent"] = f"pm-annotate/{__version__}"
        session.headers["Accept-Encoding"] = "identity"  # the length of what comes can be held against what was announced
        for number in range(1, limits.tries + 1):
            try:
                return _fetched(session, url, limits)
            except requests.exceptions.SSLError as error:
                raise InputError(
                    f"{shown(url)}: the server's certificate is not trusted ({_reason(error)}). Where a proxy of your own "
                    "signs what it passes on, name its certificate in REQUESTS_CA_BUNDLE."
                ) from error
            except passing as error:
                if number == limits.tries:
                    raise InputError(
                        f"{shown(url)} cannot be fetched ({_reason(error)}; tried {number} times). {_OTHERWISE}"
                    ) from error
            except (OSError, ValueError) as error:  # requests' other errors, a CA bundle that is not there
                raise InputError(f"{shown(url)} cannot be fetched ({_reason(error)}). {_OTHERWISE}") from error
            time.sleep(limits.pause * 2 ** (number - 1))
    raise AssertionError("the last try returns or raises")


def _fetched(session: Session, url: str, limits: Limits) -> Downloaded | None:
    """One try, following the server to other places as long as they are as safe."""
    for _ in range(_MOST_MOVES + 1):
        with session.get(url, stream=True, allow_redirects=False, timeout=(limits.connect, limits.silence)) as response:
            if response.status_code in _MOVED and response.headers.get("Location"):
                url = urljoin(url, response.headers["Location"])
                if not _is_safe(url):
                    raise InputError(f"{shown(url)}: the server sends us on to an address that is not https. {_OTHERWISE}")
                continue
            if response.status_code == 404:
                return None
            if response.status_code in _PASSING:
                raise _PassingError(f"status {response.status_code}")
            if response.status_code != 200:
                raise InputError(f"{shown(url)} cannot be fetched: the server answers {response.status_code}. {_OTHERWISE}")
            content = _read(response, url, limits)
            return Downloaded(shown(url), content, _date(response.headers))
    raise InputError(f"{shown(url)} cannot be fetched: the server sends us on more than {_MOST_MOVES} times. {_OTHERWISE}")


def _read(response: Response, url: str, limits: Limits) -> bytes:
    """The whole content. A connection that ends early is a passing failure, too much content none."""
    content = bytearray()
    ends = time.monotonic() + limits.whole
    for piece in response.iter_content(1 << 16):
        content += piece
        if len(content) > limits.size:
            raise InputError(f"{shown(url)}: more than {limits.size:,} bytes came: this is no file of CIViC's.")
        if time.monotonic() > ends:
            raise _PassingError(f"not whole after {limits.whole:.0f} seconds")
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and "Content-Encoding" not in response.headers and len(content) != int(length):
        raise _PassingError(f"{len(content):,} of {int(length):,} bytes came")
    return bytes(content)


def _date(headers: Mapping[str, str]) -> str:
    try:
        return parsedate_to_datetime(headers.get("Last-Modified", "")).date().isoformat()
    except (ValueError, TypeError):
        return ""


def _reason(error: BaseException) -> str:
    """The words at the bottom of a chain of errors: requests wraps urllib3 wraps the system's own."""
    if isinstance(error, _PassingError):
        return str(error)
    import requests

    if isinstance(error, requests.Timeout):
        return "no answer in time"
    inner: BaseException | None = error
    for _ in range(10):
        if inner is None:
            break
        if isinstance(inner, OSError) and inner.strerror:
            return inner.strerror
        reason = getattr(inner, "reason", None)
        first = inner.args[0] if inner.args and isinstance(inner.args[0], BaseException) else None
        inner = reason if isinstance(reason, BaseException) else first or inner.__cause__ or inner.__context__
    return str(error)[:200]
