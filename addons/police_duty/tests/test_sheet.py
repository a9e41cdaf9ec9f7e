"""The weekly sheet: typing times, what the rules make of them, exceptions with an owner, two people."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install", "police")
class TestSheet(DutyCase):
    def test_times_as_typed_are_kept_in_utc_and_shown_in_london(self):
        entry = self.duty(self.sergeant, "2026-09-01", "2200-0730", "22:00-07:00")
        self.assertEqual((str(entry.start), str(entry.end)), ("2026-09-01 21:00:00", "2026-09-02 06:30:00"))
        self.assertEqual((entry.rostered_text, entry.worked_text), ("22:00-07:00", "22:00-07:30"))
        self.assertEqual(entry.minutes, 570)
        winter = self.duty(self.sergeant, "2026-12-01", "7-15", sheet_id=False)
        self.assertEqual(str(winter.start), "2026-12-01 07:00:00")

    def test_many_at_once_and_a_date_that_moves(self):
        rows = [
            {"sheet_id": self.sheet.id, "employee_id": self.sergeant.id, "duty_date": f"2026-09-0{day}",
             "rostered_text": "0700-1500", "worked_text": "0700-1500"}
            for day in (1, 2, 3)
        ]  # fmt: skip
        entries = self.env["police.duty.entry"].with_user(self.clerk).create(rows)
        self.assertEqual(entries.mapped("worked_text"), ["07:00-15:00"] * 3)
        entries[2].duty_date = "2026-09-04"
        self.assertEqual(
            (str(entries[2].start), entries[2].worked_text), ("2026-09-04 06:00:00", "07:00-15:00")
        )
        entries[:2].write({"worked_text": "0700-1600"})
        self.assertEqual(
            [str(entry.end) for entry in entries[:2]], ["2026-09-01 15:00:00", "2026-09-02 15:00:00"]
        )

    def test_times_that_do_not_exist_are_refused_in_words(self):
        for text in ("lunchtime", "0700", "2500-2600", "0770-0800"):
            with self.assertRaisesRegex(ValidationError, "Siân|times"):
                self.duty(self.sergeant, "2026-09-01", text)
        with self.assertRaisesRegex(ValidationError, "happens twice"):
            self.duty(self.sergeant, "2026-10-25", "0130-0900", sheet_id=False)

    def test_planned_overtime_and_unsocial_hours_show_before_approval(self):
        entry = self.late_tour()
        self.assertEqual(self.earned(entry), [("overtime_casual", 2.5, "expected")])
        self.assertIn("Overtime at time and a third 2.5 h", entry.earns)
        night = self.duty(self.sergeant, "2026-09-03", "2200-0700", "2200-0700")
        self.assertEqual(self.earned(night), [("unsocial_hours", 8.0, "expected")])
        piece = night.piece_ids
        self.assertIn("Annex U", piece.explanation)
        self.assertIn("22:00", piece.explanation)
        self.assertEqual(piece.confidence, "verified")

    def test_the_thirty_minutes_are_left_out_when_told_late(self):
        entry = self.duty(
            self.sergeant, "2026-09-01", "0700-1730", "0700-1500", told_at="2026-09-01 13:30:00"
        )
        self.assertEqual(self.earned(entry), [("overtime_casual", 2.0, "expected")])

    def test_approved_duties_are_reckoned_without_those_still_to_be_approved(self):
        first = self.late_tour()
        self.approve(first)
        clash = self.duty(self.sergeant, "2026-09-01", "1600-2000", kind="recall")
        self.assertEqual(self.earned(first), [("overtime_casual", 2.5, "open")])
        self.assertEqual(set(clash.finding_ids.mapped("code")), {"overlapping_duty"})
        self.assertEqual(clash.finding_ids.owner_id, self.supervisor)
        other = self.late_tour(day="2026-09-04")  # one mistake hides nothing else
        self.assertEqual(self.earned(other), [("overtime_casual", 2.5, "expected")])
        other.unlink()
        with self.assertRaisesRegex(ValidationError, "overlaps"):
            self.approve(clash)
        clash.unlink()
        self.assertFalse(self.env["police.duty.finding"].search([("employee_id", "=", self.sergeant.id)]))

    def test_extra_duty_without_authority_or_notice_is_an_owned_exception(self):
        entry = self.duty(self.sergeant, "2026-09-05", "1000-1400", kind="rest_day", authorised_by=False)
        self.assertEqual(set(entry.finding_ids.mapped("code")), {"not_authorised", "no_notice"})
        self.assertEqual(entry.finding_ids.owner_id, self.supervisor)
        self.assertTrue(all(entry.finding_ids.mapped("rule")) and all(entry.finding_ids.mapped("on_date")))
        entry.write({"authorised_by": "Insp 1042", "told_at": "2026-09-02 12:00:00"})
        self.assertFalse(entry.finding_ids)
        self.assertEqual(self.earned(entry), [("overtime_rest_day", 4.0, "expected")])

    def test_a_leavers_future_duty_is_refused(self):
        self.sergeant.sudo().version_id.contract_date_end = "2026-08-31"
        entry = self.late_tour()
        self.assertEqual(entry.finding_ids.code, "not_in_service")
        self.assertIn("left on 31 August 2026", entry.finding_ids.message)
        with self.assertRaisesRegex(ValidationError, "left on"):
            self.approve(entry)

    def test_a_bank_holiday_entered_as_an_ordinary_day_is_questioned(self):
        entry = self.duty(self.sergeant, "2026-08-31", "0700-1500", "0700-1500")
        self.assertEqual((entry.finding_ids.code, entry.finding_ids.severity), ("bank_holiday", "warning"))

    def test_nobody_approves_what_they_entered_or_their_own_duty(self):
        entry = self.late_tour()
        with self.assertRaisesRegex(ValidationError, "prepared"):
            entry.with_user(self.clerk).action_approve()
        self.sergeant.sudo().user_id = self.supervisor
        with self.assertRaisesRegex(ValidationError, "own duty"):
            self.approve(entry)
        with self.assertRaises(ValidationError):
            entry.sudo().action_approve()
        with self.assertRaises(UserError):
            entry.write({"state": "approved"})
        with self.assertRaises(AccessError):
            entry.write({"approved_by_id": self.clerk.id})

    def test_who_changes_a_duty_becomes_its_preparer(self):
        entry = self.late_tour()
        entry.with_user(self.supervisor).write({"worked_text": "0700-1800"})
        self.assertEqual(entry.prepared_by_id, self.supervisor)
        with self.assertRaisesRegex(ValidationError, "prepared"):
            self.approve(entry)

    def test_an_approved_duty_is_closed_until_withdrawn(self):
        entry = self.approve(self.late_tour())
        with self.assertRaisesRegex(UserError, "approved"):
            entry.write({"worked_text": "0700-2000"})
        with self.assertRaisesRegex(UserError, "approved"):
            entry.unlink()
        entry.with_user(self.supervisor).action_withdraw()
        entry.with_user(self.clerk).write({"worked_text": "0700-1600"})
        self.assertEqual(self.earned(entry), [("overtime_casual", 1.0, "expected")])

    def test_the_sheet_counts_copies_and_keeps_its_week(self):
        self.late_tour()
        self.assertEqual((self.sheet.state, self.sheet.draft_count), ("open", 1))
        self.sheet.with_user(self.supervisor).action_approve()
        self.assertEqual(self.sheet.state, "done")
        following = self.sheet.copy({"week_start": "2026-09-07"})
        following.with_user(self.supervisor).action_copy_last_week()
        self.assertEqual(following.entry_ids.mapped("worked_text"), ["07:00-15:00"])
        with self.assertRaisesRegex(ValidationError, "start on Monday"):
            self.sheet.copy({"week_start": "2026-09-09"})
        with self.assertRaisesRegex(ValidationError, "not in the week"):
            self.late_tour(day="2026-09-09")
        with self.assertRaisesRegex(UserError, "holds duties"):
            self.sheet.unlink()

    def test_police_staff_and_specials(self):
        staff = self.duty(self.staff, "2026-09-05", "0800-1600", "0800-1600")
        self.assertEqual(self.earned(staff), [("weekend_saturday", 8.0, "expected")])
        claims = self.duty(self.pcso, "2026-09-04", miles=12, expenses=7.5, standby_sessions=1)
        self.assertEqual(
            sorted(self.earned(claims)),
            [
                ("expenses", 7.5, "expected"),
                ("mileage_first", 12.0, "expected"),
                ("standby", 1.0, "expected"),
            ],
        )
