"""What the engine knows that forms need: element catalogue, NI letters, posting roles, identifier checks."""

from datetime import date
from functools import lru_cache

from odoo.addons.police_engine.identifiers import tax_code as tax_codes
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.pay import elements as engine_elements

from .account_defaults import usual_accounts

MAX_AMOUNT = 1_000_000  # pounds for one element in one period: beyond this it is a slip of the keyboard


@lru_cache(maxsize=1)
def elements():
    """{code: engine Element} in force now."""
    return dict(engine_elements.catalogue(RuleSet.load(), date.today()))


def is_priced(element):
    """True when the engine turns units (or nothing) into money, so that no amount is entered."""
    return element.price != "given"


def element_codes():
    """Selection list of elements, by label."""
    return sorted(((e.code, e.label) for e in elements().values()), key=lambda pair: pair[1])


def element_fault(code, amount, units):
    """Why this amount and these units can not be paid as ``code``; '' when they can."""
    element = elements().get(code)
    if element is None:
        return f"there is no pay element {code!r}."
    if amount < 0 or units < 0:
        return "amount and units may not be negative. Use a deduction or a correcting element."
    if amount > MAX_AMOUNT or units > MAX_AMOUNT:
        return f"more than {MAX_AMOUNT:,} can not be right for one period."
    if element.price not in ("given", "rate") and not units:
        return f"{element.label} is priced by the engine: give the units."
    if not is_priced(element) and not amount:
        return f"{element.label} needs an amount."
    return ""


@lru_cache(maxsize=1)
def ni_letters():
    """Selection list of the NI category letters in the law's files."""
    newest = RuleSet.load().periods["hmrc/nic/class1"][-1]
    return [(letter, letter) for letter in sorted(newest["letters"])]


def split_tax_code(text):
    """('1257L', True) for '1257l m1'; a code that is none comes back in capitals, for the check to refuse."""
    if not tax_codes.is_valid(text):
        return tax_codes.compact(text), False
    parsed = tax_codes.parse(text)
    return parsed.code, parsed.non_cumulative


def check_tax_code(text):
    """Raise InvalidIdentifier with the reason unless ``text`` is a tax code HMRC uses."""
    tax_codes.validate(text)


def account_roles():
    """Selection list of posting roles: those that always have an account, then single deductions."""
    usual = [(role, entry["name"]) for role, entry in usual_accounts().items()]
    single = [
        (f"deductions_creditor_{e.code}", f"Deduction: {e.label}")
        for e in elements().values()
        if e.ledger == "deductions_creditor"
    ]
    return usual + sorted(single, key=lambda pair: pair[1])
