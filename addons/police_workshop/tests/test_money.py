"""Costs to the penny in the ledger; charges to partners at agreed rates; figures approved by others."""

from datetime import date, timedelta
from decimal import Decimal

from odoo.addons.police_workshop.services import costing
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import WorkshopCase


@tagged("post_install", "-at_install", "police")
class TestMoney(WorkshopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.money()

    def done_job(self, hours=1.5, pads=1, **values):
        self.on_shelf(self.pads, pads)
        job = self.job(odometer=20_000, **values)
        job.action_start()
        if pads:
            part = job.part_ids.create({"job_id": job.id, "product_id": self.pads.id, "quantity": pads})
            part.action_issue()
        self.work(job, hours=hours, ago=hours + 1)
        self.finish(job)
        return job

    def test_rounding_is_once_a_line_and_half_up(self):
        self.assertEqual(costing.labour(1, 1800), 1, "half a penny goes up")
        self.assertEqual(costing.labour(90 * 60, 6000), 9000)
        self.assertEqual(costing.to_pence(0.29), 29)
        charge = costing.charge(seconds=3600, rate=7250, parts=1001, vendor=0, handling=Decimal("12.5"))
        self.assertEqual(charge, (7250, 1126, 0))
        self.assertEqual(charge.total, 8376)

    def test_a_finished_job_is_in_the_ledger_by_cost_centre(self):
        job = self.done_job()  # 1.5 h × £60 = £90, pads £40
        self.assertEqual((job.labour_cost, job.parts_cost, job.total_cost), (90.0, 40.0, 130.0))
        self.assertEqual((job.cost_state, job.cost_problem), ("posted", False))
        lines = job.cost_move_id.line_ids
        told = {
            (line.account_id, int(next(iter(line.analytic_distribution))), line.vehicle_id, line.balance)
            for line in lines
        }
        none = self.env["fleet.vehicle"]
        a = self.accounts
        self.assertEqual(
            told,
            {
                (a["cost"], self.response.id, self.car, 90.0),
                (a["cost"], self.response.id, self.car, 40.0),
                (a["labour"], self.garage.id, none, -90.0),
                (a["parts"], self.garage.id, none, -40.0),
            },
        )
        self.assertEqual(job.cost_move_id.state, "posted")

    def test_a_missing_figure_blocks_the_posting_not_the_vehicle(self):
        self.car.cost_centre_id = False
        job = self.done_job()
        self.assertEqual((job.state, job.cost_state, self.car.road_state), ("done", "to_post", "on"))
        self.assertIn("has no cost centre", job.cost_problem)
        with self.assertRaisesRegex(UserError, "has no cost centre"):
            job.action_post_cost()
        self.car.cost_centre_id = self.response
        job.with_user(self.accountant).check_access("read")
        job.action_post_cost()
        self.assertEqual(job.cost_state, "posted")

    def test_only_the_rate_approved_for_the_day_is_used(self):
        self.rate.date_to = self.today - timedelta(days=30)
        late = self._rate(75.0, self.today - timedelta(days=29), approve=False)
        job = self.done_job(hours=2, pads=0)
        self.assertEqual(job.labour_cost, 0)
        self.assertIn("No approved labour rate", job.cost_problem)
        late.with_user(self.accountant).action_approve()
        job.action_post_cost()
        self.assertEqual((job.labour_cost, job.cost_state), (150.0, "posted"))

    def test_rates_are_approved_by_somebody_else_and_do_not_overlap(self):
        both = self._user("w.both", "police_core.group_force_accountant")
        with self.assertRaisesRegex(ValidationError, "already in force"):
            self._rate(61.0, self.today)
        self.rate.date_to = self.today
        own = (
            self.env["police.workshop.rate"]
            .with_user(both)
            .create(
                {
                    "workshop_id": self.workshop.id,
                    "amount": 70,
                    "date_from": self.today + timedelta(days=1),
                    "source": "x",
                }
            )
        )
        with self.assertRaises(AccessError):
            own.action_approve()
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            self.rate.amount = 1

    def agreement(self, **values):
        partner = self.env["res.partner"].create({"name": "Northmouth Police (test)", "is_company": True})
        partner.with_company(self.force).property_account_receivable_id = self.accounts["receivable"]
        self.car.charge_partner_id = partner
        row = (
            self.env["police.workshop.agreement"]
            .with_user(self.manager)
            .create(
                {
                    "company_id": self.force.id,
                    "partner_id": partner.id,
                    "hourly_rate": 72.5,
                    "handling_percent": 10,
                    "turnaround_hours": 48,
                    "target_percent": 95,
                    "date_from": date(2020, 1, 1),
                    "source": "Section 22A agreement, schedule 3",
                }
                | values
            )
        )
        return partner, row

    def statement(self, partner):
        return (
            self.env["police.workshop.statement"]
            .with_user(self.manager)
            .create({"partner_id": partner.id, "month": self.today, "company_id": self.force.id})
        )

    def test_a_partner_is_charged_for_the_month_and_invoiced(self):
        partner, agreement = self.agreement()
        job = self.done_job()
        other = self.vehicle("AB12 CDF", cost_centre_id=self.response.id)
        self.done_job(vehicle_id=other.id, hours=0.5)
        statement = self.statement(partner)
        with self.assertRaisesRegex(UserError, "No approved charging agreement"):
            statement.action_compute()
        agreement.with_user(self.accountant).action_approve()
        statement.action_compute()
        line = statement.line_ids
        self.assertEqual(line.job_id, job)
        self.assertEqual((line.labour, line.parts, line.vendor, line.kept), (108.75, 44.0, 0.0, True))
        self.assertEqual((statement.total, statement.kept_percent), (152.75, 100.0))
        with self.assertRaises(AccessError):
            statement.action_approve()
        statement.with_user(self.accountant).action_approve()
        statement.action_invoice()
        invoice = statement.move_id.sudo()
        self.assertEqual(
            (invoice.move_type, invoice.state, invoice.partner_id, invoice.amount_untaxed),
            ("out_invoice", "draft", partner, 152.75),
        )
        with self.assertRaisesRegex(UserError, "stays as it is"):
            statement.action_compute()
        with self.assertRaisesRegex(UserError, "stays on record"):
            statement.unlink()

    def test_a_statement_that_is_out_of_date_is_not_approved(self):
        partner, agreement = self.agreement()
        agreement.with_user(self.accountant).action_approve()
        self.done_job()
        statement = self.statement(partner)
        statement.action_compute()
        self.done_job(hours=0.25)
        with self.assertRaisesRegex(UserError, "work it out again"):
            statement.with_user(self.accountant).action_approve()

    def test_a_late_job_does_not_keep_the_promise(self):
        partner, agreement = self.agreement(turnaround_hours=0.000001)
        agreement.with_user(self.accountant).action_approve()
        job = self.done_job()
        job.spell_ids[0].sudo().write({"began_on": job.spell_ids[0].began_on - timedelta(hours=2)})
        statement = self.statement(partner)
        statement.action_compute()
        self.assertEqual(statement.line_ids.taken_hours, 2.0)
