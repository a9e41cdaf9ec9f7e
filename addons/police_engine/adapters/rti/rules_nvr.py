"""HMRC's business rules for the NINO Verification Request (RTI specification v2.0, its NVR part)."""

from collections import Counter
from datetime import date

from lxml import etree

from ...problems import Problem
from .rules import CHECKS_OF_A_PERSON, Context, Facts, problem

MOST_PEOPLE = 100


def verification_request(envelope: etree._Element, today: date) -> list[Problem]:
    """All rules for everybody on the request, in the order of the file."""
    request = envelope.find("{*}NINOverificationRequest")
    people = request.findall("{*}Employee")
    context = Context(today, date.min, date.max)
    found = []
    if not 1 <= len(people) <= MOST_PEOPLE:
        text = f"A request names between 1 and {MOST_PEOPLE} people; this one names {len(people)}."
        found.append(problem("7827", text))
    pay_ids: Counter[str] = Counter()
    for person in people:
        facts = Facts(person)
        if facts.pay_id:
            pay_ids[facts.pay_id] += 1
        for tier, rule in CHECKS_OF_A_PERSON:
            found += [
                problem(code, f"{facts.name}: {text}", facts.pay_id, tier)
                for code, text in rule(facts, context)
            ]
    return found + [
        problem("payroll_id", f"Payroll id {pay_id} is asked about {count} times.", pay_id)
        for pay_id, count in pay_ids.items()
        if count > 1
    ]
