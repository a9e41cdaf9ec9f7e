"""What can and cannot be entered, in clear sentences; states; certificates; decisions by two people."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import AbsenceCase


@tagged("post_install", "-at_install", "police")
class TestAbsence(AbsenceCase):
    def test_sickness_runs_until_the_return(self):
        sick = self.absent(self.sergeant, "2026-08-03")
        self.assertEqual((sick.state, sick.is_open, sick.pay), ("confirmed", True, "rules"))
        wizard = self.hr_env["police.absence.return"].create(
            {"absence_id": sick.id, "first_day_back": "2026-08-20", "phased": True, "phase_to": "2026-09-06"}
        )
        wizard.action_apply()
        self.assertEqual((sick.state, sick.date_to), ("ended", fields.Date.to_date("2026-08-19")))
        self.assertEqual(sick.phase_ids.duties, "recuperative")
        sick.action_reopen()
        self.assertEqual(sick.state, "confirmed")

    def test_overlap_end_before_start_and_before_joining(self):
        self.absent(self.sergeant, "2026-08-03", "2026-08-14")
        with self.refused(ValidationError, "already runs from 3 August 2026 to 14 August 2026"):
            self.absent(self.sergeant, "2026-08-14", "2026-08-15", kind="special")
        with self.refused(ValidationError, "joined on 6 April 2015"):
            self.absent(self.staff, "2015-04-05")
        wizard = self.hr_env["police.absence.return"].create(
            {"absence_id": self.absent(self.staff, "2026-08-03").id, "first_day_back": "2026-08-03"}
        )
        with self.refused(UserError, "first day back is after that"):
            wizard.action_apply()

    def test_end_before_start_is_said_in_words(self):
        with self.refused(ValidationError, "ends on 1 August 2026, before it starts on 3 August 2026"):
            self.absent(self.sergeant, "2026-08-03", "2026-08-01")

    def test_an_officer_may_not_strike(self):
        with self.refused(ValidationError, "Officers may not strike"):
            self.absent(self.sergeant, "2026-08-03", "2026-08-03", kind="strike")
        strike = self.absent(self.staff, "2026-08-03", "2026-08-03", kind="strike")
        self.assertEqual(strike.pay, "none")
        with self.refused(ValidationError, "part of one unpaid day"):
            self.absent(self.staff, "2026-08-05", "2026-08-06", kind="strike", hours_lost=2)

    def test_state_only_by_buttons_and_no_deletion(self):
        sick = self.absent(self.sergeant, "2026-08-03")
        with self.assertRaises(AccessError):
            sick.state = "cancelled"
        with self.assertRaises(AccessError):
            sick.write({"checked_by_id": self.hr_officer.id})
        with self.refused(UserError, "Cancel it instead"):
            sick.unlink()
        sick.action_cancel()
        with self.assertRaises(UserError):
            sick.action_cancel()

    def test_fit_note_missing_after_seven_days(self):
        today = fields.Date.today()
        sick = self.absent(self.sergeant, fields.Date.subtract(today, days=9))
        other = self.absent(self.staff, fields.Date.subtract(today, days=6))
        self.assertTrue(sick.fit_note_missing)
        found = self.env["police.absence"].search([("fit_note_missing", "=", True)])
        self.assertIn(sick, found)
        self.assertNotIn(other, found)
        certificate = self.hr_env["police.absence.certificate"]
        with self.refused(ValidationError, "covers the first seven days"):
            certificate.create(
                {
                    "absence_id": sick.id,
                    "kind": "self",
                    "date_from": sick.date_from,
                    "date_to": fields.Date.add(sick.date_from, days=7),
                }
            )
        certificate.create(
            {
                "absence_id": sick.id,
                "kind": "self",
                "date_from": sick.date_from,
                "date_to": fields.Date.add(sick.date_from, days=6),
            }
        )
        self.assertTrue(sick.fit_note_missing)
        certificate.create(
            {"absence_id": sick.id, "date_from": fields.Date.add(sick.date_from, days=7), "date_to": today}
        )
        self.assertFalse(sick.fit_note_missing)
        self.assertEqual(sick.certified_to, today)

    def test_part_of_a_tour_worked_is_no_sick_day(self):
        sick = self.absent(self.sergeant, "2026-08-03", "2026-08-07", first_day="part", last_day="part")
        self.assertEqual(
            (sick.sick_from, sick.sick_to),
            (fields.Date.to_date("2026-08-04"), fields.Date.to_date("2026-08-06")),
        )

    def test_linked_spells_are_shown(self):
        self.absent(self.sergeant, "2026-05-04", "2026-05-08")
        linked = self.absent(self.sergeant, "2026-07-03", "2026-07-10")  # 55 days between
        apart = self.absent(self.sergeant, "2026-09-14", "2026-09-18")
        self.assertEqual(str(linked.linked_since), "2026-05-04")
        self.assertFalse(apart.linked_since)

    def test_regulation_28_takes_two_people(self):
        sick = self.absent(self.sergeant, "2026-02-01", injury_on_duty=True)
        decision = self.hr_env["police.absence.decision"].create(
            {"absence_id": sick.id, "date_from": "2026-08-03", "date_to": "2026-12-31", "grounds": "injury"}
        )
        with self.assertRaises(AccessError):
            decision.action_approve()  # HR asked and does not decide
        with self.assertRaises(UserError):
            decision.state = "approved"
        with self.refused(AccessError, "entered by HR"):
            decision.with_user(self.manager).date_to = "2027-12-31"
        decision.with_user(self.manager).action_approve()
        self.assertEqual((decision.state, decision.approved_by_id), ("approved", self.manager))
        with self.refused(UserError, "not edited"):
            decision.date_to = "2027-01-31"
        decision.action_withdraw()
        self.assertEqual(decision.state, "withdrawn")

    def test_a_scheme_is_approved_by_somebody_else_and_then_fixed(self):
        scheme = self.hr_env["police.absence.scheme"].create(
            {
                "name": "Adoption",
                "kind": "adoption",
                "applies_to": "officer",
                "date_from": "2026-01-01",
                "source": "Force policy 12",
            }
        )
        with self.refused(UserError, "no steps"):
            scheme.with_user(self.accountant).action_approve()
        scheme.step_ids = [(0, 0, {"from_months": 12, "full_pay": 18})]
        with self.assertRaises(AccessError):
            scheme.action_approve()
        scheme.with_user(self.accountant).action_approve()
        with self.assertRaises(UserError):
            scheme.step_ids.full_pay = 20
        with self.refused(ValidationError, "Police Regulations"):
            self.hr_env["police.absence.scheme"].create(
                {
                    "name": "Sick",
                    "kind": "sickness",
                    "applies_to": "officer",
                    "date_from": "2026-01-01",
                    "source": "x",
                }
            )

    def test_previews_are_told(self):
        told = []
        contributor = type(self.env["police.pay.contributor"])
        self.patch(
            contributor,
            "_touched",
            lambda self, people, day: told.append((people.ids, fields.Date.to_date(day))),
        )
        sick = self.absent(self.sergeant, "2026-08-03")
        sick.date_to = "2026-08-20"
        sick.date_to = "2026-08-10"
        days = [fields.Date.to_date(day) for day in ("2026-08-03", "2026-08-21", "2026-08-11")]
        self.assertEqual(told, [(self.sergeant.ids, day) for day in days])
