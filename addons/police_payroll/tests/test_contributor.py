"""Other addons join a run through the contributor; what they add is paid, stored, hashed and previewed."""

from datetime import date
from unittest.mock import patch

from odoo.addons.police_engine.records import ElementInput
from odoo.addons.police_payroll.services import case_store
from odoo.addons.police_payroll.services.preview import Preview
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PayrollCase

CONTRIBUTOR = "odoo.addons.police_payroll.models.pay_contributor.PayContributor"
FEES = ElementInput("unison_subscription", 1000, reference="settled")


@tagged("post_install", "-at_install", "police")
class TestContributor(PayrollCase):
    def _with(self, **methods):
        for name, method in methods.items():
            patcher = patch(f"{CONTRIBUTOR}.{name}", method)
            patcher.start()
            self.addCleanup(patcher.stop)

    def _net(self, run, person):
        return round(self.slip(run, person).net * 100)

    def test_what_is_contributed_is_paid_and_stored(self):
        run = self.calculated()
        before = self._net(run, self.staff)

        def contribute(_model, gathering):
            self.assertIn(self.staff.id, gathering.slices)
            gathering.add(self.staff.id, FEES)

        self._with(_contribute=contribute)
        run._calculate_now()
        self.assertEqual(before - self._net(run, self.staff), 1000)
        case = case_store.read(self.slip(run, self.staff).case)
        self.assertIn(FEES, case.elements)
        self.assertEqual(case_store.read(case_store.to_json(case)), case)

    def test_settling_sees_everybody_and_calculates_those_concerned_once_more(self):
        run = self.calculated()
        before = {person: self._net(run, person) for person in self.people}
        seen = []

        def settle(_model, gathering, outcomes):
            seen.append({key: result.totals.net for key, (_case, result) in outcomes.items()})
            gathering.add(self.staff.id, FEES)

        self._with(_settle=settle)
        run._calculate_now()
        self.assertEqual(seen, [{person.id: net for person, net in before.items()}])
        after = {person: self._net(run, person) for person in self.people}
        self.assertEqual(after, {**before, self.staff: before[self.staff] - 1000})

    def test_what_changes_after_the_calculation_stops_approval(self):
        run = self.calculated()
        self.accept_all(run)
        self._with(_settle=lambda _model, gathering, outcomes: gathering.add(self.staff.id, FEES))
        with self.assertRaisesRegex(UserError, "changed after the calculation"):
            run.with_user(self.approver).action_approve()

    def test_problem_of_a_contributor_is_an_exception_of_the_run(self):
        self._with(
            _contribute=lambda _model, gathering: gathering.problem(
                "blocking", "no_payee", "An order lacks its payee.", self.staff.id, on=date(2026, 9, 1)
            )
        )
        found = self.calculated().problem_ids.filtered(lambda p: p.code == "no_payee")
        self.assertEqual((found.severity, found.on_date), ("blocking", date(2026, 9, 1)))
        self.assertEqual(found.employee_id, self.staff)

    def test_preview_says_what_a_run_would_pay_and_keeps_to_the_people_asked_for(self):
        run = self.calculated()
        results = Preview(self.env, run.company_id, run.period_id).results(self.staff.ids)
        self.assertEqual(list(results), self.staff.ids)
        case, result = results[self.staff.id]
        self.assertEqual(result.totals.net, self._net(run, self.staff))
        self.assertEqual(case, case_store.read(self.slip(run, self.staff).case))
