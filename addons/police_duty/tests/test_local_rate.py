"""Rates the force approved: blocked until two people answer for a figure with its source."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import DutyCase


@tagged("post_install", "-at_install", "police")
class TestLocalRate(DutyCase):
    def rate(self, **values):
        return (
            self.env["police.pay.local.rate"]
            .with_user(self.clerk)
            .create(
                {
                    "code": "standby", "figure": 33.4, "date_from": "2026-04-01", "source": "JNC minute 12",
                    "company_id": self.company.id, **values,
                }
            )
        )  # fmt: skip

    def test_unknown_figures_block_until_approved(self):
        self.approved(self.august)
        self.env["police.pay.element"].create(
            {"employee_id": self.staff.id, "code": "standby", "date_from": "2026-09-03", "units": 2}
        )
        run = self.calculated()
        blocked = run.problem_ids.filtered(lambda p: p.severity == "blocking")
        self.assertEqual(blocked.employee_id, self.staff)
        self.assertIn("not known", blocked.message)
        rate = self.rate()
        run._calculate_now()
        self.assertTrue(run.blocking_count)  # entered is not approved
        with self.assertRaises(AccessError):
            rate.action_approve()  # the clerk entered it
        rate.with_user(self.accountant).action_approve()
        run._calculate_now()
        self.assertFalse(run.blocking_count)
        line = self.slip(run, self.staff).line_ids.filtered(lambda x: x.code == "standby")
        self.assertEqual(line.amount, 66.8)
        self.assertIn("JNC minute 12, approved by", line.explanation)

    def test_approved_rates_are_closed_and_dated(self):
        rate = self.rate()
        rate.with_user(self.accountant).action_approve()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            rate.with_user(self.clerk).write({"figure": 50})
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            rate.sudo().unlink()
        with self.assertRaisesRegex(ValidationError, "already in force"):
            self.rate(date_from="2026-10-01")
        rate.with_user(self.clerk).date_to = "2026-09-30"
        self.rate(date_from="2026-10-01", figure=34)

    def test_unbelievable_rates_are_refused(self):
        with self.assertRaisesRegex(ValidationError, "not believable"):
            self.rate(figure=3340)
        with self.assertRaisesRegex(ValidationError, "two decimals"):
            self.rate(figure=33.405, code="dog_handler")
