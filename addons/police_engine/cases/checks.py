"""Areas of identifiers and the calendar."""

from datetime import date

from ..exceptions import InvalidIdentifier
from ..identifiers import accounts_office_reference, bank_account, nino, paye_reference
from ..params import RuleSet
from ..taxcalendar import frequency, tax_period
from .reading import Case, frequency_of


def bank(rules: RuleSet, case: Case) -> dict:
    """Modulus check of sort code and account."""
    return {"valid": bank_account.is_valid(case.inputs["sort_code"], case.inputs["account"])}


def national_insurance_number(rules: RuleSet, case: Case) -> dict:
    """Validity and compact form of a National Insurance number."""
    try:
        return {"valid": True, "normalised": nino.validate(case.inputs["nino"])}
    except InvalidIdentifier:
        return {"valid": False, "normalised": None}


def accounts_office(rules: RuleSet, case: Case) -> dict:
    """Pattern and check letter of an Accounts Office reference."""
    text = case.inputs["reference"]
    return {
        "format_valid": accounts_office_reference.is_well_formed(text),
        "valid": accounts_office_reference.is_valid(text),
    }


def employer_reference(rules: RuleSet, case: Case) -> dict:
    """Parts of an employer PAYE reference."""
    try:
        parsed = paye_reference.parse(case.inputs["reference"])
    except InvalidIdentifier:
        return {"valid": False, "office": None, "employer": None}
    return {"valid": True, "office": int(parsed.office), "employer": parsed.employer}


def period_number(rules: RuleSet, case: Case) -> dict:
    """Tax week or month number of a pay date."""
    name = frequency_of(case)
    number = tax_period(name, date.fromisoformat(case.inputs["pay_date"]))
    return {"week_no" if frequency(name).unit == "week" else "month_no": number}
