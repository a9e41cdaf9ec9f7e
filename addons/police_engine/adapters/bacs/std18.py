"""BACS Standard 18 payment file, single processing day: build, and read back with every check.

Layout: ``rti.md`` §9 (position tables of the published Standard 18 descriptions). Labels are 80
characters, data lines 100, each ended by CR LF. Since April 2023 HMRC wants no RTI hash, so positions
32-35 stay blank. The destination name holds 18 characters and is cut to that, as BACS systems do;
nothing routes on it. References are never cut: a longer one is refused.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ...exceptions import InvalidRecord
from ...money import display
from ...records import BacsPayment, BankAccount, Employer
from ..rti.common import plain
from .calendar import is_banking_day

CREDIT, CONTRA = "99", "17"
LABEL, DATA, NAME = 80, 100, 18
MAX_AMOUNT = 99_999_999_999  # 11 digits of pence
_FORBIDDEN = re.compile(r"[^A-Z0-9.&/ -]")
_KEPT_DAYS = 7  # the file may be deleted a week after processing


class InvalidBacsFile(InvalidRecord):
    """The file or the payments for it are wrong; ``faults`` lists every one of them."""

    def __init__(self, title: str, faults: Sequence[str]) -> None:
        super().__init__("\n".join([title, *(f"- {fault}" for fault in faults)]))
        self.faults = tuple(faults)


class Std18File(NamedTuple):
    """What a file says. ``payments`` are credits to people, ``contras`` debits of our own account."""

    serial: str
    service_user_number: str
    creation_date: date
    processing_date: date
    file_number: int
    payments: tuple[BacsPayment, ...]
    contras: tuple[BacsPayment, ...]

    @property
    def total(self) -> int:
        """Sum of the credits, pence."""
        return sum(payment.amount for payment in self.payments)

    @property
    def count(self) -> int:
        """Number of credits."""
        return len(self.payments)


def clean(text: str, length: int = NAME) -> str:
    """Upper case, only the characters BACS carries (others become a space), cut to ``length``."""
    return " ".join(_FORBIDDEN.sub(" ", plain(text, 200).upper()).split())[:length].rstrip()


def julian(day: date) -> str:
    """``bYYDDD``: a space, the year, the day of the year.

    >>> julian(date(2026, 9, 29))
    ' 26272'
    """
    return f" {day:%y%j}"


def build(
    originator: Employer,
    payments: Iterable[BacsPayment],
    *,
    processing_date: date,
    creation_date: date,
    serial: str,
    file_number: int = 1,
) -> bytes:
    """The file as bytes. ``serial``: up to six letters and digits, new for every submission.

    Raises InvalidBacsFile naming every bad payment, and everything wrong with the originator or dates.
    """
    payments = list(payments)
    faults = _header_faults(originator, processing_date, creation_date, serial, file_number)
    faults += payment_faults(payments)
    total = sum(payment.amount for payment in payments)
    if total > MAX_AMOUNT:
        faults.append(f"The total {display(total)} does not fit the contra line (11 digits of pence).")
    if faults:
        raise InvalidBacsFile("The BACS file cannot be made:", faults)
    own = originator.bank
    sender = clean(own.account_name)
    lines = [_data_line(payment, CREDIT, own, sender) for payment in payments]
    lines.append(_data_line(BacsPayment(own, total, "CONTRA"), CONTRA, own, sender))
    before, after = _labels(
        originator.service_user_number,
        serial,
        processing_date,
        creation_date,
        file_number,
        total,
        len(payments),
    )
    return ("\r\n".join([*before, *lines, *after]) + "\r\n").encode("ascii")


def _header_faults(
    originator: Employer, processing: date, creation: date, serial: str, file_number: int
) -> list[str]:
    faults = []
    if not re.fullmatch(r"\d{6}", originator.service_user_number):
        faults.append(f"{originator.name}: the BACS service user number must be six digits.")
    if originator.bank is None:
        faults.append(f"{originator.name}: no bank account to pay from.")
    else:
        faults += [f"{originator.name}: {fault}" for fault in _account_faults(originator.bank)]
    if not re.fullmatch(r"[A-Z0-9]{1,6}", serial):
        faults.append(f"The serial {serial!r} must be one to six capital letters and digits.")
    if not 1 <= file_number <= 999:
        faults.append(f"The file number {file_number} must be from 1 to 999.")
    if not is_banking_day(processing):
        faults.append(f"{processing:%A %-d %B %Y} is not a banking day in England and Wales.")
    if creation > processing:
        faults.append(f"The file is created on {creation:%-d %B %Y}, after the processing date.")
    return faults


def _account_faults(account: BankAccount | None) -> list[str]:
    if account is None:
        return ["there is no bank account"]
    faults = []
    if not re.fullmatch(r"[0-9]{6}", account.sort_code):
        faults.append(f"sort code {account.sort_code!r} is not six digits")
    elif account.sort_code == "000000":
        faults.append("sort code 000000 does not exist")
    if not re.fullmatch(r"[0-9]{8}", account.account_number):
        faults.append(f"account number {account.account_number!r} is not eight digits")
    if not clean(account.account_name):
        faults.append("the account name is empty")
    return faults


def payment_faults(payments: Sequence[BacsPayment]) -> list[str]:
    """Everything wrong with the payments, each with its number and reference; empty when all are good."""
    if not payments:
        return ["There is nobody to pay."]
    faults = []
    for number, payment in enumerate(payments, start=1):
        own = _account_faults(payment.account)
        if isinstance(payment.amount, bool) or not isinstance(payment.amount, int):
            own.append(f"amount {payment.amount!r} is not whole pence")
        elif payment.amount <= 0:
            own.append(f"amount {display(payment.amount)} is not above zero")
        elif payment.amount > MAX_AMOUNT:
            own.append(f"amount {display(payment.amount)} does not fit eleven digits of pence")
        reference = clean(payment.reference, 200)
        if not reference:
            own.append("no reference")
        elif len(reference) > NAME:
            own.append(f"reference {payment.reference!r} is longer than {NAME} characters")
        faults += [
            f"Payment {number} ({payment.reference or payment.account.account_name}): {fault}."
            for fault in own
        ]
    return faults


def _data_line(payment: BacsPayment, code: str, own: BankAccount, sender: str) -> str:
    to = payment.account
    return (
        f"{to.sort_code}{to.account_number}0{code}{own.sort_code}{own.account_number}    "
        f"{payment.amount:011d}{sender:<18}{clean(payment.reference):<18}{clean(to.account_name):<18}"
    )


def _labels(
    user: str, serial: str, processing: date, creation: date, file_number: int, total: int, count: int
) -> tuple[list[str], list[str]]:
    serial = f"{serial:>06}"
    volume = f"VOL1{serial}{'':31}{user}{'':32}1"
    expiry = processing + timedelta(days=_KEPT_DAYS)
    first = f"A{user}S   {user}{serial}00010001{'':6}{julian(creation)}{julian(expiry)} 000000{'':20}"
    second = f"F0200000100{'':35}00{'':28}"
    user_label = f"UHL1{julian(processing)}999999    00000000{'1 DAILY':<9}{file_number:03d}{'':40}"
    totals = f"UTL1{total:013d}{total:013d}{1:07d}{count:07d}{'':36}"
    labels = [volume, f"HDR1{first}", f"HDR2{second}", user_label], [f"EOF1{first}", f"EOF2{second}", totals]
    for line in (*labels[0], *labels[1]):
        assert len(line) == LABEL, f"{line[:4]} is {len(line)} characters"
    return labels


def read(content: bytes) -> Std18File:
    """Parse a single-day file and check it: lines, labels, totals, counts, debits equal credits.

    Raises InvalidBacsFile listing everything that is wrong.
    """
    lines, faults = _lines(content)
    if faults:
        raise InvalidBacsFile("This is not a BACS Standard 18 file:", faults)
    labels = {line[:4]: line for line in (*lines[:4], *lines[-3:])}
    data = lines[4:-3]
    faults = [f"Line {n}: {fault}" for n, line in enumerate(data, 5) for fault in _data_faults(line)]
    if faults:
        raise InvalidBacsFile("The BACS file has bad payment lines:", faults)
    payments = tuple(_payment(line) for line in data if line[15:17] == CREDIT)
    contras = tuple(_payment(line) for line in data if line[15:17] == CONTRA)
    faults = _total_faults(labels, payments, contras)
    if faults:
        raise InvalidBacsFile("The BACS file does not balance:", faults)
    return Std18File(
        serial=labels["VOL1"][4:10],
        service_user_number=labels["VOL1"][41:47],
        creation_date=_day(labels["HDR1"][41:47]),
        processing_date=_day(labels["UHL1"][4:10]),
        file_number=int(labels["UHL1"][37:40]),
        payments=payments,
        contras=contras,
    )


_BEFORE, _AFTER = ("VOL1", "HDR1", "HDR2", "UHL1"), ("EOF1", "EOF2", "UTL1")
_PATTERNS = {
    "VOL1": r"VOL1[A-Z0-9 ]{6}.{31}\d{6}.{32}1",
    "HDR1": r"HDR1A\d{6}S   \d{6}.{20} \d{5}.*",
    "HDR2": r"HDR2F0200000100 .*",
    "UHL1": r"UHL1 \d{5}999999    00.{6}1 DAILY  \d{3}.*",
    "EOF1": r"EOF1.*",
    "EOF2": r"EOF2.*",
    "UTL1": r"UTL1\d{40} {36}",
}


def _lines(content: bytes) -> tuple[list[str], list[str]]:
    try:
        text = content.decode("ascii")
    except UnicodeDecodeError as error:
        return [], [f"Byte {error.start + 1} is not ASCII."]
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", ""):
        return [], ["Lines must end with CR LF."]
    lines = text[:-2].split("\r\n")
    if len(lines) < len(_BEFORE) + len(_AFTER) + 1:
        return [], ["The file is too short."]
    faults = []
    for label, line in zip((*_BEFORE, *_AFTER), (*lines[:4], *lines[-3:]), strict=True):
        if line[:4] != label:
            faults.append(f"Expected a {label} line, found {line[:4]!r}.")
        elif len(line) != LABEL or not re.fullmatch(_PATTERNS[label], line):
            faults.append(f"The {label} line is malformed.")
    for before, after in (("HDR1", "EOF1"), ("HDR2", "EOF2")):
        if not faults and lines[_BEFORE.index(before)][4:] != lines[-3 + _AFTER.index(after)][4:]:
            faults.append(f"{after} does not repeat {before}.")
    return lines, faults


_DATA = re.compile(r"\d{14}0(99|17)\d{14}.{4}\d{11}[A-Z0-9.&/ -]{54}")


def _data_faults(line: str) -> list[str]:
    if len(line) != DATA:
        return [f"{len(line)} characters instead of {DATA}."]
    if not _DATA.fullmatch(line):
        return ["does not have the layout of a payment (code 99) or contra (code 17)."]
    return [] if int(line[35:46]) else ["the amount is zero."]


def _payment(line: str) -> BacsPayment:
    account = BankAccount(line[0:6], line[6:14], line[82:100].rstrip())
    return BacsPayment(account, int(line[35:46]), line[64:82].rstrip())


def _day(text: str) -> date:
    """``bYYDDD`` in this century."""
    return date(2000 + int(text[1:3]), 1, 1) + timedelta(days=int(text[3:6]) - 1)


def _total_faults(
    labels: dict[str, str], payments: Sequence[BacsPayment], contras: Sequence[BacsPayment]
) -> list[str]:
    label = labels["UTL1"]
    stated = (int(label[4:17]), int(label[17:30]), int(label[30:37]), int(label[37:44]))
    actual = (sum(p.amount for p in contras), sum(p.amount for p in payments), len(contras), len(payments))
    names = ("debit total", "credit total", "debit count", "credit count")
    faults = [
        f"UTL1 states {name} {said}, the lines give {true}."
        for name, said, true in zip(names, stated, actual, strict=True)
        if said != true
    ]
    if actual[0] != actual[1]:
        faults.append(f"Debits {display(actual[0])} are not equal to credits {display(actual[1])}.")
    return faults
