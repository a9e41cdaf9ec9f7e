"""The clock: days used, forecasts, worklist, letters."""

import base64
from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import AbsenceCase


@tagged("post_install", "-at_install", "police")
class TestClock(AbsenceCase):
    def clock(self, person, today):
        self.env["police.absence.clock"]._refresh(self.company, [person.id], today)
        return self.env["police.absence.clock"].search([("employee_id", "=", person.id)])

    def test_days_used_and_forecast(self):
        """61 days in the spring, sick again from 1 June: 122 days of full pay are left, to 30 September."""
        self.absent(self.sergeant, "2026-01-01", "2026-03-02")
        self.absent(self.sergeant, "2026-06-01")
        clock = self.clock(self.sergeant, date(2026, 8, 20))
        self.assertEqual((clock.full_used, clock.half_used, clock.spells), (61 + 81, 0, 2))
        self.assertEqual((clock.level, clock.full_left), ("full", 183 - 142))
        self.assertEqual((clock.half_on, clock.nil_on), (date(2026, 10, 1), date(2027, 4, 1)))
        self.assertEqual((clock.next_drop_on, clock.warning_due_on), (date(2026, 10, 1), date(2026, 9, 3)))
        self.assertEqual(clock.warning_state, "due")
        self.assertEqual(self.clock(self.sergeant, date(2026, 9, 4)).warning_state, "late")

    def test_letter_and_notice(self):
        self.absent(self.sergeant, "2026-04-01")
        clock = self.clock(self.sergeant, date(2026, 8, 20))
        self.assertEqual(clock.next_drop_on, date(2026, 10, 1))
        with self.refused(UserError, "written by HR"):
            clock.with_user(self.clerk).action_write_letters()
        clock.with_user(self.hr_officer).action_write_letters()
        notice = self.env["police.absence.notice"].search([("employee_id", "=", self.sergeant.id)])
        self.assertTrue(base64.b64decode(notice.letter).startswith(b"%PDF"))
        notice.with_user(self.hr_officer).told_on = "2026-08-21"
        self.assertEqual(self.clock(self.sergeant, date(2026, 8, 22)).warning_state, "told")
        clock.with_user(self.hr_officer).action_write_letters()
        self.assertEqual(
            self.env["police.absence.notice"].search_count([("employee_id", "=", self.sergeant.id)]), 1
        )

    def test_the_rolling_year_forgets(self):
        self.absent(self.sergeant, "2025-03-01", "2025-06-30")
        self.assertFalse(self.clock(self.sergeant, date(2026, 8, 20)))
        self.assertEqual(self.clock(self.sergeant, date(2026, 5, 31)).full_used, 31)

    def test_a_missing_scheme_is_said_on_the_clock(self):
        self.scheme.sudo().write({"date_to": "2020-12-31"})
        self.absent(self.staff, "2026-08-03")
        self.assertIn("no approved sick pay scheme", self.clock(self.staff, date(2026, 8, 20)).fault)

    def test_cancelled_sickness_stops_the_clock(self):
        sick = self.absent(self.sergeant, "2026-08-03")
        self.assertTrue(self.clock(self.sergeant, date(2026, 8, 20)))
        sick.action_cancel()
        self.assertFalse(self.clock(self.sergeant, date(2026, 8, 20)))
