"""Who sees and does what: own records only, auditors read, forces apart."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import DeductionCase

MODELS = (
    "police.deduction.payee", "police.deduction.order", "police.deduction.notice", "police.deduction.taken",
    "police.deduction.schedule", "police.deduction.scheme", "police.deduction.band", "police.deduction.rate",
    "police.deduction.agreement", "police.deduction.loan", "police.deduction.loan.instalment",
    "police.deduction.posting", "police.overpayment", "police.overpayment.line",
    "police.overpayment.instalment", "police.overpayment.writeoff", "police.overpayment.authority",
    "police.overpayment.prediction", "police.overpayment.report",
)  # fmt: skip


@tagged("post_install", "-at_install", "police")
class TestSecurity(DeductionCase):
    def setUp(self):
        super().setUp()
        self.order(self.pcso, "council_tax", self.council, table="england")
        self.agree(self.pcso, self.scheme("Club", "sports_club", 5))
        self.loans = self.loan(self.pcso) | self.loan(self.staff)

    def test_auditor_reads_all_and_writes_nothing(self):
        self.approved(self.august)
        for name in MODELS:
            model = self.env[name].with_user(self.auditor)
            with self.subTest(model=name):
                self.assertTrue(model.has_access("read"))
                for operation in ("create", "write", "unlink"):
                    self.assertFalse(model.has_access(operation), operation)
                model.search([], limit=5).read()

    def test_people_see_their_own_loans_and_nobody_elses_orders(self):
        self.pcso.sudo().user_id = self.employee_user
        own = self.env["police.deduction.loan"].with_user(self.employee_user)
        self.assertEqual(own.search([]), self.loans[0].with_user(self.employee_user))
        own.search([]).read(["balance", "instalment_ids"])
        with self.assertRaises(AccessError):
            self.loans[1].with_user(self.employee_user).read(["principal"])
        with self.assertRaises(AccessError):
            self.env["police.deduction.order"].with_user(self.employee_user).search([])
        with self.assertRaises(AccessError):
            own.search([]).write({"principal": 1})

    def test_people_read_their_own_overpayment_and_may_ask_for_easier_terms(self):
        self.pcso.sudo().user_id = self.employee_user
        run = self.approved(self.august)
        record = self.env["police.overpayment"].with_user(self.clerk).create(
            {
                "employee_id": self.pcso.id,
                "line_ids": [(0, 0, {"slip_id": self.slip(run, self.pcso).id, "gross": 100,
                                     "pensionable": False})],
            }
        )  # fmt: skip
        mine = self.env["police.overpayment"].with_user(self.employee_user)
        self.assertFalse(mine.search([]))
        record.action_assess()
        record.with_user(self.approver).action_approve()
        record.with_user(self.clerk).action_letter()
        own = mine.search([])
        self.assertEqual(own.ids, record.ids)
        view = self.env.ref("police_deductions.own_overpayment_form")
        own.get_view(view.id, "form")
        own.read(["to_recover", "balance", "instalment_ids", "hardship_state", "cause_note"])
        own.instalment_ids.read(["due_on", "amount"])
        self.env["police.deduction.reason"].with_user(self.employee_user).create(
            {"purpose": "hardship", "overpayment_id": own.id, "amount": 20, "reason": "Rent went up"}
        ).action_go()
        self.assertEqual((record.hardship_state, record.on_hold), ("asked", True))
        with self.assertRaises(AccessError):
            own.write({"on_hold": False})

    def test_forces_are_apart(self):
        other = self._force("Otherton Police", "97")
        stranger = self._user("payroll_clerk")
        stranger.write({"company_id": other.id, "company_ids": [(6, 0, other.ids)]})
        for name in ("police.deduction.order", "police.deduction.agreement", "police.deduction.loan",
                     "police.deduction.payee", "police.deduction.scheme"):  # fmt: skip
            with self.subTest(model=name):
                found = self.env[name].with_user(stranger).with_context(allowed_company_ids=other.ids)
                self.assertFalse(found.search([]))

    def test_every_role_opens_its_forms(self):
        self.approved(self.august)
        for user, names in (
            (self.clerk, MODELS), (self.approver, MODELS), (self.auditor, MODELS),
            (self.accountant, ("police.deduction.loan", "police.deduction.schedule", "police.overpayment")),
        ):  # fmt: skip
            for name in names:
                with self.subTest(user=user.login, model=name):
                    model = self.env[name].with_user(user)
                    model.get_view(view_type="form")
                    model.search([], limit=1).read()
