"""Which suppliers may be one and the same: same bank details, or same name in another spelling."""

import re
from collections.abc import Iterable

from .records import Invoice

_LEGAL = frozenset(
    word
    for line in (
        "LTD LIMITED PLC LLP LP CO COMPANY UK GB INC CIC T A",
        "THE AND GROUP HOLDINGS SERVICES SERVICE",
    )
    for word in line.split()
)


def name_key(name: str) -> str:
    """``The Acme Tyre Co. Ltd`` and ``ACME TYRE`` -> ``ACMETYRE``."""
    words = re.findall(r"[A-Z0-9]+", name.upper().replace("&", " AND "))
    return "".join(word for word in words if word not in _LEGAL) or "".join(words)


def groups(invoices: Iterable[Invoice]) -> dict[str, int]:
    """``{supplier key: group number}``; suppliers linked by bank or name share a number."""
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            parent[key] = key = parent[parent[key]]
        return key

    for invoice in invoices:
        key = supplier_key(invoice)
        root(key)
        for link in (f"bank {invoice.bank}" if invoice.bank else "", _name_link(invoice)):
            if link:
                parent[root(key)] = root(link)
    numbers: dict[str, int] = {}
    return {key: numbers.setdefault(root(key), len(numbers)) for key in list(parent)}


def supplier_key(invoice: Invoice) -> str:
    """The supplier's number, else the name."""
    return f"id {invoice.supplier_id}" if invoice.supplier_id else f"name {name_key(invoice.supplier_name)}"


def _name_link(invoice: Invoice) -> str:
    key = name_key(invoice.supplier_name)
    return f"called {key}" if len(key) >= 3 else ""


def link(one: Invoice, other: Invoice) -> str:
    """How the two suppliers belong together, in words; ``""`` when they do not."""
    if supplier_key(one) == supplier_key(other):
        return "same supplier"
    if one.bank and one.bank == other.bank:
        return "two suppliers with the same bank details"
    if name_key(one.supplier_name) and name_key(one.supplier_name) == name_key(other.supplier_name):
        return "two suppliers of the same name"
    return ""
