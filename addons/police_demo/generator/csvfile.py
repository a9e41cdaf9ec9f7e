"""The made-up people as the CSV that the real importer reads: columns of ``adapters.people_columns``."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any

from odoo.addons.police_engine.adapters.people_columns import COLUMNS
from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.records import YearToDate

from .changes import START
from .records import Force, Job, Person

NEXT_STAFF_INCREMENT = date(2027, 4, 1)


def people_csv(force: Force, *, joiners: bool) -> bytes:
    """Those in post on 1 September (with balances after July), or those who join during September."""
    chosen = [p for p in force.people if (p.job.service_date >= START) == joiners]
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, [column.name for column in COLUMNS], restval="")
    writer.writeheader()
    writer.writerows(_rows(force, chosen))
    return output.getvalue().encode("utf-8-sig")


def _rows(force: Force, people: Iterable[Person]) -> Iterable[dict[str, Any]]:
    scales = RuleSet.load().at("police/pay/scales", START)
    grades = {s.code: (s.grade, s.point) for s in force.salaries}
    for person in people:
        grade, point = grades.get(person.job.local_salary, ("", ""))
        yield {
            **_who(person),
            **_job(person.job),
            **_pay(person),
            "local_grade": grade,
            "local_point": point,
            "increment_date": _increment(person.job, scales, point, grades),
            **_year_to_date(force.openings.get(person.payroll_id)),
        }


def _who(person: Person) -> dict[str, Any]:
    return {
        "payroll_reference": person.payroll_id,
        "title": person.title,
        "forenames": person.forenames,
        "surname": person.surname,
        "birth_date": person.birth_date.isoformat(),
        "gender": person.sex,
        "nino": person.nino,
        "address_line_1": person.address[0],
        "address_line_2": person.town,
        "postcode": person.postcode,
        "email": f"p{person.payroll_id}@teesmouth.police.example",
        "collar_number": person.collar_number,
        "warrant_number": person.warrant_number,
        "sort_code": person.bank.sort_code,
        "account_number": person.bank.account_number,
        "account_name": person.bank.account_name,
    }


def _job(job: Job) -> dict[str, Any]:
    return {
        "person_type": job.kind,
        "rank": job.rank,
        "pay_point": job.pay_point or ("1" if job.kind == "officer" else ""),
        "appointed_on": job.appointed_on.isoformat(),
        "service_date": job.service_date.isoformat(),
        "start_date": job.service_date.isoformat(),
        "weekly_hours": str(job.hours),
        "full_time_hours": str(job.full_time_hours),
        "region": "england_wales",
        "station": job.station,
        "posting": job.posting,
        "cost_centre": job.cost_centre,
    }


def _pay(person: Person) -> dict[str, Any]:
    tax = person.tax
    if tax is None:  # a volunteer; the file asks for a letter of everybody
        return {
            "ni_category": "A",
            "pension_scheme": "none",
            "student_loan_plan": "none",
            "postgraduate_loan": "no",
        }
    return {
        "tax_code": tax.code or "",
        "tax_basis": tax.basis,
        "ni_category": tax.ni_category,
        "starter_declaration": person.starter_declaration,
        "student_loan_plan": tax.student_loan or "none",
        "postgraduate_loan": "yes" if tax.postgraduate else "no",
        "pension_scheme": tax.pension or "none",
    }


def _increment(job: Job, scales: Any, point: str, grades: dict[str, tuple[str, str]]) -> str:
    """The next increment, where there is a next point."""
    if job.scale:
        if str(int(job.pay_point) + 1) not in scales[job.scale]:
            return ""
        due = _anniversary(job.appointed_on, 2026)
        later = due < date(2026, 8, 1) or due <= job.appointed_on
        return (_anniversary(job.appointed_on, 2027) if later else due).isoformat()
    code = job.local_salary
    if code and code[:-1] + str(int(point) + 1) in grades and job.service_date < START:
        return NEXT_STAFF_INCREMENT.isoformat()
    return ""


def _anniversary(day: date, year: int) -> date:
    return date(year, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=year)


def _year_to_date(ytd: YearToDate | None) -> dict[str, str]:
    if ytd is None:
        return {}
    nic = ytd.nic[0]
    return {
        "ytd_gross": text(ytd.gross),
        "ytd_taxable_pay": text(ytd.taxable_pay),
        "ytd_tax": text(ytd.tax),
        "ytd_net": text(ytd.net),
        "ytd_student_loan": text(ytd.student_loan),
        "ytd_postgraduate_loan": text(ytd.postgraduate_loan),
        "ytd_pension_employee": text(ytd.pension_employee),
        "ytd_pension_employer": text(ytd.pension_employer),
        "ytd_nic_gross": text(nic.gross),
        "ytd_nic_at_lel": text(nic.at_lel),
        "ytd_nic_lel_to_pt": text(nic.lel_to_pt),
        "ytd_nic_pt_to_uel": text(nic.pt_to_uel),
        "ytd_nic_employee": text(nic.employee),
        "ytd_nic_employer": text(nic.employer),
        "previous_pay": text(ytd.previous_pay),
        "previous_tax": text(ytd.previous_tax),
    }
