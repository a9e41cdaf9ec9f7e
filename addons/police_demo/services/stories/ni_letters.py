"""Before each run the clerk gives whoever reached 21, 25 or State Pension age the letter that now applies."""

from datetime import date

from odoo.addons.police_engine.movers import ni_letter
from odoo.addons.police_engine.params import RuleSet

BY_AGE = {"M": {}, "H": {"apprentice": True}, "A": {}, "C": {}}


def august(demo):
    """Those who came in with last year's letter."""
    _in(demo, date(2026, 8, 1))


def september(demo):
    """Birthdays of September."""
    _in(demo, date(2026, 9, 1))


def october(demo):
    """Birthdays of October."""
    _in(demo, date(2026, 10, 1))


def _in(demo, first):
    change(demo.env(user=demo.users["payroll.clerk"]), demo.company, demo.periods, first)


def change(clerk, company, periods, first):
    """New profiles from the first of the month, where age alone decides the letter."""
    pay_date, rules = periods[first].pay_date, RuleSet.load()
    newest = {}
    for profile in clerk["police.pay.profile"].search(
        [("company_id", "=", company.id), ("date_from", "<=", pay_date)], order="date_from, id"
    ):
        newest[profile.employee_id] = profile
    for employee, profile in newest.items():
        held, born = profile.ni_category, employee.sudo().birthday
        if held not in BY_AGE or not born:
            continue
        letter, _why = ni_letter.expected(ni_letter.NiFacts(born, **BY_AGE[held]), pay_date, rules)
        if letter != held and {letter, held} != {"H", "M"}:
            _give(profile, letter, first)


def _give(profile, letter, first):
    if profile.date_from >= first:
        profile.ni_category = letter
    else:
        profile.copy({"date_from": first, "ni_category": letter, "source": "Age"})
