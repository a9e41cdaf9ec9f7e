"""What every RTI document shares: namespaces, money and text as HMRC's patterns want them."""

import unicodedata
from datetime import date

from lxml import etree

from ...exceptions import InvalidRecord
from ...money import text as money_text

GOVTALK = "http://www.govtalk.gov.uk/CM/envelope"
_DOCUMENTS = {
    "FPS": "http://www.govtalk.gov.uk/taxation/PAYE/RTI/FullPaymentSubmission/",
    "EPS": "http://www.govtalk.gov.uk/taxation/PAYE/RTI/EmployerPaymentSummary/",
}
_NVR = "http://www.govtalk.gov.uk/taxation/PAYE/RTI/NINOverificationRequest/1"
STATUTORY = ("SMP", "SPP", "SAP", "ShPP", "SPBP", "SNCP")  # in the order of HMRC's elements
_LETTERS = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "Æ": "AE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "œ": "oe",
        "Œ": "OE",
        "þ": "th",
        "Þ": "Th",
        "ð": "d",
        "Ð": "D",
        "ı": "i",
        "’": "'",
        "‘": "'",
        "`": "'",
        "–": "-",
        "—": "-",
        "‐": "-",
        "“": '"',
        "”": '"',
        "\u00a0": " ",
    }
)


def short_year(tax_year: str) -> str:
    """``'2026-27'`` -> ``'26-27'``; refuses years that are not two neighbours."""
    first, _, second = tax_year.partition("-")
    if not (
        first.isdigit()
        and second.isdigit()
        and len(first) == 4
        and len(second) == 2
        and (int(first) + 1) % 100 == int(second)
    ):
        raise InvalidRecord(f"Tax year {tax_year!r} is not written like 2026-27.")
    return f"{first[2:]}-{second}"


def tax_year_start(tax_year: str) -> date:
    """6 April on which ``'2026-27'`` or ``'26-27'`` starts."""
    first = tax_year.partition("-")[0]
    return date(int(first) if len(first) == 4 else 2000 + int(first), 4, 6)


def tax_year_end(tax_year: str) -> date:
    """5 April on which the tax year ends."""
    start = tax_year_start(tax_year)
    return date(start.year + 1, 4, 5)


def namespace(document: str, tax_year: str) -> str:
    """Target namespace of ``FPS`` or ``EPS`` for a tax year; that of ``NVR`` is the same every year."""
    if document == "NVR":
        return _NVR
    return f"{_DOCUMENTS[document]}{short_year(tax_year)}/1"


def plain(text: str, length: int = 35) -> str:
    """Text in the letters HMRC accepts: accents dropped, white space joined, cut to ``length``.

    HMRC's character sets have no accents; the true spelling stays in our records and on payslips.

    >>> plain("Siân  O’Connor")
    "Sian O'Connor"
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(text.split())[:length].rstrip()


class Writer:
    """Appends elements of one namespace, keeping the qualified names ready."""

    def __init__(self, uri: str) -> None:
        self._prefix = f"{{{uri}}}"
        self._names: dict[str, str] = {}

    def __call__(self, parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
        tag = self._names.get(name) or self._names.setdefault(name, self._prefix + name)
        element = etree.SubElement(parent, tag)
        if text is not None:
            element.text = text
        return element

    def money(self, parent: etree._Element, name: str, amount: int) -> None:
        """Money with two decimals, zero included."""
        self(parent, name, money_text(amount))

    def some(self, parent: etree._Element, name: str, amount: int) -> None:
        """Money that HMRC wants only when there is some."""
        if amount:
            self(parent, name, money_text(amount))

    def yes(self, parent: etree._Element, name: str, flag: bool) -> None:
        """``yes`` or nothing."""
        if flag:
            self(parent, name, "yes")
