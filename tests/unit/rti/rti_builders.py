"""A submission, a stand-in and a conversation with it, for the tests of this folder."""

from datetime import date, datetime

from odoo.addons.police_engine.adapters.rti import conversation, fps, nvr, standin
from odoo.addons.police_engine.adapters.rti.envelope import Credentials
from odoo.addons.police_engine.params import RuleSet

from tests.unit.adapters.adapter_builders import EMPLOYER, PERIOD, fps_record

NOW = datetime(2026, 9, 28, 10, 0, 0)
TODAY = NOW.date()
CREDENTIALS = Credentials("ISV635", "secret-password")
TRANSACTION = "0A" * 16
ACTIONS = {
    number: entry["action"] for number, entry in RuleSet.load().at("hmrc/rti", TODAY)["errors"].items()
}


def submission(*records, **changes) -> bytes:
    """A valid FPS of September 2026 with two people."""
    people = records or (fps_record(), fps_record(payroll_id="100002", nino="AB123457C"))
    facts = {"tax_year": "2026-27", "period_end": PERIOD.end, "payment_date": PERIOD.pay_date, "period_no": 6}
    return fps.build_fps(EMPLOYER, people, **{**facts, **changes})


def question(**changes) -> nvr.NinoQuestion:
    """A new starter without a National Insurance number."""
    facts = {
        "payroll_id": "300001", "title": "Mr", "forenames": ("Idris",), "surname": "Elder",
        "birth_date": date(1999, 2, 28), "gender": "M", "address": ("1 High Street", "Testford"),
        "postcode": "TS1 1AA",
    }  # fmt: skip
    return nvr.NinoQuestion(**{**facts, **changes})


def stand_in(*script, **changes) -> standin.StandIn:
    """A stand-in at the tests' time."""
    return standin.StandIn(script or ("accept",), **{"clock": lambda: NOW, "today": TODAY, **changes})


def talk(post, endpoint="https://gateway.example/submission", mode="test", **changes):
    """A conversation over ``post``."""
    facts = {"mode": mode, "vendor_id": "1234", "actions": ACTIONS, **changes}
    return conversation.Conversation(post, endpoint, CREDENTIALS, **facts)


def direct(gateway):
    """``post`` straight into a stand-in, without a network."""

    def post(url, body):
        gateway.endpoint = url.rpartition("/")[0]
        try:
            return gateway.handle(url, body)
        except standin.Dropped as error:
            raise conversation.NoAnswer("The connection broke.") from error

    return post
