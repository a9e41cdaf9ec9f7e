"""Yearly increments: due on their day, once, with the right point, and reported when they cannot be."""

from datetime import date

from odoo.tests import Form, tagged

from ..services.dated_changes import Change, apply, version_in_force
from ..services.increments import apply_due, due
from .common import PoliceCase

UNTIL = date(2026, 9, 30)


@tagged("post_install", "-at_install", "police")
class TestIncrements(PoliceCase):
    def _hire(self, surname="Tester", **changes):
        return self.hire(
            surname, **{"date_version": date(2026, 4, 1), "increment_date": date(2026, 9, 10), **changes}
        )

    def _due(self, person=None, until=UNTIL):
        return [step for step in due(self.env, self.force, until) if not person or step.employee == person]

    def test_next_point_from_its_day(self):
        person = self._hire()
        apply_due(self.env, self.force, UNTIL)
        self.assertEqual(version_in_force(person, date(2026, 9, 9)).pay_point, "3")
        after = version_in_force(person, date(2026, 9, 10))
        self.assertEqual((after.pay_point, after.increment_date), ("4", date(2027, 3, 10)))

    def test_only_once(self):
        self._hire()
        self.assertEqual(len(apply_due(self.env, self.force, UNTIL)), 1)
        self.assertEqual(self._due(), [])
        self.assertEqual(apply_due(self.env, self.force, UNTIL), [])

    def test_day_before_is_too_early(self):
        self._hire()
        self.assertEqual(self._due(until=date(2026, 9, 9)), [])
        self.assertEqual(len(self._due(until=date(2026, 9, 10))), 1)

    def test_none_after_the_top(self):
        person = self._hire(pay_point="6", rank_since=date(2020, 9, 10))
        steps = self._due(person, until=date(2030, 1, 1))
        self.assertEqual([(step.new, step.next_on) for step in steps], [("7", None)])
        apply_due(self.env, self.force, date(2030, 1, 1))
        self.assertFalse(version_in_force(person, UNTIL).increment_date)

    def test_several_years_at_once(self):
        person = self._hire(pay_point="1", rank_since=date(2020, 9, 10))
        apply_due(self.env, self.force, date(2028, 9, 30))
        points = [(v.date_version.year, v.pay_point) for v in person.version_ids.sorted("date_version")]
        self.assertEqual(points, [(2026, "1"), (2026, "2"), (2027, "3"), (2028, "4")])

    def test_later_version_is_carried_along(self):
        person = self._hire()
        apply(self.env, [Change(person, date(2026, 9, 20), {"weekly_hours": 20.0})])
        apply_due(self.env, self.force, UNTIL)
        last = version_in_force(person, date(2026, 9, 30))
        self.assertEqual(
            (last.pay_point, last.weekly_hours, last.increment_date), ("4", 20.0, date(2027, 3, 10))
        )
        self.assertEqual(self._due(person), [])

    def test_promotion_before_the_day_cancels_it(self):
        person = self._hire()
        apply(
            self.env,
            [
                Change(
                    person,
                    date(2026, 9, 1),
                    {
                        "rank_id": self.ranks["sergeant"].id,
                        "pay_point": "2",
                        "increment_date": date(2027, 9, 1),
                    },
                )
            ],
        )
        self.assertEqual(self._due(person), [])

    def test_leavers_get_none(self):
        person = self._hire(contract_date_end=date(2026, 9, 9))
        self.assertEqual(self._due(person), [])

    def test_impossible_is_reported_with_the_name_and_left_alone(self):
        person = self._hire("Puzzle", pay_point="99")
        (step,) = self._due(person)
        self.assertIn("Puzzle", step.problem)
        self.assertEqual(apply_due(self.env, self.force, UNTIL), [])
        self.assertEqual(person.pay_point, "99")

    def test_staff_move_up_their_grade(self):
        for point, amount in ((1, 25000.0), (2, 26000.0), (3, 27000.0)):
            self.local_salary(f"G-{point}", amount, date(2025, 9, 1), grade="G", point=point)
        first = self.env["police.local.salary"].search([("code", "=", "G-1")])
        person = self._hire(
            rank="police_staff", pay_point=False, local_salary_id=first.id, appointed_on=False
        )
        apply_due(self.env, self.force, UNTIL)
        after = version_in_force(person, UNTIL)
        self.assertEqual((after.local_salary_id.code, after.increment_date), ("G-2", date(2027, 9, 10)))

    def test_wizard_shows_then_applies(self):
        person, puzzle = self._hire(), self._hire("Puzzle", pay_point="99")
        form = Form(self.env["police.increment.wizard"].with_user(self.officer_user).with_company(self.force))
        form.until = UNTIL
        wizard = form.save()
        self.assertEqual((wizard.ready, wizard.refused), (1, 1))
        wizard.action_apply()
        self.assertEqual(version_in_force(person, UNTIL).pay_point, "4")
        self.assertEqual(version_in_force(puzzle, UNTIL).pay_point, "99")
