"""Joiners and leavers learnt of late, history that is missing, overpayments, other companies."""

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import overlay
from odoo.addons.police_engine.pay.scales import SCALES
from odoo.addons.police_hr.services.people_loader import load_people
from odoo.addons.police_retro.services.retro_check import RetroCheck

from .common import AUGUST, RetroCase, tagged
from .test_replay import ReplayChecks
from .test_security import SecurityChecks
from .test_whatif import WhatIfChecks


@tagged("post_install", "-at_install", "police")
class TestRetroEdges(SecurityChecks, ReplayChecks, WhatIfChecks, RetroCase):
    allow_inherited_tests_method = True  # one force and one closed month for all of them

    def test_a_joiner_entered_late_is_owed_the_closed_days(self):
        rows = [
            self._person(100009, "Late", "Arrival", "officer", "constable", pay_point="1",
                         contract_date_start="2026-08-17", appointed_on="2026-08-17")
        ]  # fmt: skip
        late = load_people(self.env(su=True), self.company, rows)
        self.env["police.pay.profile"].create(
            {"employee_id": late.id, "date_from": "2026-08-17", "tax_code": "1257L", "ni_category": "A",
             "pension_scheme": "pps_2015"}
        )  # fmt: skip
        self.check()
        change = self.change(late)
        # £31,164 a year from September 2025 (law files); 15 days at annual x 6/313 / 7 each = 1,280.09
        # (half up)
        self.assertEqual(change.state, "open")
        self.assertEqual(round(change.gross * 100), round(15 * 3_116_400 * 6 / 313 / 7))
        change.with_user(self.clerk).action_approve()
        run = self.calculated()
        self.assertIn("basic_pay", dict(self.arrears(run, late)))

    def test_a_leaver_learnt_of_late_is_an_overpayment_on_record_not_negative_pay(self):
        seen = []
        self.changed_end(self.pcso, "2026-08-15")
        self.check()
        change = self.change(self.pcso)
        self.assertEqual(change.state, "overpaid", change.problem)
        self.assertLess(change.gross, 0)
        path = "odoo.addons.police_payroll.models.pay_contributor.PayContributor._overpaid"
        with patch(path, lambda _model, company, rows: seen.append((company, rows))):
            change.with_user(self.clerk)._record_overpayment("Left on the 15th")
        ((company, rows),) = seen
        self.assertEqual(company, self.company)
        ((employee, cause, period, pence),) = rows
        self.assertEqual((employee, period), (self.pcso, self.august))
        self.assertEqual(pence, round(-change.gross * 100))
        self.assertIn("2026", cause)
        self.assertEqual(change.state, "recorded")
        self.check(full=True)
        self.assertFalse(self.change(self.pcso, "overpaid"), "recorded: settled, so not found again")

    def changed_end(self, person, day):
        """HR ends the contract."""
        person.with_user(self.hr_officer).version_id.write({"contract_date_end": day})

    def test_a_change_before_the_data_begins_is_an_owned_exception(self):
        self.sergeant.with_user(self.hr_officer).version_id.write({"pay_point": "4"})  # in force since 2015
        self.check()
        change = self.change(self.sergeant)
        self.assertEqual(change.state, "blocked")
        self.assertEqual((change.problem_code, change.problem_rule), ("before_data_begins", "pay_history"))
        self.assertEqual(change.problem_on, date(2015, 4, 6))
        run = self.calculated()
        found = run.problem_ids.filtered(lambda p: p.code == "retro_blocked")
        self.assertEqual((found.employee_id, found.on_date), (self.sergeant, date(2015, 4, 6)))
        change.with_user(self.clerk)._work_from_first("Agreed with the officer until July")
        self.assertEqual((change.state, change.periods), ("open", 1))
        self.assertEqual(change.date_from, AUGUST)

    def test_a_payslip_without_its_facts_blocks_with_clear_words(self):
        self.env.cr.execute('UPDATE police_payslip SET "case" = NULL WHERE run_id = %s', [self.august_run.id])
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        change = self.change(self.sergeant)
        self.assertEqual((change.state, change.problem_code), ("blocked", "facts_not_kept"))
        self.assertIn("before facts were kept", change.problem)

    def test_a_career_break_learnt_of_late(self):
        self.changed(self.constable, date(2026, 8, 11), paid=False)
        self.check()
        change = self.change(self.constable)
        self.assertEqual(change.state, "overpaid")
        self.assertIn("yes → no", change.causes)

    def test_pension_membership_changed_in_the_past_moves_contributions_only(self):
        self.profile(self.pcso).with_user(self.clerk).copy(
            {"date_from": "2026-08-01", "pension_scheme": "lgps"}
        )
        self.check()
        change = self.change(self.pcso)
        self.assertEqual((change.cause, change.gross), ("pension", 0))
        self.assertGreater(change.pension_employee, 0)
        self.assertGreater(change.pension_employer, change.pension_employee)

    def test_law_that_changes_concerns_those_it_changes(self):
        """A figure corrected in the law files is found by comparing what is kept with what is now in
        force."""
        rules = RuleSet.load()
        self.assertEqual(self.company.retro_law_hash, rules.hash)
        august = rules.at(SCALES, AUGUST)
        raised = {**august.values, "sergeant": {**august.values["sergeant"], "3": 54_672}}
        periods = [replace(p, values=raised) if p is august else p for p in rules.periods[SCALES]]
        corrected = overlay(rules, {SCALES: tuple(periods)})
        self.assertEqual(RetroCheck(self.env, self.company, rules=corrected).run(), 1)
        change = self.change(self.sergeant)
        self.assertEqual((change.cause, change.state, change.gross), ("law", "open", 1.00))
        self.assertIn(SCALES, change.causes)

    def test_figures_for_days_that_are_not_closed_concern_nobody(self):
        rules = RuleSet.load()
        past = rules.periods[SCALES][0]
        other = overlay(rules, {SCALES: (replace(past, note="x", values={}), *rules.periods[SCALES][1:])})
        self.assertEqual(RetroCheck(self.env, self.company, rules=other).run(), 0)
