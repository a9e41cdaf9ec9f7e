"""A workshop with bays, hours, technicians, stores, rates and a ledger map."""

from datetime import date, timedelta
from unittest.mock import patch

from odoo import Command, fields
from odoo.addons.police_fleet.services import bookings
from odoo.addons.police_fleet.tests.common import FleetCase


class WorkshopCase(FleetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        env = cls.env
        cls.monday = cls.today + timedelta(days=7 - cls.today.weekday())
        cls.accountant = cls._user("w.accountant", "police_core.group_force_accountant")
        cls.light, cls.tyre = (env.ref(f"police_workshop.skill_{code}") for code in ("light", "tyre"))
        cls.workshop.hours_ids = [
            Command.create({"weekday": str(day), "hour_from": 8, "hour_to": 17}) for day in range(5)
        ]
        cls.bay, cls.bay_two = cls.workshop.bay_ids
        cls.ann = cls._technician("Ann Spanner", cls.light)
        cls.ben = cls._technician("Ben Wrench", cls.light | cls.tyre)
        cls.stores = (
            env["stock.warehouse"].search([("company_id", "=", cls.force.id)], limit=1)
            or env["stock.warehouse"].create({"name": "Stores", "code": "W81", "company_id": cls.force.id})
        ).lot_stock_id
        cls.supplier = env["res.partner"].create({"name": "Brake Factors (test)", "is_company": True})
        cls.pads = cls._part("Brake pads", 40.0)
        cls.car = cls.vehicle()
        bookings.refresh(env, cls.force, cls.today)

    @classmethod
    def _technician(cls, name, skills):
        user = cls._user(name.split()[0].lower(), "police_workshop.group_technician")
        employee = cls.env["hr.employee"].create(
            {"name": name, "company_id": cls.force.id, "user_id": user.id}
        )
        return cls.env["police.fleet.technician"].create(
            {
                "employee_id": employee.id,
                "workshop_id": cls.workshop.id,
                "skill_ids": [Command.set(skills.ids)],
            }
        )

    @classmethod
    def _part(cls, name, cost, **values):
        return (
            cls.env["product.product"]
            .with_company(cls.force)
            .create(
                {
                    "name": name,
                    "is_storable": True,
                    "is_fleet_part": True,
                    "standard_price": cost,
                    "company_id": cls.force.id,
                    "seller_ids": [
                        Command.create(
                            {"partner_id": cls.supplier.id, "price": cost, "company_id": cls.force.id}
                        )
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def on_shelf(cls, product, quantity):
        if not quantity:
            return
        cls.env["stock.quant"].sudo()._update_available_quantity(product, cls.stores, quantity)

    @classmethod
    def money(cls):
        """Cost centres, ledger map and an approved rate of £60 an hour."""
        plan = cls.env.ref("police_core.analytic_plan_cost_centre")
        cls.response, cls.garage = (
            cls.env["account.analytic.account"].create(
                {"name": name, "code": code, "plan_id": plan.id, "company_id": cls.force.id}
            )
            for name, code in (("Response", "R1"), ("Garage", "G1"))
        )
        cls.car.cost_centre_id, cls.workshop.cost_centre_id = cls.response, cls.garage
        cls._ledger()
        cls.rate = cls._rate(60.0, date(2020, 1, 1))

    @classmethod
    def _ledger(cls):
        cls.accounts = accounts = {
            name: cls._account(name, code, kind)
            for name, code, kind in (
                ("cost", "W8101", "expense"),
                ("labour", "W8102", "expense"),
                ("parts", "W8103", "expense"),
                ("income", "W8104", "income"),
                ("receivable", "W8105", "asset_receivable"),
                ("payable", "W8106", "liability_payable"),
            )
        }
        journals = {kind: cls._journal(kind) for kind in ("general", "sale", "purchase")}
        cls.env["police.workshop.ledger"].create(
            {
                "company_id": cls.force.id,
                "journal_id": journals["general"].id,
                "sale_journal_id": journals["sale"].id,
                **{f"{name}_account_id": accounts[name].id for name in ("cost", "labour", "parts", "income")},
            }
        )
        cls.supplier.with_company(cls.force).write(
            {
                "property_account_payable_id": accounts["payable"].id,
                "property_account_receivable_id": accounts["receivable"].id,
            }
        )

    @classmethod
    def _account(cls, name, code, kind):
        return cls.env["account.account"].create(
            {"name": name, "code": code, "account_type": kind, "company_ids": [Command.set(cls.force.ids)]}
        )

    @classmethod
    def _journal(cls, kind):
        values = {"name": f"Workshop {kind}", "code": f"W{kind[:3].upper()}", "type": kind}
        return cls.env["account.journal"].create(values | {"company_id": cls.force.id})

    @classmethod
    def _rate(cls, amount, since, approve=True):
        rate = (
            cls.env["police.workshop.rate"]
            .with_user(cls.manager)
            .create(
                {
                    "workshop_id": cls.workshop.id,
                    "amount": amount,
                    "date_from": since,
                    "source": "Budget (test)",
                }
            )
        )
        if approve:
            rate.with_user(cls.accountant).action_approve()
        return rate

    # -- doing -------------------------------------------------------------------------------

    def booking(self, car=None, day=None, hour=8):
        due = (car or self.car).service_due_ids
        env = self.env(user=self.manager)
        return bookings.book(env, due.with_env(env), self.workshop, self.at(day or self.monday, hour), 4)

    def job(self, **values):
        """A repair card for the car, given to Ann."""
        return (
            self.env["police.fleet.job"]
            .with_user(self.manager)
            .create(
                {
                    "vehicle_id": self.car.id,
                    "workshop_id": self.workshop.id,
                    "technician_id": self.ann.id,
                    "skill_id": self.light.id,
                    "fault": "Brakes grind",
                }
                | values
            )
        )

    def work(self, job, hours=1.5, ago=3):
        """Labour of Ann typed in, ``ago`` hours before now (each time 4 hours earlier), for ``hours``."""
        ago += 4 * len(self.env["police.fleet.job.labour"].search([("technician_id", "=", self.ann.id)]))
        began = fields.Datetime.now() - timedelta(hours=ago)
        return job.labour_ids.create(
            {
                "job_id": job.id,
                "technician_id": self.ann.id,
                "began_on": began,
                "ended_on": began + timedelta(hours=hours),
            }
        )

    def finish(self, job):
        """From in work to done, tested by the manager."""
        job.with_user(self.manager).action_test()
        job.odometer = job.odometer or 20_000
        job.with_user(self.manager).action_done()

    def clock(self, moment):
        """A stopped clock for ``fields.Datetime.now``."""
        return patch.object(fields.Datetime, "now", lambda *_args: moment)
