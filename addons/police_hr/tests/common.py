"""A small force for the tests: two stations, a cost centre, and a way to take people on."""

from datetime import date

from odoo.tests import TransactionCase, new_test_user

from ..services.people_loader import load_people

JOINED = date(2020, 3, 10)
ACCOUNT = {"sort_code": "08-99-99", "account_number": "66374958", "account_name": "A TESTER"}


class PoliceCase(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.force = cls.env["res.company"].create({"name": "Testshire Police", "is_police_force": True})
        cls.env = cls.env(context={**cls.env.context, "allowed_company_ids": [cls.force.id]})
        cls.force = cls.force.with_env(cls.env)
        cls.ranks = {rank.code: rank for rank in cls.env["police.rank"].search([])}
        cls.north, cls.south = cls.env["police.station"].create(
            [
                {"name": "North", "code": "N", "district": "North", "company_id": cls.force.id},
                {"name": "South", "code": "S", "district": "South", "company_id": cls.force.id},
            ]
        )
        cls.centre = cls.env["account.analytic.account"].create(
            {
                "name": "Response",
                "code": "T-RESP",
                "company_id": cls.force.id,
                "plan_id": cls.env.ref("police_core.analytic_plan_cost_centre").id,
            }
        )
        cls.officer_user, cls.accountant, cls.clerk = (
            new_test_user(
                cls.env,
                f"test.{role}",
                groups=f"police_core.group_{role}",
                company_id=cls.force.id,
                company_ids=[(6, 0, cls.force.ids)],
            )
            for role in ("hr_officer", "force_accountant", "payroll_clerk")
        )

    @classmethod
    def row(cls, surname="Tester", rank="constable", **changes):
        """Values of one person for ``load_people``: a constable on point 3 at North since 2020."""
        return {
            "forenames": "Anne",
            "surname": surname,
            "police_type": cls.ranks[rank].police_type,
            "rank_id": cls.ranks[rank].id,
            "pay_point": "3",
            "appointed_on": JOINED,
            "contract_date_start": JOINED,
            "station_id": cls.north.id,
            "cost_centre_id": cls.centre.id,
            **changes,
        }

    @classmethod
    def hire(cls, surname="Tester", rank="constable", **changes):
        return load_people(cls.env, cls.force, [cls.row(surname, rank, **changes)])

    @classmethod
    def local_salary(cls, code, amount, start, end=False, approve=True, **changes):
        salary = (
            cls.env["police.local.salary"]
            .with_user(cls.officer_user)
            .create(
                {
                    "code": code,
                    "name": f"Point {code}",
                    "annual_salary": amount,
                    "date_from": start,
                    "date_to": end,
                    "company_id": cls.force.id,
                    "source": "Test circular",
                    **changes,
                }
            )
        )
        if approve:
            salary.with_user(cls.accountant).action_approve()
        return salary.with_env(cls.env)
