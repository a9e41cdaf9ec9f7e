"""A stand-in for DVLA's vehicle enquiry service and DVSA's MOT history, for tests and demonstrations.

It is NEITHER DVLA NOR DVSA. It speaks their published shapes on this computer::

    python tests/standins/dvla_gateway.py --port 8766

    POST /vehicle-enquiry/v1/vehicles                    x-api-key, {"registrationNumber": "AA19AAA"}
    POST /oauth2/v2.0/token                              client credentials
    GET  /v1/trade/vehicles/registration/{registration}  bearer token and x-api-key
    GET  /v1/trade/vehicles/bulk-download                the same; links to zipped daily files (``deltas``)
    POST /thirdparty-access/v1/authenticate              {"userName", "password"}
    POST /full-driver-enquiry/v1/driving-licences/retrieve   that token and x-api-key (``drivers``)

Any key is taken but an empty one. Registrations of DVLA's own test environment misbehave as they do there:
ER19BAD 400, ER19NFD 404, ER19THR 429 (Retry-After 30), ER19ERR 500, ER19MNT 503. Ours besides: ER19TMO never
answers, ER19LAT answers ``late`` seconds late, ER19CUT drops the connection, ER19TXT answers with no JSON.
Every other vehicle is made up from its registration, or given in ``facts``.
"""

import argparse
import contextlib
import gzip
import io
import json
import threading
import time
import urllib.parse
import zipfile
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

NOTICE = "STAND-IN, NEITHER DVLA NOR DVSA"
ERRORS = {
    "ER19BAD": (400, "Bad Request", "Invalid format for field - vehicle registration number"),
    "ER19NFD": (404, "Vehicle Not Found", "Record for vehicle not found"),
    "ER19THR": (429, "Too Many Requests", "Rate limit exceeded"),
    "ER19ERR": (500, "Internal Server Error", "System Error occurred"),
    "ER19MNT": (503, "Service Unavailable", "Vehicle enquiry is down for maintenance"),
}
TOKEN = "stand-in-token"
MAKES = ("FORD", "PEUGEOT", "VAUXHALL", "BMW", "VOLVO", "SKODA")


class StandIn:
    """``facts``: registration -> {"mot_due", "ved_due" (dates), "make", "colour", "tests": [...]}.

    ``deltas``: day -> bytes of that day's file. ``drivers``: licence number -> DVLA's answer; others are 404.
    """

    def __init__(self, facts=None, late=1.0, today=None):
        self.facts, self.late, self.today = facts or {}, late, today or date.today()
        self.deltas: dict[date, bytes] = {}
        self.drivers: dict[str, dict] = {}
        self.requests: list[tuple[str, str]] = []
        self.stopped = threading.Event()

    def vehicle(self, plate):
        """Facts of one vehicle: as given, or made up from its registration and always the same."""
        number = sum(ord(letter) * (place + 3) for place, letter in enumerate(plate))
        made = {
            "mot_due": self.today + timedelta(days=number % 360),
            "ved_due": self.today + timedelta(days=number % 300),
            "make": MAKES[number % len(MAKES)],
            "colour": "SILVER",
            "tests": [],
        }
        return made | self.facts.get(plate, {})

    def ves(self, plate):
        """DVLA's answer."""
        facts = self.vehicle(plate)
        answer = {
            "registrationNumber": plate,
            "taxStatus": facts.get("tax_status", "Taxed"),
            "motStatus": "Valid",
            "make": facts["make"],
            "colour": facts["colour"],
            "fuelType": "DIESEL",
            "yearOfManufacture": 2021,
            "engineCapacity": 1997,
            "co2Emissions": 130,
            "markedForExport": False,
            "typeApproval": "M1",
            "wheelplan": "2 AXLE RIGID BODY",
            "monthOfFirstRegistration": "2021-03",
        }
        dates = {"taxDueDate": facts["ved_due"], "motExpiryDate": facts["mot_due"]}
        return answer | {key: day.isoformat() for key, day in dates.items() if day}

    def mot(self, plate):
        """DVSA's answer."""
        facts = self.vehicle(plate)
        answer = {
            "registration": plate,
            "make": facts["make"],
            "model": "UNKNOWN",
            "firstUsedDate": "2021-03-01",
            "fuelType": "Diesel",
            "primaryColour": facts["colour"].title(),
            "registrationDate": "2021-03-01",
            "manufactureDate": "2021-02-01",
            "engineSize": "1997",
            "hasOutstandingRecall": "Unknown",
            "motTests": facts["tests"],
        }
        if not facts["tests"] and facts["mot_due"]:
            answer["motTestDueDate"] = facts["mot_due"].isoformat()
        return answer


def delta(*records):
    """A day's file as DVSA packs it: an archive of gzip documents, a vehicle a line."""
    lines = gzip.compress("".join(json.dumps(record) + "\n" for record in records).encode())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("delta-light-vehicle-0.json.gz", lines)
    return file.getvalue()


def driver(surname, status="Valid", categories=("B",), points=0, until="2035-01-01", **endorsement):
    """DVLA's answer about one licence."""
    row = {"offenceCode": "SP30", "offenceDate": "2025-06-01", "penaltyPoints": points, **endorsement}
    return {
        "driver": {"lastName": surname, "firstNames": "TEST", "dateOfBirth": "1990-01-01"},
        "licence": {"type": "Full", "status": status},
        "entitlement": [
            {
                "categoryCode": code,
                "categoryType": "Full",
                "fromDate": "2010-01-01",
                "expiryDate": "2060-01-01",
            }
            for code in categories
        ],
        "endorsements": [row] if points or endorsement else [],
        "token": {"validFromDate": "2015-01-01", "validToDate": until, "issueNumber": "12"},
    }


def test(number, completed, expiry=None, miles=None, passed=True, defects=()):
    """One entry of ``motTests`` as DVSA gives it."""
    return {
        "registrationAtTimeOfTest": None,
        "motTestNumber": number,
        "completedDate": f"{completed.isoformat()}T10:15:00.000Z",
        "testResult": "PASSED" if passed else "FAILED",
        "expiryDate": expiry.isoformat() if expiry else None,
        "odometerValue": str(miles) if miles is not None else "",
        "odometerUnit": "MI",
        "odometerResultType": "READ" if miles is not None else "UNREADABLE",
        "dataSource": "DVSA",
        "defects": [{"dangerous": False, "text": text, "type": "ADVISORY"} for text in defects],
    }


test.__test__ = False  # pytest: a maker, not a test


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/oauth2/v2.0/token":
            return self._token(body)
        if self.path == "/thirdparty-access/v1/authenticate":
            return self._authenticate(body)
        if self.path == "/full-driver-enquiry/v1/driving-licences/retrieve":
            return self._driver(body)
        if self.path != "/vehicle-enquiry/v1/vehicles":
            return self._send(404, {"message": "Not Found"})
        if not self.headers.get("x-api-key"):
            return self._send(403, {"message": "Forbidden"})
        try:
            plate = json.loads(body)["registrationNumber"]
        except (ValueError, KeyError, TypeError):
            plate = "ER19BAD"
        return self._answer("ves", plate)

    def do_GET(self):
        head = "/v1/trade/vehicles/registration/"
        if self.path.startswith("/files/"):  # links carry their own right and take no keys
            day = date.fromisoformat(self.path[len("/files/") :])
            return self._bytes(200, self.server.standin.deltas[day], {"Content-Type": "application/zip"})
        if self.path == "/v1/trade/vehicles/bulk-download":
            return self._files()
        if not self.path.startswith(head):
            return self._send(404, {"errorCode": "MOTH-NP-01", "errorMessage": "Not found"})
        if not self.headers.get("x-api-key") or self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._send(403, {"errorCode": "MOTH-FB-01", "errorMessage": "Forbidden"})
        return self._answer("mot", urllib.parse.unquote(self.path[len(head) :]))

    def _token(self, body):
        form = urllib.parse.parse_qs(body.decode())
        self.server.standin.requests.append(("token", ""))
        if form.get("grant_type") != ["client_credentials"] or not form.get("client_secret", [""])[0]:
            return self._send(401, {"error": "invalid_client", "error_description": "Invalid client secret"})
        return self._send(200, {"token_type": "Bearer", "expires_in": 3599, "access_token": TOKEN})

    def _files(self):
        if not self.headers.get("x-api-key") or self.headers.get("Authorization") != f"Bearer {TOKEN}":
            return self._send(403, {"errorCode": "MOTH-FB-01", "errorMessage": "Forbidden"})
        self.server.standin.requests.append(("files", ""))
        address = f"http://127.0.0.1:{self.server.server_port}/files"
        rows = [
            {
                "filename": f"v1/public/delta/delta-light-vehicle_{day:%d-%m-%Y}.zip",
                "downloadUrl": f"{address}/{day.isoformat()}",
                "fileSize": len(content),
                "fileCreatedOn": day.isoformat(),
            }
            for day, content in self.server.standin.deltas.items()
        ]
        return self._send(200, {"bulk": [], "delta": rows})

    def _authenticate(self, body):
        form = json.loads(body)
        self.server.standin.requests.append(("authenticate", form.get("userName", "")))
        if not form.get("password"):
            return self._send(401, {"message": "Unauthorized"})
        return self._send(200, {"id-token": TOKEN})

    def _driver(self, body):
        number = json.loads(body).get("drivingLicenceNumber", "")
        self.server.standin.requests.append(("driver", number))
        if not self.headers.get("x-api-key") or self.headers.get("Authorization") != TOKEN:
            return self._send(403, {"message": "Forbidden"})
        if number not in self.server.standin.drivers:
            return self._error(
                "ves", 404, "Not Found", "Record for supplied driving licence number not found"
            )
        return self._send(200, self.server.standin.drivers[number])

    def _answer(self, kind, plate):
        standin = self.server.standin
        standin.requests.append((kind, plate))
        if plate in ERRORS:
            return self._error(kind, *ERRORS[plate])
        if plate == "ER19TMO":
            standin.stopped.wait(60)
            return None
        if plate == "ER19LAT":
            standin.stopped.wait(standin.late)
        if plate == "ER19CUT":
            self.close_connection = True
            return self.connection.close()
        if plate == "ER19TXT":
            return self._bytes(200, b"<html>Sorry</html>", {})
        return self._send(200, getattr(standin, kind)(plate))

    def _error(self, kind, status, title, detail):
        after = {"Retry-After": "30"} if status == 429 else {}
        if kind == "mot":
            return self._send(
                status, {"errorCode": f"MOTH-{status}", "errorMessage": detail, "requestId": "1"}, after
            )
        errors = [{"status": str(status), "code": str(status), "title": title, "detail": detail}]
        return self._send(status, {"errors": errors}, after)

    def _send(self, status, answer, headers=None):
        self._bytes(status, json.dumps(answer).encode(), headers or {})

    def _bytes(self, status, content, headers):
        with contextlib.suppress(OSError):  # whoever asked may have gone
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", "X-Notice": NOTICE, **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    def log_message(self, *_args):
        """Quiet."""


@contextlib.contextmanager
def serving(standin, port=0):
    """Serve on this computer only; gives the address without a slash at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", port), _Handler)
    server.daemon_threads, server.standin = True, standin
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        standin.stopped.set()
        server.shutdown()
        server.server_close()


def main(arguments=None):
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description="Stand-in for DVLA and DVSA. Neither of them.")
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument("--late", type=float, default=5.0, help="seconds that ER19LAT is late")
    options = parser.parse_args(arguments)
    standin = StandIn(late=options.late)
    with serving(standin, options.port) as address:
        print(f"{NOTICE}. Address: {address}  tokens: {address}/oauth2/v2.0/token", flush=True)
        shown = 0
        with contextlib.suppress(KeyboardInterrupt):
            while True:
                time.sleep(0.2)
                for kind, plate in standin.requests[shown:]:
                    print(time.strftime("%H:%M:%S"), kind, plate, flush=True)
                shown = len(standin.requests)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
