"""Awards: terms, figures, cost as it will be paid, two people, arrears; and law of this force only."""

from datetime import date
from unittest.mock import patch

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay import scales
from odoo.addons.police_engine.pay.scales import annual_salary
from odoo.addons.police_retro.services.force_law import law_of
from odoo.exceptions import AccessError, UserError, ValidationError

from .common import SEPTEMBER, RetroCase, tagged


@tagged("post_install", "-at_install", "police")
class TestAward(RetroCase):
    """September is closed too, paid by the projection in the law files (3.5 %): £56,574 for the sergeant
    (£54,660 before)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._approved_run(cls.september)
        cls.october = cls.calendar.period_ids.filtered(lambda p: p.date_from == date(2026, 10, 1))

    def award(self, *lines, on=SEPTEMBER, user=None):
        return self.env["police.award"].with_user(user or self.clerk).create(
            {
                "name": "Award 2026",
                "company_id": self.company.id,
                "date_from": on,
                "citation": "Circular 1/2026",
                "line_ids": [(0, 0, line) for line in lines],
            }
        )  # fmt: skip

    def test_officers_award_is_costed_applied_by_another_and_paid(self):
        award = self.award({"who": "officer", "percent": 5})
        award.action_cost()
        self.assertEqual(award.state, "costed")
        # 54,660 x 1.05 = 57,393; a month more than projected: 819 / 12 = 68.25.
        # The constable: 50,256 x 1.05 -> 52,770 against 52,014 projected; half time: 756 / 24 = 31.50.
        figure = award.figure_ids.filtered(lambda f: (f.scale, f.point) == ("sergeant", "3"))
        self.assertEqual((figure.before, figure.annual), (54660, 57393))
        self.assertEqual(award.people, 2)
        self.assertEqual(round(sum(award.cost_ids.mapped("basic")) * 100), 68_25 + 31_50)
        arrears = sum(award.cost_ids.mapped("arrears_basic"))
        self.assertEqual(round(arrears * 100), 68_25 + 31_50)
        self.assertGreater(sum(award.cost_ids.mapped("arrears_nic")), 0)
        self.assertFalse(self.env["police.retro.change"].search([]), "a preview leaves nothing behind")
        self.assertIs(law_of(self.env, self.company), RuleSet.load())

        with self.assertRaises(AccessError):
            award.with_user(self.clerk).action_apply()
        award.with_user(self.accountant).action_apply()
        law = law_of(self.env, self.company)
        self.assertEqual(annual_salary(law, "sergeant", "3", SEPTEMBER), 57_393_00)
        self.assertEqual(annual_salary(law, "sergeant", "3", date(2026, 8, 31)), 54_660_00)
        changes = self.env["police.retro.change"].search([("award_id", "=", award.id)])
        self.assertEqual(changes.employee_id, self.sergeant | self.constable)
        self.assertEqual(set(changes.mapped("state")), {"approved"})
        self.assertEqual(round(sum(changes.mapped("gross")) * 100), round(arrears * 100))
        run = self.calculated(self.october)
        self.assertEqual(dict(self.arrears(run, self.sergeant))["basic_pay"], 68_25)
        line = self.slip(run, self.sergeant).line_ids.filtered(lambda ln: ln.code == "basic_pay")[0]
        self.assertEqual(run.rule_set_hash, law.hash)
        self.assertTrue(line.explanation)

    def test_hr_proposes_the_point_by_the_award(self):
        """A constable on point 7 earns £52,770 by the award of 5 %: the sergeants' scale begins above it."""
        award = self.award({"who": "officer", "percent": 5})
        award.action_cost()
        award.with_user(self.accountant).action_apply()
        law = law_of(self.env, self.company)
        self.assertEqual(self.company._pay_law().hash, law.hash)
        seen = set()
        with patch.object(scales, "annual_salary", lambda used, *_: seen.add(used.hash) or 52_770_00):
            self.env["police.change.wizard"].with_user(self.hr_officer).new(
                {"employee_id": self.constable.id, "date": "2026-11-01", "rank_id": self.sergeant.rank_id.id}
            )._onchange_rank_id()
        self.assertEqual(seen, {law.hash})

    def test_the_award_is_law_of_this_force_only(self):
        other = self._force("Othershire Police", "96")
        award = self.award({"who": "officer", "percent": 5})
        award.action_cost()
        award.with_user(self.accountant).action_apply()
        self.assertIs(law_of(self.env, other), RuleSet.load())
        self.assertIsNot(law_of(self.env, self.company), RuleSet.load())

    def test_staff_award_enters_the_salaries_from_the_day(self):
        award = self.award({"who": "staff", "percent": 1, "minimum": 900})
        award.action_cost()
        # 31,086 x 1.01 = 31,396.86; + 900 = 31,986 is more and divides by 3: 31,986
        self.assertEqual(award.figure_ids.annual, 31986)
        award.with_user(self.accountant).action_apply()
        salary = self.env["police.local.salary"].search([("code", "=", "G-20")], order="date_from")
        self.assertEqual(salary.mapped("annual_salary"), [31086, 31986])
        self.assertEqual((salary[0].date_to, salary[1].date_from), (date(2026, 8, 31), SEPTEMBER))
        self.assertTrue(salary[1].approved)
        self.assertEqual(salary[1].prepared_by_id, self.clerk)
        self.assertEqual(salary[1].approved_by_id, self.accountant)
        changes = self.env["police.retro.change"].search([("award_id", "=", award.id)])
        self.assertEqual(changes.employee_id, self.staff | self.pcso)
        self.assertEqual(round(changes[0].gross * 100), 75_00)

    def test_bad_terms_are_refused_in_words(self):
        with self.assertRaisesRegex(ValidationError, "percentage, a flat sum or a minimum"):
            self.award({"who": "officer"})
        with self.assertRaisesRegex(ValidationError, "slip of the keyboard"):
            self.award({"who": "officer", "percent": 350})
        with self.assertRaisesRegex(UserError, "already has a salary from"):
            self.award({"who": "staff", "percent": 1}, on=date(2026, 4, 1)).action_cost()
        with self.assertRaisesRegex(UserError, "add at least one line"):
            self.award().action_cost()

    def test_an_edited_award_must_be_costed_again_and_an_applied_one_not_edited(self):
        award = self.award({"who": "officer", "percent": 2})
        award.action_cost()
        award.line_ids.percent = 3
        self.assertEqual((award.state, award.cost_ids.ids), ("draft", []))
        with self.assertRaisesRegex(UserError, "Work out the cost"):
            award.with_user(self.accountant).action_apply()
        award.action_cost()
        award.with_user(self.accountant).action_apply()
        with self.assertRaisesRegex(UserError, "may not be changed"):
            award.line_ids.percent = 4
        with self.assertRaisesRegex(UserError, "may not be deleted"):
            award.unlink()

    def test_an_award_withdrawn_is_found_as_overpaid(self):
        award = self.award({"who": "officer", "percent": 5, "rank_ids": [(4, self.sergeant.rank_id.id)]})
        award.action_cost()
        award.with_user(self.accountant).action_apply()
        self._approved_run(self.october)
        award.with_user(self.accountant).action_withdraw()
        change = self.change(self.sergeant)
        self.assertEqual((change.state, round(change.gross * 100)), ("overpaid", -2 * 68_25))
