"""Changes from a date, in the past and in the future, and what they carry along."""

from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from ..services.dated_changes import Change, apply, plan, version_in_force
from .common import JOINED, PoliceCase


@tagged("post_install", "-at_install", "police")
class TestDatedChanges(PoliceCase):
    def setUp(self):
        super().setUp()
        self.person = self.hire()

    def _on(self, day, field):
        return version_in_force(self.person, day)[field]

    def test_future_change_waits_for_its_day(self):
        apply(self.env, [Change(self.person, date(2099, 1, 1), {"weekly_hours": 20.0})])
        self.assertEqual(self._on(date(2098, 12, 31), "weekly_hours"), 40.0)
        self.assertEqual(self._on(date(2099, 1, 1), "weekly_hours"), 20.0)
        self.assertEqual(self.person.weekly_hours, 40.0)

    def test_past_change_is_carried_forward_but_overwrites_nothing(self):
        apply(self.env, [Change(self.person, date(2024, 1, 1), {"station_id": self.south.id})])
        apply(self.env, [Change(self.person, date(2025, 1, 1), {"weekly_hours": 30.0})])
        # entered late: from 2023 other hours and another posting
        apply(self.env, [Change(self.person, date(2023, 1, 1), {"weekly_hours": 35.0, "posting": "CID"})])
        self.assertEqual(self._on(date(2022, 12, 31), "weekly_hours"), 40.0)
        self.assertEqual(self._on(date(2023, 6, 1), "weekly_hours"), 35.0)
        self.assertEqual(
            self._on(date(2024, 6, 1), "weekly_hours"), 35.0
        )  # the station change held 40 before
        self.assertEqual(self._on(date(2025, 6, 1), "weekly_hours"), 30.0)  # a later decision of its own
        self.assertEqual(self._on(date(2025, 6, 1), "posting"), "CID")
        self.assertEqual(self._on(date(2023, 6, 1), "station_id"), self.north)
        self.assertEqual(self._on(date(2024, 6, 1), "station_id"), self.south)

    def test_change_on_the_first_day_of_a_version_amends_it(self):
        self.assertEqual(apply(self.env, [Change(self.person, JOINED, {"posting": "Response"})]), 1)
        self.assertEqual(len(self.person.version_ids), 1)
        self.assertEqual(self.person.posting, "Response")

    def test_nothing_to_change(self):
        self.assertEqual(plan(Change(self.person, date(2024, 1, 1), {"weekly_hours": 40.0})), [])

    def test_outside_employment_is_refused(self):
        self.person.contract_date_end = date(2026, 6, 30)
        for day in (date(2019, 1, 1), date(2026, 7, 1)):
            with self.subTest(day=day), self.assertRaises(UserError):
                plan(Change(self.person, day, {"weekly_hours": 20.0}))

    @mute_logger("odoo.sql_db")
    def test_two_versions_of_one_day_are_refused(self):
        with self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.env["hr.version"].create(
                {"employee_id": self.person.id, "date_version": JOINED, "contract_date_start": JOINED}
            )

    def test_overlapping_contracts_are_refused(self):
        with self.assertRaises(ValidationError):
            self.env["hr.version"].create(
                {
                    "employee_id": self.person.id,
                    "date_version": date(2025, 1, 1),
                    "contract_date_start": date(2025, 1, 1),
                }
            )

    def test_all_or_nothing(self):
        other = self.hire("Gone", contract_date_end=date(2023, 1, 1))
        day = date(2025, 1, 1)
        with self.assertRaises(UserError):
            apply(
                self.env, [Change(self.person, day, {"posting": "A"}), Change(other, day, {"posting": "A"})]
            )
        self.assertEqual(len(self.person.version_ids), 1)

    def test_wizard_promotes_with_point_increment_and_preview(self):
        """Constable on point 3 (£33,789 from September 2025) becomes sergeant: the lowest point."""
        day = date(2026, 4, 1)
        form = Form(
            self.env["police.change.wizard"]
            .with_user(self.officer_user)
            .with_context(default_employee_id=self.person.id, default_date=day)
        )
        form.rank_id = self.ranks["sergeant"]
        self.assertEqual(form.pay_point, "2")
        self.assertEqual(form.rank_since, day)
        self.assertEqual(form.increment_date, date(2027, 4, 1))
        self.assertIn("Sergeant", form.preview)
        form.save().action_apply()
        note = self.person.message_ids[:1]
        self.assertIn("Sergeant", note.body)
        self.assertEqual(note.author_id, self.officer_user.partner_id)
        self.assertEqual(self._on(date(2026, 3, 31), "rank_id"), self.ranks["constable"])
        after = version_in_force(self.person, day)
        self.assertEqual((after.rank_id, after.pay_scale), (self.ranks["sergeant"], "sergeant"))
        # the earlier constable's version keeps its scale
        self.assertEqual(
            self._on(date(2026, 3, 31), "pay_scale"), "constable_appointed_on_or_after_2013_04_01"
        )

    def test_wizard_shows_the_facts_of_the_day_chosen(self):
        apply(self.env, [Change(self.person, date(2025, 1, 1), {"weekly_hours": 30.0})])
        form = Form(
            self.env["police.change.wizard"].with_context(
                default_employee_id=self.person.id, default_date=date(2026, 1, 1)
            )
        )
        self.assertEqual(form.weekly_hours, 30.0)
        form.date = date(2024, 1, 1)
        self.assertEqual(form.weekly_hours, 40.0)
        self.assertIn("Nothing changes", form.preview)
        with self.assertRaises(UserError):
            form.save().action_apply()
