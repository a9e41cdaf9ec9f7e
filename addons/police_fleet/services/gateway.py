"""Asking DVLA's vehicle enquiry service and DVSA's MOT history. Standard library only; no database.

Shapes as published: DVLA ``POST {endpoint}/vehicle-enquiry/v1/vehicles`` with ``x-api-key`` and
``{"registrationNumber": "AB12CDE"}``; DVSA ``GET {endpoint}/v1/trade/vehicles/registration/{registration}``
with a bearer token (OAuth client credentials) and ``x-api-key``; DVSA's files ``GET
{endpoint}/v1/trade/vehicles/bulk-download``, whose links hold for minutes and take no keys; DVLA's Access to
Driver Data ``POST {endpoint}/thirdparty-access/v1/authenticate`` for a token, then ``POST
{endpoint}/full-driver-enquiry/v1/driving-licences/retrieve``. Keys come from the environment alone.
"""

import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import NamedTuple

KEYS = {
    "ves": ("CONSTABULARY_DVLA_API_KEY",),
    "mot": ("CONSTABULARY_DVSA_API_KEY", "CONSTABULARY_DVSA_CLIENT_ID", "CONSTABULARY_DVSA_CLIENT_SECRET"),
    "driver": (
        "CONSTABULARY_DVLA_DRIVER_API_KEY",
        "CONSTABULARY_DVLA_DRIVER_USER",
        "CONSTABULARY_DVLA_DRIVER_PASSWORD",
    ),
}
LONGEST_ANSWER = 2_000_000  # bytes
LONGEST_FILE = 4_000_000_000  # bytes; a day's delta is some hundred million
DRIVER_TOKEN_SECONDS = 3000  # DVLA's tokens hold for an hour
_EARLY = 60  # seconds before its end that a token is renewed


class GatewayError(Exception):
    """``kind``: not_found, limited, refused, failed, timeout or setup. ``status``: HTTP status or 0."""

    def __init__(self, kind, message, status=0, retry_after=0):
        super().__init__(message)
        self.kind, self.message, self.status, self.retry_after = kind, message, status, retry_after


class Settings(NamedTuple):
    """``service``: ves, mot or driver. Addresses without a slash at the end; ``timeout`` in seconds."""

    service: str
    endpoint: str
    token_endpoint: str = ""
    scope: str = ""
    timeout: float = 10.0


def missing_keys(service):
    """Names of the environment variables that are not set."""
    return [name for name in KEYS[service] if not os.environ.get(name)]


class Client:
    """One conversation; keeps DVSA's token while it is valid."""

    def __init__(self, settings):
        self.settings = settings
        self._token, self._until = "", 0.0
        if not settings.endpoint:
            raise GatewayError("setup", "No address is entered for this service.")
        if missing := missing_keys(settings.service):
            raise GatewayError("setup", f"Not set in the environment of the server: {', '.join(missing)}.")

    def ask(self, registration):
        """The service's answer about one registration as a dict. Raises GatewayError."""
        plate = "".join(registration.split()).upper()
        if self.settings.service == "ves":
            return self._ves(plate)
        return self._mot(plate)

    def _ves(self, plate):
        body = json.dumps({"registrationNumber": plate}).encode()
        headers = {"x-api-key": os.environ[KEYS["ves"][0]], "Content-Type": "application/json"}
        return self._send(f"{self.settings.endpoint}/vehicle-enquiry/v1/vehicles", headers, body)

    def _mot(self, plate):
        headers = {"x-api-key": os.environ[KEYS["mot"][0]], "Authorization": f"Bearer {self._bearer()}"}
        place = urllib.parse.quote(plate, safe="")
        return self._send(f"{self.settings.endpoint}/v1/trade/vehicles/registration/{place}", headers)

    def _bearer(self):
        if not self._token or time.monotonic() > self._until:
            form = {
                "grant_type": "client_credentials",
                "client_id": os.environ[KEYS["mot"][1]],
                "client_secret": os.environ[KEYS["mot"][2]],
                "scope": self.settings.scope,
            }
            headers = {"Content-Type": "application/x-www-form-urlencoded"}
            answer = self._send(self.settings.token_endpoint, headers, urllib.parse.urlencode(form).encode())
            if not answer.get("access_token"):
                raise GatewayError("refused", "No token was given: check client id, secret and scope.")
            self._token = answer["access_token"]
            self._until = time.monotonic() + max(0, int(answer.get("expires_in", 0)) - _EARLY)
        return self._token

    # -- DVSA's files ------------------------------------------------------------------------

    def files(self):
        """``{"bulk": [...], "delta": [...]}``: rows of filename, downloadUrl, fileSize and fileCreatedOn."""
        headers = {"x-api-key": os.environ[KEYS["mot"][0]], "Authorization": f"Bearer {self._bearer()}"}
        return self._send(f"{self.settings.endpoint}/v1/trade/vehicles/bulk-download", headers)

    def download(self, url, target):
        """Write the file behind a link of :meth:`files` to ``target`` (a binary file), without any key."""

        def copy(answer):
            total = 0
            while chunk := answer.read(1 << 20):
                total += len(chunk)
                if total > LONGEST_FILE:
                    raise GatewayError("failed", "The file is longer than any day's file.")
                target.write(chunk)
            return total

        return self._open(url, {}, None, copy)

    # -- DVLA's drivers ----------------------------------------------------------------------

    def ask_driver(self, number):
        """DVLA's answer about one driving licence number as a dict. Raises GatewayError."""
        body = {
            "drivingLicenceNumber": "".join(number.split()).upper(),
            "includeCPC": False, "includeTacho": False, "acceptPartialResponse": "false",
        }  # fmt: skip
        headers = {
            "x-api-key": os.environ[KEYS["driver"][0]], "Authorization": self._driver_token(),
            "Content-Type": "application/json",
        }  # fmt: skip
        place = f"{self.settings.endpoint}/full-driver-enquiry/v1/driving-licences/retrieve"
        return self._send(place, headers, json.dumps(body).encode())

    def _driver_token(self):
        if not self._token or time.monotonic() > self._until:
            body = {"userName": os.environ[KEYS["driver"][1]], "password": os.environ[KEYS["driver"][2]]}
            answer = self._send(
                f"{self.settings.endpoint}/thirdparty-access/v1/authenticate",
                {"Content-Type": "application/json"}, json.dumps(body).encode(),
            )  # fmt: skip
            if not answer.get("id-token"):
                raise GatewayError("refused", "No token was given: check user and password; DVLA's expire.")
            self._token = answer["id-token"]
            self._until = time.monotonic() + DRIVER_TOKEN_SECONDS
        return self._token

    # -- the wire ----------------------------------------------------------------------------

    def _send(self, url, headers, body=None):
        return self._open(url, headers, body, lambda answer: _decoded(answer.read(LONGEST_ANSWER)))

    def _open(self, url, headers, body, use):
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise GatewayError("setup", f"{url}: keys are sent over https only.")
        request = urllib.request.Request(url, data=body, headers={"Accept": "application/json", **headers})
        try:
            with _OPENER.open(request, timeout=self.settings.timeout) as answer:
                return use(answer)
        except urllib.error.HTTPError as error:
            raise _refusal(error) from error
        except TimeoutError as error:
            raise GatewayError("timeout", f"No answer within {self.settings.timeout:g} seconds.") from error
        except (urllib.error.URLError, http.client.HTTPException, OSError) as error:
            if isinstance(getattr(error, "reason", None), TimeoutError):
                raise GatewayError(
                    "timeout", f"No answer within {self.settings.timeout:g} seconds."
                ) from error
            raise GatewayError("failed", f"The service cannot be reached: {error}.") from error


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the keys to another host."""

    def redirect_request(self, *_args, **_kw):
        """Follow none."""
        return


_OPENER = urllib.request.build_opener(_NoRedirect)


def _decoded(content):
    try:
        answer = json.loads(content)
    except ValueError as error:
        raise GatewayError("failed", "The answer is no JSON.") from error
    if not isinstance(answer, dict):
        raise GatewayError("failed", "The answer is not in the published form.")
    return answer


def _refusal(error):
    words = _words(error)
    after = error.headers.get("Retry-After", "") if error.headers else ""
    kinds = {404: "not_found", 429: "limited", 400: "refused", 401: "refused", 403: "refused"}
    said = {
        "not_found": "Not known there",
        "limited": "Too many enquiries",
        "refused": "The enquiry was refused",
        "failed": "The service failed",
    }
    kind = kinds.get(error.code, "failed")
    message = f"{said[kind]} (HTTP {error.code}{': ' + words if words else ''})."
    return GatewayError(kind, message, error.code, int(after) if after.isdigit() else 0)


def _words(error):
    """What the service says: DVLA's ``errors[].detail``, DVSA's ``errorMessage``, or ``message``."""
    try:
        answer = json.loads(error.read(LONGEST_ANSWER))
        details = [item.get("detail") or item.get("title") or "" for item in answer.get("errors", [])]
        return "; ".join(filter(None, details)) or answer.get("errorMessage") or answer.get("message") or ""
    except (ValueError, AttributeError, OSError):
        return ""
