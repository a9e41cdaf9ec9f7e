"""The columns of the people import: one place for names, meaning, examples and checks.

``read`` turns the text of a cell into the value kept in the row dictionary and raises ``ValueError``
(InvalidIdentifier is one) with a reason a payroll clerk understands. Money becomes pence, hours
hundredths, dates ``datetime.date``; an empty cell becomes None without calling ``read``.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from ..identifiers import collar_number, nino, postcode, sort_code, tax_code, warrant_number


class Column(NamedTuple):
    """One column. ``required``: every row needs a value; ``unique``: no value twice in a file."""

    name: str
    required: bool
    meaning: str
    example: str
    read: Callable[[str], Any]
    unique: bool = False
    signed: bool = False  # a leading minus is a number, not a formula


_MONEY = re.compile(r"-?£?(\d{1,3}(,\d{3})+|\d{1,9})(\.\d{1,2})?")
_HOURS = re.compile(r"\d{1,3}(\.\d{1,2})?")
_ISO, _BRITISH = re.compile(r"(\d{4})-(\d\d)-(\d\d)"), re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+")
_SPACES = re.compile(r"[\s_-]+")


@lru_cache(maxsize=8192)
def day(text: str) -> date:
    """``31/12/2026`` or ``2026-12-31``."""
    if found := _ISO.fullmatch(text):
        year, month, number = (int(part) for part in found.groups())
    elif found := _BRITISH.fullmatch(text):
        number, month, year = (int(part) for part in found.groups())
    else:
        raise ValueError("is not a date. Write 31/12/2026 or 2026-12-31.")
    try:
        return date(year, month, number)
    except ValueError:
        raise ValueError("is not a day of the calendar.") from None


def _hundredths(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or 0)


def money(text: str) -> int:
    """Pence; minus allowed (a tax refund)."""
    if not _MONEY.fullmatch(text):
        raise ValueError("is not an amount of money. Write 1234.56, without other signs.")
    amount = _hundredths(text.lstrip("-").replace("£", "").replace(",", ""))
    return -amount if text.startswith("-") else amount


def positive_money(text: str) -> int:
    """Pence, zero or more."""
    amount = money(text)
    if amount < 0:
        raise ValueError("may not be negative.")
    return amount


def hours(text: str) -> int:
    """Weekly hours in hundredths: ``37.5`` -> 3750."""
    if not _HOURS.fullmatch(text) or not 0 < _hundredths(text) <= 16800:
        raise ValueError("is not a number of weekly hours. Write 40 or 37.5.")
    return _hundredths(text)


def words(length: int) -> Callable[[str], str]:
    """Plain text up to ``length`` characters."""

    def read(text: str) -> str:
        if len(text) > length:
            raise ValueError(f"has {len(text)} characters; at most {length} are allowed.")
        return text

    return read


def choice(**meanings: str) -> Callable[[str], str]:
    """One of the keys; case, blanks and the alternatives in the meanings (split by ``|``) are forgiven."""
    known = {key: key for key in meanings}
    for key, others in meanings.items():
        known.update({_SPACES.sub("_", other): key for other in others.split("|") if other})
    listing = ", ".join(meanings)

    def read(text: str) -> str:
        found = known.get(_SPACES.sub("_", text.lower()))
        if found is None:
            raise ValueError(f"is not one of: {listing}.")
        return found

    return read


def flag(text: str) -> bool:
    """yes or no."""
    lowered = text.lower()
    if lowered in ("yes", "y", "true", "1"):
        return True
    if lowered in ("no", "n", "false", "0"):
        return False
    raise ValueError("is neither yes nor no.")


def slug(text: str) -> str:
    """``'Chief Inspector'`` -> ``'chief_inspector'``; checked against the force's ranks later."""
    found = _SPACES.sub("_", text.lower())
    if not re.fullmatch(r"[a-z0-9_]{1,40}", found):
        raise ValueError("may have letters, figures and blanks only.")
    return found


def account_number(text: str) -> str:
    """Eight digits; the modulus check with the sort code follows for the whole row."""
    digits = text.replace(" ", "").replace("-", "")
    if not re.fullmatch(r"\d{8}", digits):
        raise ValueError("is not eight digits. Excel drops leading zeros: make the column text.")
    return digits


def email(text: str) -> str:
    """An address with one @ and a domain."""
    if not _EMAIL.fullmatch(text) or len(text) > 254:
        raise ValueError("is not an e-mail address.")
    return text


def letter(allowed: str) -> Callable[[str], str]:
    """One capital letter out of ``allowed``."""

    def read(text: str) -> str:
        if len(text) != 1 or text.upper() not in allowed:
            raise ValueError(f"is not one of the letters {' '.join(allowed)}.")
        return text.upper()

    return read


def _c(name: str, meaning: str, example: str, read: Callable[[str], Any], **options: bool) -> Column:
    return Column(name, options.pop("required", False), meaning, example, read, **options)


_GENDER = choice(M="male|man|m", F="female|woman|f")
_TYPE = choice(
    officer="police officer",
    staff="police staff",
    pcso="community support officer",
    special="special constable",
)
_REGION = choice(england_wales="england and wales|national", london="met|city of london")
_BASIS = choice(cumulative="cum|c", week1month1="w1|m1|w1m1|x|week 1 month 1|non cumulative")
_PLAN = choice(none="no", plan_1="1|01|plan1", plan_2="2|02|plan2", plan_4="4|04|plan4", plan_5="5|05|plan5")
_SCHEME = choice(
    none="no|opted out",
    pps_2015="2015|care",
    npps_2006="2006|npps",
    pps_1987="1987|pps",
    lgps="local government",
    lgps_50_50="lgps 50/50",
)

COLUMNS: tuple[Column, ...] = (
    _c(
        "payroll_reference",
        "Payroll number, unique in the force",
        "100001",
        words(20),
        required=True,
        unique=True,
    ),
    _c("title", "Title", "Ms", words(20)),
    _c("forenames", "First and middle names", "Siân Elizabeth", words(70), required=True),
    _c("surname", "Surname", "O'Connor", words(70), required=True),
    _c("birth_date", "Date of birth", "14/03/1988", day, required=True),
    _c("gender", "M or F, as HMRC holds it", "F", _GENDER, required=True),
    _c("nino", "National Insurance number; empty while applied for", "AB123456C", nino.validate, unique=True),
    _c("address_line_1", "Address, first line", "12 Albert Road", words(60)),
    _c("address_line_2", "Address, second line", "Middlesbrough", words(60)),
    _c("address_line_3", "Address, third line", "", words(60)),
    _c("address_line_4", "Address, fourth line", "", words(60)),
    _c("postcode", "Postcode", "TS1 2QJ", postcode.format),
    _c("email", "Work e-mail address", "sian.oconnor@example.police.uk", email),
    _c("person_type", "officer, staff, pcso or special", "officer", _TYPE, required=True),
    _c("rank", "Rank (officers and specials)", "sergeant", slug),
    _c("pay_point", "Point on the national pay scale of the rank", "2", words(10)),
    _c("local_grade", "Grade on the force's own scale (staff, PCSO)", "", words(30)),
    _c("local_point", "Point on the force's own scale", "", words(10)),
    _c("annual_salary", "Full-time annual salary set by the force, £", "", positive_money),
    _c("appointed_on", "Appointment to the rank (decides the pay scale)", "01/09/2021", day),
    _c("service_date", "Start of continuous service", "04/06/2012", day),
    _c("start_date", "First day of this employment", "04/06/2012", day, required=True),
    _c("leaving_date", "Last day, when known", "", day),
    _c("increment_date", "Next increment", "01/09/2026", day),
    _c("weekly_hours", "Contracted weekly hours", "40", hours),
    _c("full_time_hours", "Weekly hours of a full-time colleague", "40", hours),
    _c("region", "england_wales or london (officers' scale)", "england_wales", _REGION),
    _c("station", "Code of the station", "MB01", words(20)),
    _c("posting", "Team or post", "Response Team B", words(80)),
    _c("cost_centre", "Code of the cost centre", "RES-MB", words(20)),
    _c("collar_number", "Collar number, unique in the force", "2417", collar_number.validate, unique=True),
    _c("warrant_number", "Warrant number", "108812", warrant_number.validate, unique=True),
    _c("tax_code", "Tax code; empty: the emergency code rule applies", "1257L", tax_code.validate),
    _c("tax_basis", "cumulative or week1month1", "cumulative", _BASIS),
    _c("ni_category", "National Insurance category letter", "A", letter("ABCDEFHIJKLMNSVXZ")),
    _c("starter_declaration", "A, B or C for somebody new this tax year", "", letter("ABC")),
    _c("student_loan_plan", "none, plan_1, plan_2, plan_4 or plan_5", "plan_2", _PLAN),
    _c("postgraduate_loan", "yes or no", "no", flag),
    _c("pension_scheme", "pps_2015, npps_2006, pps_1987, lgps, lgps_50_50 or none", "pps_2015", _SCHEME),
    _c("sort_code", "Bank sort code", "20-00-00", sort_code.validate),
    _c("account_number", "Bank account, eight digits", "55779911", account_number),
    _c("account_name", "Name on the account", "S E O'Connor", words(40)),
    _c("ytd_gross", "Gross pay this tax year with this force, £", "21310.00", positive_money, signed=True),
    _c(
        "ytd_taxable_pay",
        "Taxable pay this tax year with this force, £",
        "18443.80",
        positive_money,
        signed=True,
    ),
    _c("ytd_tax", "Tax deducted this tax year, £ (minus: refunded)", "2640.40", money, signed=True),
    _c("ytd_net", "Net pay this tax year, £", "14310.92", money, signed=True),
    _c("ytd_student_loan", "Student loan deducted this tax year, £", "540.00", positive_money),
    _c("ytd_postgraduate_loan", "Postgraduate loan deducted this tax year, £", "0.00", positive_money),
    _c("ytd_pension_employee", "Employee pension contributions this tax year, £", "2866.20", positive_money),
    _c("ytd_pension_employer", "Employer pension contributions this tax year, £", "7522.43", positive_money),
    _c("ytd_nic_gross", "NICable pay this tax year in the category above, £", "21310.00", positive_money),
    _c("ytd_nic_at_lel", "Earnings at the lower earnings limit, £", "2795.00", positive_money),
    _c("ytd_nic_lel_to_pt", "Earnings above LEL up to the primary threshold, £", "2445.00", positive_money),
    _c("ytd_nic_pt_to_uel", "Earnings above PT up to the upper limit, £", "15645.00", positive_money),
    _c("ytd_nic_employee", "Employee contributions this tax year, £", "1260.10", positive_money),
    _c("ytd_nic_employer", "Employer contributions this tax year, £", "2884.00", positive_money),
    _c("previous_pay", "Taxable pay in earlier employment this tax year (P45), £", "", positive_money),
    _c("previous_tax", "Tax in earlier employment this tax year (P45), £", "", money, signed=True),
)
BY_NAME = {column.name: column for column in COLUMNS}
STAFF_EXAMPLE = {
    "payroll_reference": "200001",
    "title": "Mr",
    "forenames": "Tomasz",
    "surname": "Łukasik",
    "birth_date": "1979-11-02",
    "gender": "M",
    "nino": "CE765432A",
    "email": "tomasz.lukasik@example.police.uk",
    "person_type": "staff",
    "rank": "",
    "pay_point": "",
    "local_grade": "E",
    "local_point": "23",
    "annual_salary": "31086.00",
    "appointed_on": "",
    "service_date": "2019-02-11",
    "start_date": "2019-02-11",
    "increment_date": "2027-04-01",
    "weekly_hours": "29.6",
    "full_time_hours": "37",
    "posting": "Payroll Office",
    "cost_centre": "FIN-PAY",
    "collar_number": "",
    "warrant_number": "",
    "tax_code": "S1257L",
    "student_loan_plan": "none",
    "pension_scheme": "lgps",
    "sort_code": "10-79-99",
    "account_number": "88837491",
    "account_name": "T LUKASIK",
    "ytd_student_loan": "0.00",
}
