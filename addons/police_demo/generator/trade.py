"""Made-up suppliers, orders and invoices of September 2026. Money is pence before VAT."""

import random
from datetime import date, timedelta
from typing import NamedTuple

from .figures import figures, stream


class Supplier(NamedTuple):
    """A made-up business; ``role`` is the ledger part its invoices are charged to."""

    name: str
    role: str
    orders: bool  # nothing is bought without an order


class Item(NamedTuple):
    """One line of an order or invoice."""

    name: str
    cost_centre: str
    quantity: int
    unit_price: int
    role: str


class Order(NamedTuple):
    """A purchase order. ``fate``: invoiced, open (approved, not delivered) or waiting (for approval)."""

    supplier: str
    ordered_on: date
    items: tuple[Item, ...]
    fate: str


class Invoice(NamedTuple):
    """A supplier invoice. ``order`` is the index of the order it bills, None for one without."""

    supplier: str
    reference: str
    dated: date
    received_on: date
    items: tuple[Item, ...]
    order: int | None


class Trade(NamedTuple):
    """A month's buying."""

    suppliers: tuple[Supplier, ...]
    orders: tuple[Order, ...]
    invoices: tuple[Invoice, ...]


def generate(seed: int) -> Trade:
    """Same seed, same month."""
    chance, data = stream(seed, "trade"), figures("trade")
    suppliers = tuple(Supplier(s["name"], s["role"], s["orders"]) for s in data["suppliers"])
    counts = data["counts"]
    ordering = [s for s in data["suppliers"] if s["orders"]]
    orders = [
        _order(chance, ordering, fate)
        for fate, count in (
            ("invoiced", counts["orders_invoiced"]),
            ("open", counts["orders_open"]),
            ("waiting", counts["orders_waiting"]),
        )
        for _ in range(count)
    ]
    invoices = [
        _billed(chance, n, order, orders.index(order))
        for n, order in enumerate(orders)
        if order.fate == "invoiced"
    ]
    direct = [s for s in data["suppliers"] if not s["orders"]]
    invoices += [_direct(chance, n, direct) for n in range(len(invoices), counts["invoices"])]
    return Trade(suppliers, tuple(orders), tuple(invoices))


def _order(chance: random.Random, suppliers: list[dict], fate: str) -> Order:
    supplier = chance.choice(suppliers)
    items = tuple(
        _item(chance, row, supplier["role"])
        for row in chance.sample(supplier["items"], min(len(supplier["items"]), chance.randint(1, 3)))
    )
    day = date(2026, 9, chance.randint(1, 18 if fate == "invoiced" else 29))
    return Order(supplier["name"], day, items, fate)


def _item(chance: random.Random, row: list, role: str) -> Item:
    name, centre, low, high = row
    price = chance.randint(low * 100, high * 100)
    return Item(name, centre, chance.choice((1, 1, 2, 4, 6)) if price < 1_000_00 else 1, price, role)


def _billed(chance: random.Random, number: int, order: Order, index: int) -> Invoice:
    dated = order.ordered_on + timedelta(days=chance.randint(2, 9))
    return Invoice(
        order.supplier,
        _reference(chance, order.supplier, number),
        dated,
        min(date(2026, 9, 30), dated + timedelta(days=chance.randint(1, 4))),
        order.items,
        index,
    )


def _direct(chance: random.Random, number: int, suppliers: list[dict]) -> Invoice:
    supplier = chance.choice(suppliers)
    item = _item(chance, chance.choice(supplier["items"]), supplier["role"])._replace(quantity=1)
    dated = date(2026, 9, chance.randint(1, 26))
    return Invoice(
        supplier["name"],
        _reference(chance, supplier["name"], number),
        dated,
        dated + timedelta(days=chance.randint(1, 4)),
        (item,),
        None,
    )


def _reference(chance: random.Random, supplier: str, number: int) -> str:
    letters = "".join(word[0] for word in supplier.split()[:3]).upper()
    return f"{letters}-{chance.randint(10, 99)}{number:04d}"
