"""A small force whose September 2026 is worked out by hand in the tests that use it."""

from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from odoo.addons.police_hr.services.people_loader import load_people
from odoo.tests import TransactionCase, tagged  # noqa: F401  (tagged re-exported to the tests)

SEPTEMBER = date(2026, 9, 1)
ACCOUNT = {"sort_code": "089999", "account_number": "66374958"}  # worked example of the modulus specification


@contextmanager
def quick_charts(env):
    """Load the UK chart without looking through the charts of every country again and again.

    What charts there are depends on the installed files alone: it is read once a process.
    """
    kind = type(env["account.chart.template"])
    original = kind._get_chart_template_mapping

    def mapping(self, get_all=False):
        key = (self.env.cr.dbname, get_all)
        if key not in _CHARTS:
            _CHARTS[key] = original(self, get_all)
        return dict(_CHARTS[key])

    with (
        patch.object(kind, "_get_chart_template_mapping", mapping),
        patch.object(kind, "_load_translations", lambda self, *given, **named: None),
    ):
        yield


_CHARTS = {}


class PayrollCase(TransactionCase):
    """One force with a sergeant, a part-time constable, a member of staff in the LGPS and a PCSO."""

    live_already = True  # False where the go-live gate itself is tested

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "tracking_disable": True,
                "mail_create_nolog": True,
                "no_reset_password": True,
            }
        )
        cls.company = cls._force("Testshire Police", "98")
        (
            cls.clerk,
            cls.approver,
            cls.approver2,
            cls.accountant,
            cls.auditor,
            cls.hr_officer,
            cls.employee_user,
        ) = cls._users(
            "payroll_clerk",
            "payroll_approver",
            "payroll_approver",
            "force_accountant",
            "auditor",
            "hr_officer",
            "employee",
        )
        cls.env = cls.env(
            user=cls.env.ref("base.user_root"),
            context={**cls.env.context, "allowed_company_ids": cls.company.ids},
        )
        cls.centre = cls._cost_centre("RES", "Response")
        cls.other_centre = cls._cost_centre("FIN", "Finance")
        cls.salary = cls._local_salary("G-20", 31086)
        cls.people = cls._people()
        cls.sergeant, cls.constable, cls.staff, cls.pcso = cls.people
        cls._profiles()
        cls._calendar()
        if cls.live_already and "police.parallel.exemption" in cls.env:
            cls._declare_live(cls.company)

    @classmethod
    def _declare_live(cls, company):
        """Where the go-live gate is installed: the signed decision that this force has no old payroll."""
        decision = (
            cls.env["police.parallel.exemption"]
            .with_user(cls.accountant)
            .create(
                {
                    "company_id": company.id,
                    "date_from": "2020-01-01",
                    "reason": "A made-up force of the tests",
                }
            )
        )
        decision.with_user(cls.approver).action_approve()

    # -- building blocks -------------------------------------------------------------------------

    @classmethod
    def _calendar(cls):
        cls.env["police.pay.pension.rate"].create(
            {
                "company_id": cls.company.id,
                "date_from": "2026-04-01",
                "percent": 16.5,
                "source": "Fund certificate 2025",
            }
        )
        cls.calendar = cls.env["police.pay.calendar"].create(
            {"name": "Monthly", "company_id": cls.company.id}
        )
        periods = cls.calendar._generate_periods("2026-27")
        cls.august = periods.filtered(lambda p: p.date_from == date(2026, 8, 1))
        cls.september = periods.filtered(lambda p: p.date_from == SEPTEMBER)

    @classmethod
    def _company(cls, name, code):
        return cls.env["res.company"].create(
            {
                "name": name,
                "is_police_force": True,
                "force_code": code,
                "country_id": cls.env.ref("base.uk").id,
                "currency_id": cls.env.ref("base.GBP").id,
                "paye_office_number": "961",
                "paye_reference": "TP61200",
                "accounts_office_reference": "961PJ00061200",
                "bacs_service_user_number": "961200",
                "bacs_sort_code": "089999",
                "bacs_account_number": "66374958",
                "bacs_account_name": name[:18],
                "street": "1 High Street",
                "city": "Testford",
                "zip": "TS1 1AA",
            }
        )

    @classmethod
    def _force(cls, name, code):
        with quick_charts(cls.env):
            company = cls._company(name, code)
            cls.env["account.chart.template"].try_loading("uk", company=company, install_demo=False)
        return company

    @classmethod
    def _user(cls, role):
        return cls._users(role)

    @classmethod
    def _users(cls, *roles):
        """A user of each role, made together: one by one they take most of the time of a class."""
        users = cls.env["res.users"].with_context(mail_create_nosubscribe=True)
        counts, values = {}, []
        for role in roles:
            if role not in counts:
                counts[role] = users.search_count([("login", "like", f"t.{role}")])
            login = f"t.{role}{counts[role]}"
            counts[role] += 1
            values.append(
                {
                    "login": login,
                    "name": f"{login} (police_core.group_{role})",
                    "email": f"{login}@example.com",
                    "password": login + "x" * (8 - len(login)),  # as start_tour expects
                    "group_ids": [(6, 0, [cls.env.ref(f"police_core.group_{role}").id])],
                    "company_id": cls.company.id,
                    "company_ids": [(6, 0, cls.company.ids)],
                    "tz": "Europe/London",
                }
            )
        return users.create(values).with_context(cls.env.context)

    @classmethod
    def _cost_centre(cls, code, name):
        plan = cls.env.ref("police_core.analytic_plan_cost_centre")
        return cls.env["account.analytic.account"].create(
            {"code": code, "name": name, "plan_id": plan.id, "company_id": cls.company.id}
        )

    @classmethod
    def _local_salary(cls, code, amount):
        salary = cls.env["police.local.salary"].create(
            {
                "code": code,
                "name": code,
                "grade": code.split("-")[0],
                "point": int(code.split("-")[1]),
                "annual_salary": amount,
                "date_from": "2026-04-01",
                "company_id": cls.company.id,
                "source": "Test pay deal",
            }
        )
        salary.with_user(cls.accountant).sudo().with_user(cls.accountant).action_approve()
        return salary

    @classmethod
    def _person(cls, number, forenames, surname, kind, rank, **facts):
        base = {
            "payroll_reference": str(number),
            "title": "Ms",
            "forenames": forenames,
            "surname": surname,
            "birthday": "1988-03-14",
            "sex": "female",
            "nino": f"AB{number:06d}C",
            "private_street": "12 Albert Road",
            "private_city": "Testford",
            "private_zip": "TS1 2QJ",
            "police_type": kind,
            "rank_id": cls.env.ref(f"police_hr.rank_{rank}").id,
            "contract_date_start": "2015-04-06",
            "appointed_on": "2015-04-06",
            "weekly_hours": 40,
            "full_time_hours": 40,
            "cost_centre_id": cls.centre.id,
            "pay_region": "england_wales",
            "bank": {**ACCOUNT, "account_name": f"F {surname}"},
        }
        return {**base, **facts}

    @classmethod
    def _people(cls):
        local = {
            "local_salary_id": cls.salary.id,
            "weekly_hours": 37,
            "full_time_hours": 37,
            "cost_centre_id": cls.other_centre.id,
        }
        return load_people(
            cls.env(su=True),
            cls.company,
            [
                cls._person(100001, "Siân", "O'Connor", "officer", "sergeant", pay_point="3"),
                cls._person(100002, "Joan", "Half", "officer", "constable", pay_point="7", weekly_hours=20),
                cls._person(
                    200001, "Tomasz", "Łukasik", "staff", "police_staff", **local, sex="male", title="Mr"
                ),
                cls._person(200002, "Pat", "Beat", "pcso", "pcso", **local),
            ],
        )

    @classmethod
    def _profiles(cls):
        schemes = {cls.sergeant: "pps_2015", cls.constable: "pps_2015", cls.staff: "lgps", cls.pcso: "none"}
        cls.env["police.pay.profile"].create(
            [
                {
                    "employee_id": person.id,
                    "date_from": "2026-04-06",
                    "tax_code": "1257L",
                    "ni_category": "A",
                    "pension_scheme": scheme,
                    "student_loan_plan": "plan_2" if person == cls.sergeant else "none",
                }
                for person, scheme in schemes.items()
            ]
        )

    def profile(self, person):
        """The only profile of ``person``."""
        return self.env["police.pay.profile"].search([("employee_id", "=", person.id)])

    # -- steps -----------------------------------------------------------------------------------

    def calculated(self, period=None, user=None):
        """A run of ``period`` calculated by the clerk."""
        run = (
            self.env["police.pay.run"]
            .with_user(user or self.clerk)
            .create({"period_id": (period or self.september).id})
        )
        run._calculate_now()
        return run

    def accept_all(self, run):
        """Accept every warning of the run as the clerk."""
        warnings = run.problem_ids.filtered(lambda p: p.severity == "warning" and not p.acknowledged)
        if warnings:
            warnings.with_user(self.clerk)._acknowledge("Looked at")

    def approved(self, period=None):
        """A run approved by somebody else than the clerk who prepared it."""
        run = self.calculated(period)
        self.accept_all(run)
        run.with_user(self.approver).action_approve()
        return run

    def slip(self, run, person):
        """The payslip of ``person`` in ``run``."""
        return run.sudo().slip_ids.filtered(lambda slip: slip.employee_id == person)
