"""HMRC's business rules for the FPS, one small function a rule (RTI specification v2.0), and the common ones.

Numbers are HMRC's error codes. Rules read the XML, so they judge any message, not only ours.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from lxml import etree

from ...identifiers import accounts_office_reference, nino
from ...problems import Problem, Severity
from .common import tax_year_end, tax_year_start

Finding = tuple[str, str]  # HMRC error code, message
_MALE_NOT_ALLOWED = frozenset("BEIOT")  # reduced-rate letters, for women who elected before 1977
_HASH_WITHDRAWN = date(2023, 4, 6)
_EMPLOYEE_FREE = frozenset("CWXKS")  # letters with no employee contributions


def problem(code: str, message: str, person: str = "", tier: str = "cross_field") -> Problem:
    """A blocking finding under HMRC's error number ``code``."""
    return Problem(Severity.BLOCKING, f"rti_{code}", message, person=person, rule=f"rti/{tier}")


def person_of(element: etree._Element | None) -> str:
    """Payroll id of the Employee around ``element``, '' when there is none."""
    while element is not None:
        if etree.QName(element).localname == "Employee":
            return element.findtext("{*}Employment/{*}PayId") or ""
        element = element.getparent()
    return ""


def day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None  # the schema tier reports it


def message_class(root: etree._Element, document: str) -> list[Problem]:
    """The envelope must name the document that it carries (7838 and its like); ``-TIL``: test in live."""
    stated = root.findtext("{*}Header/{*}MessageDetails/{*}Class") or ""
    if stated.removesuffix("-TIL") == f"HMRC-PAYE-RTI-{document}":
        return []
    return [problem("7838", f"The envelope says {stated or '(nothing)'} but carries an {document}.")]


def references(root: etree._Element, envelope: etree._Element) -> list[Problem]:
    """Header keys, IRheader keys and EmpRefs must name the same employer (5004, 5005, 7821, 7822)."""
    found = []
    for key, name, header_code, body_code in (
        ("TaxOfficeNumber", "OfficeNo", "5004", "7821"),
        ("TaxOfficeReference", "PayeRef", "5005", "7822"),
    ):
        outer = root.findtext(f"{{*}}GovTalkDetails/{{*}}Keys/{{*}}Key[@Type='{key}']")
        inner = envelope.findtext(f"{{*}}IRheader/{{*}}Keys/{{*}}Key[@Type='{key}']")
        stated = envelope.findtext(f"*/{{*}}EmpRefs/{{*}}{name}")
        if outer != inner:
            text = f"{key} is {outer} in the envelope but {inner} in the IRheader."
            found.append(problem(header_code, text))
        if inner != stated:
            found.append(problem(body_code, f"{key} is {inner} in the IRheader but {name} is {stated}."))
    return found + _accounts_office(envelope)


def _accounts_office(envelope: etree._Element) -> list[Problem]:
    """7859; a reference of the wrong form is already reported by the schema."""
    stated = envelope.findtext("*/{*}EmpRefs/{*}AORef") or ""
    if not accounts_office_reference.is_well_formed(stated) or accounts_office_reference.is_valid(stated):
        return []
    return [problem("7859", f"The check letter of the Accounts Office reference {stated} is wrong.")]


def periods(envelope: etree._Element) -> list[Problem]:
    """Tax year, schema and period must agree (7889, 7844); not for the NVR, which has no year."""
    schema_year = etree.QName(envelope).namespace.rsplit("/", 2)[-2]
    year = envelope.findtext("*/{*}RelatedTaxYear") or ""
    found = []
    if year != schema_year:
        found.append(problem("7889", f"The tax year is {year} but the schema is that of {schema_year}."))
    end = day(envelope.findtext("{*}IRheader/{*}PeriodEnd"))
    if end is not None and not tax_year_start(schema_year) <= end <= tax_year_end(schema_year):
        found.append(problem("7844", f"PeriodEnd {end} is not in the tax year {schema_year}."))
    return found


def full_payment(envelope: etree._Element, today: date) -> list[Problem]:
    """All rules for everybody on an FPS, in the order of the file."""
    year = etree.QName(envelope).namespace.rsplit("/", 2)[-2]
    context = Context(today, tax_year_start(year), tax_year_end(year))
    submission = envelope.find("{*}FullPaymentSubmission")
    found: list[Problem] = []
    pay_ids: Counter[str] = Counter()
    employees = submission.findall("{*}Employee")
    if not employees and submission.find("{*}FinalSubmission") is None:
        found.append(problem("7877", "The submission has neither an Employee nor a FinalSubmission."))
    for employee in employees:
        facts = Facts(employee)
        pay_ids[facts.pay_id] += 1
        for tier, rule in _RULES:
            found += [
                problem(code, f"{facts.name}: {text}", facts.pay_id, tier)
                for code, text in rule(facts, context)
            ]
    return found + [
        problem("payroll_id", f"Payroll id {pay_id or '(none)'} is used for {count} people.", pay_id)
        for pay_id, count in pay_ids.items()
        if count > 1
    ]


class Context:
    """Dates a rule may need: today and the ends of the tax year."""

    __slots__ = ("end", "start", "today")

    def __init__(self, today: date, start: date, end: date) -> None:
        self.today, self.start, self.end = today, start, end


class Facts:
    """One Employee read once: all leaf texts by name, letters and address lines apart."""

    __slots__ = ("letters", "lines", "name", "pay_id", "text")

    def __init__(self, employee: etree._Element) -> None:
        self.text: dict[str, str] = {}
        self.letters: list[dict[str, str]] = []
        self.lines = 0
        block: dict[str, str] = self.text
        for element in employee.iter():
            name = element.tag.rpartition("}")[2]
            if name == "NIlettersAndValues":
                block = {}
                self.letters.append(block)
            elif name == "Line":
                self.lines += 1
            elif name == "FiguresToDate":
                block = {}  # TaxablePay appears here too; no rule needs the year to date
            elif name == "Payment":
                block = self.text
            else:
                block[name] = element.text or ""
        self.pay_id = self.text.get("PayId", "")
        self.name = " ".join(filter(None, (self.text.get("Fore"), self.text.get("Sur")))) or "(no name)"

    def day(self, name: str) -> date | None:
        return day(self.text.get(name))


def _nino_or_address(facts: Facts, _: Context) -> Iterator[Finding]:
    if not facts.text.get("NINO") and facts.lines < 2:
        yield "7823", "no National Insurance number, so at least two address lines are needed."


def _nino(facts: Facts, _: Context) -> Iterator[Finding]:
    number = facts.text.get("NINO")
    if number and len(number) == 9 and not nino.is_valid(number):
        yield "nino", f"{number} is not a National Insurance number that HMRC gives out."


def _forename(facts: Facts, _: Context) -> Iterator[Finding]:
    if not facts.text.get("Fore") and not facts.text.get("Initials"):
        yield "7824", "a forename or initials are needed."


def _birth_date(facts: Facts, _: Context) -> Iterator[Finding]:
    if "BirthDate" not in facts.text and "PaymentToANonIndividual" not in facts.text:
        yield "7907", "the date of birth is needed."


def _starter(facts: Facts, context: Context) -> Iterator[Finding]:
    if "StartDate" not in facts.text:
        return
    seconded = {"Stay183DaysOrMore", "StayLessThan183Days", "InOutUK"} & facts.text.keys()
    pensioner = "OccPenInd" in facts.text and "Amount" in facts.text
    declared = facts.text.get("StartDec")
    if not declared and not seconded and not pensioner:
        yield "7881", "a starter needs the starter declaration A, B or C."
    if declared and pensioner:
        yield "7879", "a starter declaration is not allowed with an occupational pension amount."
    if declared and seconded:
        yield "7880", "a starter declaration is not allowed for a seconded employee."
    if facts.lines < 2:
        yield "7829", "a starter needs at least two address lines."
    start = facts.day("StartDate")
    if start is not None and start > context.today + timedelta(days=30):
        yield "7828", f"the start date {start} is more than 30 days from now."


def _foreign(facts: Facts, _: Context) -> Iterator[Finding]:
    if "ForeignCountry" in facts.text and facts.lines < 2:
        yield "7825", "an address abroad needs at least two lines."


def _age(facts: Facts, context: Context) -> Iterator[Finding]:
    born = facts.day("BirthDate")
    if born is None:
        return
    if born > context.today:
        yield "5001", f"the date of birth {born} is in the future."
    elif born.year + 130 < context.today.year:
        yield "7826", f"the date of birth {born} is more than 130 years ago."


def _leaver(facts: Facts, context: Context) -> Iterator[Finding]:
    left = facts.day("LeavingDate")
    if left is None:
        if "PmtAfterLeaving" in facts.text:
            yield "7847", "a payment after leaving needs the leaving date."
        return
    if left > context.today + timedelta(days=30):
        yield "7831", f"the leaving date {left} is more than 30 days from now."
    if left < context.start and "PmtAfterLeaving" not in facts.text:
        yield "7905", f"the leaving date {left} is before the tax year."


def _director(facts: Facts, _: Context) -> Iterator[Finding]:
    if "TaxWkOfApptOfDirector" in facts.text and "DirectorsNIC" not in facts.text:
        yield "7883", "the week of appointment is given without the directors' NIC method."


def _payment_date(facts: Facts, context: Context) -> Iterator[Finding]:
    paid = facts.day("PmtDate")
    if paid is not None and not context.start <= paid <= context.end:
        yield "payment_date", f"the payment date {paid} is not in the tax year of this submission."


def _letters(facts: Facts, _: Context) -> Iterator[Finding]:
    counted = Counter(block.get("NIletter", "") for block in facts.letters)
    for letter, count in counted.items():
        if count > 1:
            yield "7850", f"NI letter {letter} is given {count} times."
        if letter in _MALE_NOT_ALLOWED and facts.text.get("Gender") == "M":
            yield "7849", f"NI letter {letter} is not possible for a man."


def _letter_amounts(facts: Facts, _: Context) -> Iterator[Finding]:
    for block in facts.letters:
        letter = block.get("NIletter", "")
        if letter == "X":
            for name, code in _ZERO_FOR_X:
                if block.get(name, "0.00") != "0.00":
                    yield code, f"{name} must be 0.00 for NI letter X."
        elif letter in _EMPLOYEE_FREE:
            for name, code in _ZERO_FOR_X[-2:]:
                if block.get(name, "0.00") != "0.00":
                    yield code, f"{name} must be 0.00 for NI letter {letter}."


def _hash(facts: Facts, context: Context) -> Iterator[Finding]:
    if "BacsHashCode" in facts.text and context.start >= _HASH_WITHDRAWN:
        yield "bacs_hash", "the BACS hash is no longer reported: HMRC withdrew it on 6 April 2023."


_ZERO_FOR_X = (
    ("AtLELYTD", "7852"),
    ("LELtoPTYTD", "7853"),
    ("PTtoUELYTD", "7854"),
    ("TotalEmpNICInPd", "7863"),
    ("TotalEmpNICYTD", "7864"),
    ("EmpeeContribnsInPd", "7865"),
    ("EmpeeContribnsYTD", "7866"),
)
CHECKS_OF_A_PERSON: tuple[tuple[str, Callable[[Facts, Context], Iterator[Finding]]], ...] = (
    ("format", _nino),
    ("mandatory", _nino_or_address),
    ("mandatory", _forename),
    ("mandatory", _birth_date),
    ("mandatory", _foreign),
    ("cross_field", _age),
)
_RULES: tuple[tuple[str, Callable[[Facts, Context], Iterator[Finding]]], ...] = (
    ("format", _nino),
    ("mandatory", _nino_or_address),
    ("mandatory", _forename),
    ("mandatory", _birth_date),
    ("mandatory", _starter),
    ("mandatory", _foreign),
    ("cross_field", _age),
    ("cross_field", _leaver),
    ("cross_field", _director),
    ("cross_field", _payment_date),
    ("cross_field", _letters),
    ("cross_field", _letter_amounts),
    ("cross_field", _hash),
)
