"""A duty system posts over real HTTP with an API key: ``POST /json/2/police.duty.entry/post_entries``."""

import json
from datetime import datetime, timedelta

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import DutyCase


@tagged("post_install", "-at_install", "police")
class TestJson2(DutyCase, HttpCase):
    def post(self, user, body, method="post_entries"):
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "duty system", datetime.now() + timedelta(days=1))
            if user
            else "wrong"
        )
        answer = self.url_open(
            f"/json/2/police.duty.entry/{method}",
            data=json.dumps(body),
            headers={"Authorization": f"Bearer {key}", "Content-Type": "application/json"},
        )
        return answer.status_code, answer.json()

    def duty_row(self, **values):
        return {
            "person": "100001",
            "reference": "CROWN-1",
            "kind": "rostered",
            "rostered_start": "2026-09-01T07:00",
            "rostered_end": "2026-09-01T15:00",
            "start": "2026-09-01T07:00+01:00",
            "end": "2026-09-01T17:30+01:00",
            "told_at": "2026-09-01T06:00",
            "authorised_by": "Insp 1042",
            **values,
        }

    def test_posted_twice_taken_once(self):
        body = {"entries": [self.duty_row(), self.duty_row(reference="CROWN-2", person="200001", miles=9)]}
        status, answer = self.post(self.clerk, {**body, "check_only": True})
        self.assertEqual((status, answer["accepted"], answer["errors"]), (200, 2, []))
        self.assertFalse(self.env["police.duty.entry"].search([("source", "=", "api")]))
        status, answer = self.post(self.clerk, body)
        self.assertEqual((status, answer["accepted"]), (200, 2))
        entry = self.env["police.duty.entry"].search([("reference", "=", "CROWN-1")])
        self.assertEqual((entry.source, entry.state, entry.prepared_by_id), ("api", "draft", self.clerk))
        self.assertEqual(self.earned(entry), [("overtime_casual", 2.5, "expected")])
        status, answer = self.post(self.clerk, body)
        self.assertEqual((answer["accepted"], answer["unchanged"]), (0, 2))

    def test_faults_are_listed_and_nothing_is_kept(self):
        body = {
            "entries": [self.duty_row(), self.duty_row(reference="X", person="nobody"), {"colour": "blue"}]
        }
        status, answer = self.post(self.clerk, body)
        self.assertEqual((status, answer["accepted"]), (200, 0))
        self.assertEqual({error["row"] for error in answer["errors"]}, {3})
        status, answer = self.post(self.clerk, {"entries": body["entries"][:2]})
        self.assertIn("nobody", answer["errors"][0]["reason"])
        self.assertFalse(self.env["police.duty.entry"].search([("source", "=", "api")]))

    @mute_logger("odoo.http")
    def test_the_key_and_the_role_are_needed(self):
        self.assertEqual(self.post(None, {"entries": []})[0], 401)
        status, _answer = self.post(self.employee_user, {"entries": [self.duty_row()]})
        self.assertEqual(status, 403)
        status, _answer = self.post(self.auditor, {"entries": [self.duty_row()]})
        self.assertEqual(status, 403)
