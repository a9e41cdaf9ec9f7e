"""What is true of a police person whatever the date; the dated facts are on ``hr.version``."""

import re
from datetime import date, datetime

from odoo import api, fields, models
from odoo.addons.police_engine.exceptions import EngineError, InvalidIdentifier
from odoo.addons.police_engine.identifiers import collar_number, nino, warrant_number
from odoo.addons.police_engine.params.loader import RuleSet
from odoo.addons.police_engine.pay import scales
from odoo.exceptions import ValidationError

from .hr_version import READERS, follow_rank

IDENTIFIERS = {"nino": nino, "collar_number": collar_number, "warrant_number": warrant_number}


class HrEmployee(models.Model):
    _inherit = "hr.employee"
    _rec_names_search = ["name", "collar_number", "payroll_reference"]

    # Payroll reads the dated facts through these; core opens them to HR alone.
    version_id = fields.Many2one(groups=READERS)
    version_ids = fields.One2many(groups=READERS)
    versions_count = fields.Integer(groups=READERS)
    current_date_version = fields.Date(groups=READERS)

    payroll_reference = fields.Char(
        string="Payroll reference",
        tracking=True,
        copy=False,
        groups=READERS,
        help="Payroll number: unique in the force and never used again.",
    )
    warrant_number = fields.Char(string="Warrant number", tracking=True, copy=False, groups=READERS)
    collar_number = fields.Char(
        string="Collar number",
        tracking=True,
        copy=False,
        index=True,
        help="Shoulder number, unique in the force.",
    )
    collar_holding_ids = fields.One2many(
        "police.collar.holding", "employee_id", string="Collar numbers held", groups=READERS
    )
    nino = fields.Char(string="National Insurance number", tracking=True, copy=False, groups=READERS)
    title = fields.Char(groups=READERS, help="Mr, Mrs, Ms, Dr ... as sent to HMRC.")
    forenames = fields.Char(groups=READERS)
    surname = fields.Char(groups=READERS, index=True)
    service_date = fields.Date(
        string="Continuous service from",
        tracking=True,
        groups=READERS,
        help="Start of continuous service, with this force or carried over from another.",
    )
    appointed_on = fields.Date(
        string="Appointed on",
        tracking=True,
        groups=READERS,
        help="Appointed as a police officer; those before 1 April 2013 are on the older constable scale.",
    )
    joined_on = fields.Date(
        string="Joined on",
        compute="_compute_employment_dates",
        store=True,
        groups=READERS,
        help="First day of the latest contract.",
    )
    leaving_date = fields.Date(
        string="Leaving date",
        compute="_compute_employment_dates",
        store=True,
        groups=READERS,
        help="Last day of the latest contract.",
    )
    # A plain related field would be re-read for every row of a list; the name is enough there.
    pay_description = fields.Char(string="Paid on", compute="_compute_pay_description", groups=READERS)

    _payroll_reference_uniq = models.UniqueIndex(
        "(company_id, payroll_reference) WHERE payroll_reference IS NOT NULL",
        "Another person of this force has this payroll reference.",
    )
    _warrant_number_uniq = models.UniqueIndex(
        "(company_id, warrant_number) WHERE warrant_number IS NOT NULL",
        "Another person of this force has this warrant number.",
    )

    @api.depends("version_ids.contract_date_start", "version_ids.contract_date_end", "version_ids.active")
    def _compute_employment_dates(self):
        for employee in self:
            latest = max(
                (v for v in employee.sudo().version_ids if v.active and v.contract_date_start),
                key=lambda v: (v.contract_date_start, v.date_version),
                default=None,
            )
            employee.joined_on = latest.contract_date_start if latest else False
            employee.leaving_date = latest.contract_date_end if latest else False

    @api.depends("version_id.pay_scale", "version_id.pay_point", "version_id.local_salary_id")
    def _compute_pay_description(self):
        for employee in self:
            version = employee.sudo().version_id
            if version.local_salary_id:
                employee.pay_description = version.local_salary_id.display_name
            elif version.pay_scale:
                scale = scale_in_words(version.pay_scale)
                employee.pay_description = self.env._(
                    "%(scale)s, point %(point)s", scale=scale, point=version.pay_point or "?"
                )
            else:
                employee.pay_description = False

    @api.constrains("nino", "collar_number", "warrant_number")
    def _check_identifiers(self):
        """One message for all the people and identifiers that are wrong."""
        wrong = [
            f"{employee.name}: {error}"
            for employee in self
            for name, check in IDENTIFIERS.items()
            if employee[name]
            for error in _refusals(check.validate, employee[name])
        ]
        if wrong:
            raise ValidationError("\n".join(wrong))

    @api.onchange("rank_id")
    def _onchange_rank_id(self):
        follow_rank(self)

    @api.onchange("forenames", "surname")
    def _onchange_names(self):
        if self.forenames or self.surname:
            self.name = full_name(self.forenames, self.surname)

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._tidy(dict(vals)) for vals in vals_list]
        for vals in vals_list:
            if not vals.get("name") and vals.get("surname"):
                vals["name"] = full_name(vals.get("forenames"), vals["surname"])
            self._add_increment_date(vals)
        employees = super().create(vals_list)
        employees.filtered("collar_number")._record_collar_numbers()
        return employees

    def write(self, vals):
        vals = self._tidy(dict(vals))
        if {"forenames", "surname"} & vals.keys() and "name" not in vals:
            for employee in self:
                name = full_name(
                    vals.get("forenames", employee.forenames), vals.get("surname", employee.surname)
                )
                super(HrEmployee, employee).write({**vals, "name": name or employee.name})
        else:
            super().write(vals)
        if "collar_number" in vals:
            self._record_collar_numbers()
        return True

    @staticmethod
    def _tidy(vals):
        """Identifiers without blanks and in capitals; empty text as nothing, so that it stays unique."""
        for name, identifier in IDENTIFIERS.items():
            if name in vals:
                vals[name] = identifier.compact(vals[name] or "") or False
        if "payroll_reference" in vals:
            vals["payroll_reference"] = (vals["payroll_reference"] or "").strip() or False
        return vals

    def _add_increment_date(self, vals):
        """Fill the next increment of a new person on a published scale who is not at its top."""
        if vals.get("increment_date") or not vals.get("rank_id") or not vals.get("pay_point"):
            return
        if vals.get("local_salary_id"):
            return
        rank = self.env["police.rank"].browse(vals["rank_id"])
        on = (
            fields.Date.to_date(vals.get("date_version") or vals.get("contract_date_start"))
            or fields.Date.today()
        )
        appointed = fields.Date.to_date(vals.get("appointed_on"))
        region = vals.get("pay_region") or self.env.company.pay_region
        scale = vals.get("pay_scale_override") or rank._scale_key(region, appointed)
        anchor = fields.Date.to_date(vals.get("rank_since")) or appointed
        vals["increment_date"] = next_increment_date(
            (self.env["res.company"].browse(vals.get("company_id")) or self.env.company)._pay_law(),
            scale, vals["pay_point"], anchor or fields.Date.to_date(vals.get("contract_date_start")), on,
        )  # fmt: skip

    def _record_collar_numbers(self):
        """Bring the holdings in line with the number, the contract and the leaving date of each person.

        A first number counts from the start of the contract and a later one from today, or from the
        day in context ``collar_from``.
        """
        opening = []
        for employee in self.sudo():
            opening += employee._collar_holding_changes(self.env.context.get("collar_from"))
        self.env["police.collar.holding"].sudo().create(opening)

    def _collar_holding_changes(self, on):
        """Close or amend the last holding; answer the values of one to open, as a list."""
        self.ensure_one()
        last = self.collar_holding_ids.sorted("date_from")[-1:]
        joined, left = self.joined_on, self.leaving_date
        today = fields.Date.context_today(self)
        if last and last.number == self.collar_number and not self._rejoined_after(last):
            if last.date_to != left:
                last.write({"date_to": left, "free_from": left and last._free_after(left)})
            return []
        if last and not on and left and last.date_to == left < today:
            last._correct(self.collar_number)  # a number mistyped for somebody who has gone
            return []
        start = on or (today if last and not last.date_to else joined) or today
        if last:
            last._give_back(start, self.collar_number)
        if not self.collar_number:
            return []
        date_to = left if left and left >= start else False
        return [
            {
                "employee_id": self.id,
                "company_id": self.company_id.id,
                "number": self.collar_number,
                "date_from": start,
                "date_to": date_to,
            }
        ]

    def _rejoined_after(self, holding) -> bool:
        return bool(holding.date_to and self.joined_on and holding.date_to < self.joined_on)

    def _bank_details(self):
        """``{employee id: BankAccount}``; see ``services.bank.bank_accounts``."""
        from ..services.bank import bank_accounts

        return bank_accounts(self.env, self)

    @api.model
    def get_view(self, view_id=None, view_type="form", **options):
        """Readers who do not keep people get a form without the parts that core keeps for HR."""
        reads = self.browse().has_access("read") and not self.env.user.has_group("hr.group_hr_user")
        if view_type == "form" and reads and not self.env.su:
            view_id = self.env.ref("police_hr.view_person_reader_form").id
        return super().get_view(view_id, view_type, **options)

    def action_change_from_date(self):
        """Open the dated change wizard for this person."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_hr.action_change_wizard")
        return {**action, "context": {"default_employee_id": self.id}}


def scale_in_words(scale: str) -> str:
    """A scale key as people read it.

    >>> scale_in_words("constable_appointed_on_or_after_2013_04_01")
    'Constable appointed on or after 1 April 2013'
    """
    key, found, day = re.fullmatch(r"(.*?)(_(\d{4}_\d\d_\d\d))?", scale).groups()
    words = key.replace("_", " ").capitalize()
    return f"{words} {datetime.strptime(day, '%Y_%m_%d'):%-d %B %Y}" if found else words


def _refusals(check, text):
    """The refusal of ``text`` by an engine check, as a list of none or one."""
    try:
        check(text)
    except InvalidIdentifier as error:
        return [str(error)]
    return []


def full_name(forenames, surname) -> str:
    return " ".join(part for part in (forenames, surname) if part)


def next_increment_date(rules: RuleSet, scale: str, point: str, anchor: date | None, after: date):
    """First anniversary of ``anchor`` later than ``after``; False at the top or when it cannot be known."""
    if not scale or not anchor:
        return False
    try:
        # Facts may be older than the oldest scale we hold; the ladder of points is then that of the oldest.
        if scales.next_point(rules, scale, point, max(after, rules.periods[scales.SCALES][0].start)) is None:
            return False
    except EngineError:
        return False  # the pay run and the increments screen report the missing figure with its date
    return scales.next_increment(anchor, after)
