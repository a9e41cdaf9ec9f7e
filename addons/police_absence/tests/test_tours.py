"""The HR officer's story in Chromium: sickness entered, clock, letter, extension asked for, return."""

from datetime import timedelta

from odoo import fields
from odoo.addons.police_core.tests.tours import TourCase
from odoo.tests import tagged

from .common import AbsenceCase


@tagged("post_install", "-at_install", "police_tour")
class TestAbsenceTour(AbsenceCase, TourCase):
    def test_hr_officer(self):
        start = fields.Date.today() - timedelta(days=160)
        sick = self.absent(self.sergeant, start)
        self.env["police.absence.clock"]._refresh(self.company)
        login = self.hr_officer.login
        self.start_tour("/odoo/absences", "police_absence_enter", login=login)
        self.start_tour("/odoo/sick-pay-clock", "police_absence_clock", login=login)
        self.start_tour(f"/odoo/absences/{sick.id}", "police_absence_return", login=login)
        sick.invalidate_recordset()
        self.assertEqual(sick.state, "ended")
        entered = self.env["police.absence"].search([("employee_id", "=", self.staff.id)])
        self.assertEqual((entered.kind, entered.state), ("sickness", "confirmed"))
        self.assertTrue(self.env["police.absence.notice"].search([("employee_id", "=", self.sergeant.id)]))
