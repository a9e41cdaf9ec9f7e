"""The facts as the pay run reads them: clipped to the range and the contract, split where they change."""

from datetime import date

from odoo.tests import tagged

from ..services.dated_changes import Change, apply
from ..services.version_reader import slices_for
from .common import PoliceCase

START, END = date(2026, 9, 1), date(2026, 9, 30)


@tagged("post_install", "-at_install", "police")
class TestVersionReader(PoliceCase):
    def _slices(self, person, start=START, end=END):
        return slices_for(self.env, person, start, end).get(person.id, ())

    def test_a_plain_month(self):
        (piece,) = self._slices(self.hire())
        self.assertEqual((piece.date_from, piece.date_to), (START, END))
        self.assertEqual(piece.person_type, "officer")
        self.assertEqual(
            (piece.rank, piece.scale, piece.pay_point),
            ("constable", "constable_appointed_on_or_after_2013_04_01", "3"),
        )
        self.assertEqual((piece.hours, piece.full_time_hours), (4000, 4000))
        self.assertEqual((piece.region, piece.cost_centre, piece.paid), ("england_wales", "T-RESP", True))
        self.assertIsNone(piece.annual_salary)

    def test_hours_are_exact_hundredths(self):
        (piece,) = self._slices(self.hire(weekly_hours=22.15, full_time_hours=37.0))
        self.assertEqual((piece.hours, piece.full_time_hours), (2215, 3700))

    def test_joiner_and_leaver(self):
        joiner = self.hire(contract_date_start=date(2026, 9, 14))
        leaver = self.hire("Leaver", contract_date_end=date(2026, 9, 20))
        self.assertEqual(self._slices(joiner)[0].date_from, date(2026, 9, 14))
        self.assertEqual(self._slices(leaver)[0].date_to, date(2026, 9, 20))

    def test_gone_and_not_yet_there(self):
        self.assertEqual(self._slices(self.hire(contract_date_end=date(2026, 8, 31))), ())
        self.assertEqual(self._slices(self.hire("New", contract_date_start=date(2026, 10, 1))), ())

    def test_archived_leaver_is_still_paid_for_the_month(self):
        leaver = self.hire(contract_date_end=date(2026, 9, 20))
        leaver.with_context(no_wizard=True).action_archive()
        self.assertEqual(len(slices_for(self.env, self.force, START, END)[leaver.id]), 1)

    def test_split_at_each_change(self):
        person = self.hire()
        apply(self.env, [Change(person, date(2026, 9, 10), {"pay_point": "4"})])
        apply(self.env, [Change(person, date(2026, 9, 20), {"paid": False})])
        self.assertEqual(
            [(p.date_from.day, p.date_to.day, p.pay_point, p.paid) for p in self._slices(person)],
            [(1, 9, "3", True), (10, 19, "4", True), (20, 30, "4", False)],
        )

    def test_rejoiner_has_a_gap(self):
        person = self.hire(contract_date_end=date(2026, 9, 5))
        person.create_contract(date(2026, 9, 21))
        self.assertEqual([(p.date_from.day, p.date_to.day) for p in self._slices(person)], [(1, 5), (21, 30)])

    def test_local_salary_splits_where_it_changes(self):
        old = self.local_salary("G-1", 30000.0, date(2025, 9, 1), date(2026, 9, 14))
        self.local_salary("G-1", 31050.5, date(2026, 9, 15))
        person = self.hire(rank="police_staff", pay_point=False, local_salary_id=old.id)
        first, second = self._slices(person)
        self.assertEqual((first.annual_salary, first.date_to), (3000000, date(2026, 9, 14)))
        self.assertEqual((second.annual_salary, second.date_from), (3105050, date(2026, 9, 15)))
        self.assertEqual(first.salary_source, "Test circular (G-1 from 01/09/2025)")
        self.assertEqual(first.scale, "")

    def test_days_without_an_approved_figure_have_no_salary(self):
        """So that the engine blocks them; an unapproved figure is never paid."""
        old = self.local_salary("G-2", 30000.0, date(2025, 9, 1), date(2026, 9, 14))
        self.local_salary("G-2", 31000.0, date(2026, 9, 15), approve=False)
        person = self.hire(rank="police_staff", pay_point=False, local_salary_id=old.id)
        first, second = self._slices(person)
        self.assertEqual(first.annual_salary, 3000000)
        self.assertIsNone(second.annual_salary)
        self.assertIn("No approved local salary G-2 from 15/09/2026", second.salary_source)

    def test_other_forces_and_templates_are_not_read(self):
        person = self.hire()
        other = self.env["res.company"].create({"name": "Other force"})
        self.env["hr.version"].create({"name": "Template", "company_id": self.force.id})
        self.assertEqual(set(slices_for(self.env, self.force, START, END)), {person.id})
        self.assertEqual(slices_for(self.env, other, START, END), {})

    def test_few_queries_for_many(self):
        salary = self.local_salary("G-3", 30000.0, date(2025, 9, 1))
        people = self.hire() + self.hire(
            "Two", rank="police_staff", pay_point=False, local_salary_id=salary.id
        )
        self.env.flush_all()
        with self.assertQueryCount(2):
            slices_for(self.env, people, START, END)
