"""The auditor over HTTP: the web client works, and PostgreSQL refuses what ``sudo()`` would let through."""

import json

from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install", "police")
class TestAuditorHttp(HttpCase):
    def setUp(self):
        super().setUp()
        self.user = new_test_user(
            self.env,
            "test.web.auditor",
            password="test.web.auditor",
            groups="police_core.group_auditor,base.group_system",
        )
        self.authenticate("test.web.auditor", "test.web.auditor")

    def _call(self, model, method, *args, **kwargs):
        answer = self.url_open(
            f"/web/dataset/call_kw/{model}/{method}",
            data=json.dumps({"params": {"model": model, "method": method, "args": args, "kwargs": kwargs}}),
            headers={"Content-Type": "application/json"},
        )
        return answer.json()

    def test_reads(self):
        answer = self._call("res.company", "search_read", [], ["name"])
        self.assertEqual(answer["result"][0]["name"], self.env["res.company"].search([], limit=1).name)

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_a_method_that_writes_under_sudo_is_refused(self):
        """``action_archive`` of a user checks groups, then core writes as superuser in several places."""
        victim = new_test_user(self.env, "test.victim")
        for method in ("action_archive", "action_reset_password"):
            answer = self._call("res.users", method, [victim.id])
            self.assertIn("error", answer, method)
        self.assertTrue(victim.active)
        partner = victim.partner_id
        answer = self._call("res.partner", "write", [partner.id], {"name": "Changed"})
        self.assertIn("error", answer)
        self.assertNotEqual(partner.name, "Changed")

    @mute_logger("odoo.http", "odoo.sql_db")
    def test_sequence_under_sudo_is_refused_by_postgresql(self):
        """``next_by_code`` draws a number under sudo for anyone who may read sequences."""
        sequence = self.env["ir.sequence"].create(
            {"name": "Audit", "code": "test.audit", "implementation": "no_gap"}
        )
        answer = self._call("ir.sequence", "next_by_code", "test.audit")
        self.assertIn("changes nothing", answer["error"]["data"]["message"])
        self.assertEqual(sequence.number_next_actual, 1)

    def test_own_preferences_can_be_changed(self):
        answer = self._call("res.users", "write", [self.user.id], {"signature": "Audit"})
        self.assertNotIn("error", answer)
