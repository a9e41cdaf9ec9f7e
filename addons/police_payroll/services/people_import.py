"""People from CSV: checked as a whole, then loaded as a whole. One bad row and nothing is loaded."""

from typing import NamedTuple

import psycopg2
from odoo.addons.police_engine import taxcalendar
from odoo.addons.police_engine.adapters import people_csv
from odoo.addons.police_engine.money import text as money_text
from odoo.addons.police_hr.services.people_loader import load_people
from odoo.exceptions import AccessError, UserError, ValidationError

from .people_lookup import PeopleLookup

RowError = people_csv.RowError
_YTD = {
    "ytd_gross": "gross", "ytd_taxable_pay": "taxable_pay", "ytd_tax": "tax", "ytd_net": "net",
    "ytd_student_loan": "student_loan", "ytd_postgraduate_loan": "postgraduate_loan",
    "ytd_pension_employee": "pension_employee", "ytd_pension_employer": "pension_employer",
    "previous_pay": "previous_pay", "previous_tax": "previous_tax",
}  # fmt: skip
_NIC = ("gross", "at_lel", "lel_to_pt", "pt_to_uel", "employee", "employer")
_SEX = {"M": "male", "F": "female"}


class PersonRow(NamedTuple):
    """One good row, split by where it is kept."""

    employee: dict
    profile: dict
    opening: dict


class PeopleImport:
    """Loads people of ``company``; their payroll facts hold from ``date_from``."""

    def __init__(self, env, company, date_from, tax_year=None):
        self.env = env
        self.company = company
        self.date_from = date_from
        self.tax_year = tax_year or taxcalendar.tax_year_of(date_from)

    def load(self, content):
        """``(employee ids, [])``, or ``([], every fault)`` with nothing changed in the database."""
        rows, errors = people_csv.read_people(content)
        if errors:
            return [], errors
        lookup = PeopleLookup(self.env, self.company, rows, self.date_from)
        errors = sorted(lookup.errors(), key=lambda error: error.row)
        if errors:
            return [], errors
        try:
            with self.env.cr.savepoint():
                return self._create([self._person(row, lookup) for row in rows]), []
        except AccessError:
            raise
        except (UserError, ValidationError, psycopg2.IntegrityError, ValueError) as error:
            return [], [RowError(0, "", "", f"was not loaded: {error}")]

    def _create(self, people):
        employees = load_people(self.env, self.company, [person.employee for person in people])
        quiet = self.env(
            su=True, context={**self.env.context, "tracking_disable": True, "mail_create_nolog": True}
        )
        pairs = list(zip(employees.ids, people, strict=True))
        quiet["police.pay.profile"].create([{**person.profile, "employee_id": key} for key, person in pairs])
        quiet["police.pay.opening"].create(
            [{**person.opening, "employee_id": key} for key, person in pairs if person.opening]
        )
        self.env.flush_all()
        return employees.ids

    def _person(self, row, lookup):
        return PersonRow(self._employee(row, lookup), self._profile(row), self._opening(row))

    def _employee(self, row, lookup):
        street, *more = [row[f"address_line_{n}"] for n in range(1, 5) if row[f"address_line_{n}"]] or [None]
        values = {
            "payroll_reference": row["payroll_reference"], "title": row["title"],
            "forenames": row["forenames"],
            "surname": row["surname"], "birthday": row["birth_date"], "sex": _SEX[row["gender"]],
            "nino": row["nino"], "private_street": street, "private_street2": ", ".join(more[:-1]) or None,
            "private_city": more[-1] if more else None, "private_zip": row["postcode"],
            "work_email": row["email"],
            "police_type": row["person_type"], "rank_id": lookup.rank(row), "pay_point": row["pay_point"],
            "local_salary_id": lookup.local_salary(row), "appointed_on": row["appointed_on"],
            "service_date": row["service_date"], "contract_date_start": row["start_date"],
            "contract_date_end": row["leaving_date"], "increment_date": row["increment_date"],
            "weekly_hours": row["weekly_hours"] / 100, "full_time_hours": row["full_time_hours"] / 100,
            "pay_region": row["region"] or self.company.pay_region, "station_id": lookup.station(row),
            "posting": row["posting"], "cost_centre_id": lookup.cost_centre(row),
            "collar_number": row["collar_number"], "warrant_number": row["warrant_number"],
        }  # fmt: skip
        if row["account_number"]:
            values["bank"] = {key: row[key] for key in ("sort_code", "account_number", "account_name")}
        return {key: value for key, value in values.items() if value not in (None, False, "")}

    def _profile(self, row):
        return {
            "date_from": self.date_from,
            "tax_code": row["tax_code"],
            "tax_basis": row["tax_basis"] or "cumulative",
            "ni_category": row["ni_category"],
            "starter_declaration": row["starter_declaration"],
            "student_loan_plan": row["student_loan_plan"] or "none",
            "postgraduate_loan": bool(row["postgraduate_loan"]),
            "pension_scheme": row["pension_scheme"] or "none",
            "source": self.env._("People import"),
        }

    def _opening(self, row):
        values = {field: money_text(row[column]) for column, field in _YTD.items() if row[column]}
        nic = {name: money_text(row[f"ytd_nic_{name}"] or 0) for name in _NIC}
        if any(row[f"ytd_nic_{name}"] for name in _NIC):
            values["nic"] = [{"letter": row["ni_category"], **nic}]
        if values:
            values |= {"tax_year": self.tax_year, "source": self.env._("People import")}
        return values
