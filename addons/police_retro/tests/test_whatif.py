"""What-if equals a real run: same engine, same facts, nothing real changed."""

from datetime import date

from odoo.exceptions import UserError, ValidationError


class WhatIfChecks:
    """Run by ``test_retro_edges``, on the same closed August."""

    def question(self, **values):
        rise = {"date_from": "2026-09-01", "who": "officer", "percent": 5}
        staff = {"date_from": "2026-09-01", "who": "staff", "percent": 5}
        return self.env["police.whatif"].with_user(self.accountant).create(
            {
                "name": "Five per cent",
                "company_id": self.company.id,
                "month_from": "2026-09-01",
                "months": 2,
                "scenario_ids": [
                    (0, 0, {"name": "Officers", "rise_ids": [(0, 0, rise)]}),
                    (0, 0, {"name": "Everybody", "rise_ids": [(0, 0, rise), (0, 0, staff)]}),
                ],
                **values,
            }
        )  # fmt: skip

    def test_as_it_stands_equals_the_real_run(self):
        question = self.question(months=1)
        question.action_calculate()
        rows = question.result_ids.filtered(lambda row: not row.scenario_id)
        run = self.calculated()
        self.assertEqual(question.people, run.people_count)
        self.assertEqual(round(sum(rows.mapped("gross")), 2), run.gross_total)
        self.assertEqual(round(sum(rows.mapped("employer_nic")), 2), run.employer_nic_total)
        self.assertEqual(round(sum(rows.mapped("pension_employer")), 2), run.pension_employer_total)

    def test_scenarios_are_compared_by_rank_and_budget(self):
        question = self.question()
        question.action_calculate()
        one, two = question.scenario_ids
        self.assertGreater(one.extra, 0)
        self.assertGreater(two.extra, one.extra)
        staff = question.result_ids.filtered(lambda row: row.scenario_id == one and row.cost_centre == "FIN")
        self.assertEqual(sum(staff.mapped("extra")), 0)
        self.assertEqual(len(set(question.result_ids.mapped("month"))), 2)
        for scenario in (one, two):
            rows = question.result_ids.filtered(lambda row, s=scenario: row.scenario_id == s)
            self.assertEqual(round(sum(rows.mapped("cost")), 2), round(scenario.cost, 2))
            self.assertEqual(round(sum(rows.mapped("extra")), 2), round(scenario.extra, 2))
        self.assertFalse(self.env["police.award.figure"].search([]))
        self.assertIn("August 2026", question.basis)

    def test_export_and_refusals(self):
        question = self.question()
        with self.assertRaisesRegex(UserError, "Calculate first"):
            question.action_export()
        question.action_calculate()
        text = question._csv()
        self.assertEqual(len(text.splitlines()), 1 + len(question.result_ids))
        self.assertIn("Testshire Police,As it stands,", text)
        self.assertTrue(question.action_export()["url"].startswith("/web/content/"))
        with self.assertRaisesRegex(ValidationError, "first day of a month"):
            question.month_from = date(2026, 9, 2)
        with self.assertRaisesRegex(ValidationError, "between 1 and 36"):
            question.months = 0
