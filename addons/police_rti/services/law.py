"""Deadlines and codes of Real Time Information, out of the dated parameter file ``hmrc/rti``."""

from datetime import date, timedelta

from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.taxcalendar import tax_month, tax_year_dates, tax_year_of
from odoo.exceptions import UserError

RTI = "hmrc/rti"


def rti(on):
    """The parameters in force on a day."""
    return RuleSet.load().at(RTI, on)


def figure(on, key):
    """A figure in force on a day; UserError naming file, key and day when it is not known."""
    try:
        return rti(on)[key]
    except EngineError as error:
        raise UserError(str(error)) from error


def late_reasons():
    """HMRC's late reporting reasons, as selection values."""
    return [(code, f"{code} – {text}") for code, text in figure(date.today(), "late_reasons").items()]


def error_law(number, on):
    """(meaning, action, source key) of an error number of the gateway; empty texts when it is HMRC's own."""
    period = rti(on)
    entry = period.get(f"errors.{number}") if str(number).isdigit() else None
    if entry is None:
        return "", "", f"{period.source}#errors"
    return entry["meaning"], entry["action"], f"{period.source}#errors.{number}"


def actions(on):
    """{error number: action}, for the conversation."""
    return {number: entry["action"] for number, entry in figure(on, "errors").items()}


def month_dates(tax_year, month):
    """First and last day of a tax month: the 6th to the 5th."""
    first = tax_year_dates(tax_year)[0]
    start = _plus_months(first, month - 1)
    return start, _plus_months(first, month) - timedelta(days=1)


def last_month(on):
    """(tax year, tax month) of the month that ended before the one of ``on``."""
    month = tax_month(on)
    if month > 1:
        return tax_year_of(on), month - 1
    return tax_year_of(tax_year_dates(tax_year_of(on))[0] - timedelta(days=1)), 12


def fps_due(payment_date):
    """The last day on which an FPS for this payment is in time."""
    return payment_date - timedelta(days=figure(payment_date, "fps_days_before_pay_day"))


def eps_due(tax_year, month):
    """The 19th after the end of the tax month."""
    end = month_dates(tax_year, month)[1]
    return end.replace(day=figure(end, "eps_day"))


def payment_due(tax_year, month):
    """The 22nd after the end of the tax month, for electronic payment."""
    end = month_dates(tax_year, month)[1]
    return end.replace(day=figure(end, "payment_day_electronic"))


def _plus_months(day, months):
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, day.day)
