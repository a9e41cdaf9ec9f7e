"""The line to the gateway: one HTTP POST, with certificate and host name checked.

What matters is telling "it never left" (:class:`.conversation.NotSent`, safe to repeat) from "it may have
arrived" (:class:`.conversation.NoAnswer`, look before repeating).
"""

import gzip
import http.client
import ssl
import zlib
from urllib.parse import urlsplit

from .conversation import NoAnswer, NotSent

HEADERS = {
    "Content-Type": "text/xml; charset=utf-8",
    "Accept": "text/xml",
    "Accept-Encoding": "gzip",
    "User-Agent": "Constabulary",
}
LARGEST_ANSWER = 20_000_000
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Line:
    """``Line(timeout)(url, body) -> answer``. Plain HTTP is for this computer alone (the stand-in)."""

    def __init__(self, timeout: float = 60.0, context: ssl.SSLContext | None = None) -> None:
        self.timeout = timeout
        self.context = context or ssl.create_default_context()

    def __call__(self, url: str, body: bytes) -> bytes:
        """POST ``body``. Redirects are not followed: a submission goes where it was meant to go."""
        parts = urlsplit(url)
        connection = self._connect(parts.scheme, parts.hostname or "", parts.port)
        try:
            return self._post(connection, parts.path or "/", body)
        finally:
            connection.close()

    def _connect(self, scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            connection = http.client.HTTPSConnection(host, port, timeout=self.timeout, context=self.context)
        elif scheme == "http" and host in LOOPBACK:
            connection = http.client.HTTPConnection(host, port, timeout=self.timeout)
        else:
            raise NotSent(f"{scheme}://{host} is not a safe address: HMRC is reached by https alone.")
        try:
            connection.connect()
        except ssl.SSLCertVerificationError as error:
            raise NotSent(f"The certificate of {host} was not accepted: {error.verify_message}.") from error
        except (OSError, http.client.HTTPException) as error:
            raise NotSent(f"{host} can not be reached: {error}.") from error
        return connection

    def _post(self, connection: http.client.HTTPConnection, path: str, body: bytes) -> bytes:
        try:
            connection.request("POST", path, body, HEADERS)
            response = connection.getresponse()
            data = response.read(LARGEST_ANSWER + 1)
        except TimeoutError as error:
            raise NoAnswer(f"No answer within {self.timeout:g} seconds.") from error
        except (OSError, http.client.HTTPException) as error:
            raise NoAnswer(f"The connection broke before an answer came: {_named(error)}.") from error
        if len(data) > LARGEST_ANSWER:
            raise NoAnswer("The answer is unreasonably large.")
        data = _unpacked(data, response.headers.get("Content-Encoding", ""))
        if response.status >= 400 and b"GovTalkMessage" not in data[:500]:
            kind = NotSent if response.status < 500 else NoAnswer
            raise kind(f"The gateway answered with HTTP status {response.status} {response.reason}.")
        if 300 <= response.status < 400:
            raise NotSent(f"The gateway wants to send us elsewhere (HTTP status {response.status}).")
        return data


def _unpacked(data: bytes, encoding: str) -> bytes:
    if encoding.lower() != "gzip":
        return data
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise NoAnswer(f"The answer could not be unpacked: {error}.") from error


def _named(error: Exception) -> str:
    return f"{type(error).__name__} {error}".strip()
