"""A force with a small ledger on top of the fleet's test force."""

from datetime import timedelta

from odoo import fields
from odoo.addons.police_fleet.tests.common import FleetCase
from odoo.fields import Command

CARDS = "transaction,card,registration,date,time,site,product,litres,gross,vat,odometer\n"


class CostCase(FleetCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = cls._user("f.accountant", "police_core.group_force_accountant")
        cls.chief = cls._user("f.chief", "police_core.group_force_manager")
        cls.model.write({"tank_litres": 50, "miles_per_unit": 10})

    def day(self, ago):
        return str(self.today - timedelta(days=ago))

    def receive(self, kind, text, name="file.csv", user=None):
        files = self.env["police.fleet.supplier.file"].with_user(user or self.manager)
        return files._receive(kind, name, text.encode(), self.force)

    @classmethod
    def ledger(cls):
        """A journal and five accounts of the force: fuel, pay, depreciation, rates (no fleet cost), bank."""
        env = cls.env["account.account"].with_company(cls.force)
        kinds = {
            "fuel": "expense",
            "pay": "expense",
            "wear": "expense_depreciation",
            "rates": "expense",
            "bank": "asset_cash",
        }
        cls.accounts = {
            name: env.create(
                {
                    "name": name,
                    "code": f"77{n}0",
                    "account_type": kind,
                    "company_ids": [Command.set(cls.force.ids)],
                }
            )
            for n, (name, kind) in enumerate(kinds.items())
        }
        cls.journal = cls.env["account.journal"].create(
            {"name": "Fleet test", "code": "FLT", "type": "general", "company_id": cls.force.id}
        )
        cls.centre = cls.env["account.analytic.account"].create(
            {
                "name": "Workshop",
                "code": "W1",
                "plan_id": cls.env.ref("police_core.analytic_plan_cost_centre").id,
                "company_id": cls.force.id,
            }
        )
        flag = cls.env["police.fleet.cost.account"].create
        cls.flags = {
            "fuel": flag({"company_id": cls.force.id, "account_id": cls.accounts["fuel"].id, "kind": "fuel"}),
            "wear": flag(
                {"company_id": cls.force.id, "account_id": cls.accounts["wear"].id, "kind": "depreciation"}
            ),
            "pay": flag(
                {
                    "company_id": cls.force.id,
                    "account_id": cls.accounts["pay"].id,
                    "kind": "workshop_pay",
                    "cost_centre_id": cls.centre.id,
                }
            ),
        }

    def post(self, account, amount, post=True, **line):
        """An entry of ``amount`` pounds to ``account`` against the bank; returns the line."""
        move = self.env["account.move"].create(
            {
                "journal_id": self.journal.id,
                "company_id": self.force.id,
                "date": fields.Date.to_date(line.pop("date", self.today)),
                "line_ids": [
                    Command.create(
                        {"account_id": self.accounts[account].id, "name": account, "balance": amount} | line
                    ),
                    Command.create(
                        {"account_id": self.accounts["bank"].id, "name": "bank", "balance": -amount}
                    ),
                ],
            }
        )
        if post:
            move.action_post()
        return move.line_ids.filtered(lambda row: row.account_id == self.accounts[account])
