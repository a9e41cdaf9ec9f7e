"""A labelled year of supplier documents: lawful ones that look alike, and seeded repeats of some of them.

    rows, truth = build(seed, size)     rows: dicts of the columns of formats.md section 5, as they arrive
                                        truth: {id of a repeat: kind}

Written from how clerks, suppliers and scanners go wrong, not from how the detector looks: it imports nothing
of it, and what it garbles it garbles as text.
"""

import random
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

YEAR = date(2026, 1, 1)
Row = dict[str, Any]

STEMS = (
    *("Ashdown", "Bexley", "Calder", "Dunmore", "Elmfield", "Fairway", "Glenmoor", "Hartley", "Ivybridge"),
    *("Jarrow", "Kestrel", "Lowther", "Marlow", "Northgate", "Oakham", "Pendle", "Quayside", "Redcar"),
    *("Selby", "Thornaby", "Ullswater", "Verity", "Wensley", "Yarm", "Zenith"),
)
TRADES = (
    *("Tyres", "Body Repairs", "Uniforms", "Locums", "Catering", "Radio Systems", "Stationery", "Cleaning"),
    *("Kennels", "Fuel Cards", "Forensics", "Interpreters", "Legal", "Plant Hire", "Training"),
)
CHANNELS = ("email", "scan", "edi", "portal", "manual")
STYLES: tuple[Callable[[int], str], ...] = (
    lambda n: f"INV-{n:06d}",
    lambda n: f"SI{n}",
    lambda n: f"{n:08d}",
    lambda n: f"26/{n}",
    lambda n: f"2026-{n:05d}",
    lambda n: f"K{n}A",
    lambda n: f"OP/I/{n}",
    lambda n: f"{n}",
    lambda n: f"Inv {n}",
)


class Corpus:
    """Builds rows with a clock of their own; ``put`` stamps the order in which they arrive."""

    def __init__(self, seed: int, size: int):
        self.rng = random.Random(seed)
        self.size = size
        self.rows: list[tuple[float, Row]] = []
        self.count = 0
        self.taken_back: set[str] = set()  # ids of invoices that were credited
        self.suppliers = [self._supplier(n) for n in range(max(40, size // 60))]

    def _supplier(self, n: int) -> Row:
        rng = self.rng
        legal = rng.choice(("Ltd", "Limited", "LLP", ""))
        stem, trade = STEMS[n % len(STEMS)], TRADES[(n // len(STEMS) + n) % len(TRADES)]
        return {
            "supplier_id": f"S{n:05d}",
            "supplier_name": f"{stem} {trade} {n // len(STEMS) + 1} {legal}".strip(),
            "bank_sort_code": f"{rng.randrange(10, 90)}-{rng.randrange(10, 99)}-{rng.randrange(10, 99)}",
            "bank_account": f"{rng.randrange(10**7, 10**8)}",
            "style": rng.choice(STYLES),
            "next": rng.randrange(1000, 400000),
            "channel": rng.choice(CHANNELS),
            "rate": rng.choice((20, 20, 20, 20, 0, 5)),
        }

    def number(self, supplier: Row, step: int | None = None) -> str:
        supplier["next"] += step or self.rng.randrange(1, 12)
        return supplier["style"](supplier["next"])

    def amount(self) -> int:
        """Pence before VAT: many small, few large, a third of them round."""
        value = int(self.rng.lognormvariate(10.5, 1.3))
        return max(500, value if self.rng.random() < 0.66 else round(value, -3))

    def put(
        self, supplier: Row, on: date, reference: str, net: int, *, late: float | None = None, **kw
    ) -> Row:
        self.count += 1
        vat = (net * supplier["rate"] + 50) // 100
        row = {
            "id": f"D{self.count:06d}",
            "channel": supplier["channel"],
            **{
                name: supplier[name]
                for name in ("supplier_id", "supplier_name", "bank_sort_code", "bank_account")
            },
            "reference": reference,
            "invoice_date": on,
            "net": net,
            "vat": vat,
            "gross": net + vat,
            "po": "",
            "type": "invoice",
        } | kw
        arrives = (on - YEAR).days + (self.rng.uniform(0, 9) if late is None else late)
        self.rows.append((arrives, row))
        return row

    def day(self, spread: int = 330) -> date:
        return YEAR + timedelta(days=self.rng.randrange(spread))

    # -- lawful documents that look alike -----------------------------------------------------

    def sporadic(self) -> None:
        s = self.rng.choice(self.suppliers)
        po = f"PO{self.rng.randrange(10**4, 10**5)}" if self.rng.random() < 0.7 else ""
        self.put(s, self.day(), self.number(s), self.amount(), po=po)

    def monthly(self) -> None:
        """Equal amounts on the same day of every month under sequential numbers."""
        s, net, day = self.rng.choice(self.suppliers), self.amount(), self.rng.randrange(1, 28)
        po = self.rng.choice(("", f"PO{self.rng.randrange(10**4, 10**5)}"))
        step = self.rng.choice((1, None))
        for month in range(1, 12):
            self.put(s, date(2026, month, day), self.number(s, step), net, po=po)

    def account_number(self) -> None:
        """A utility: the account number on every bill; the amounts vary, or are a fixed instalment."""
        s, ref = self.rng.choice(self.suppliers), f"A/C {self.rng.randrange(10**6, 10**7)}"
        fixed = self.amount() if self.rng.random() < 0.4 else 0
        for month in range(1, 12):
            self.put(s, date(2026, month, 14), ref, fixed or self.amount())

    def call_offs(self) -> None:
        """One order, a unit price, several deliveries a week, some on one day and of one size."""
        s, unit, po = (
            self.rng.choice(self.suppliers),
            self.rng.randrange(900, 9000),
            f"BPO{self.rng.randrange(10**4)}",
        )
        on = self.day(250)
        for _ in range(self.rng.randrange(6, 16)):
            on += timedelta(days=self.rng.choice((0, 1, 2, 3, 7)))
            self.put(s, on, self.number(s), unit * self.rng.randrange(1, 5), po=po)

    def instalments(self) -> None:
        s, net, on = self.rng.choice(self.suppliers), self.amount(), self.day(200)
        ref, parts = self.number(s), self.rng.randrange(3, 6)
        form = self.rng.choice(("{}/{}", "{}-{}", "{} part {}"))
        for part in range(1, parts + 1):
            self.put(s, on + timedelta(days=30 * (part - 1)), form.format(ref, part), net)

    def credited(self) -> None:
        """Billed wrongly, credited, billed again: the re-bill is due."""
        s, net, on = self.rng.choice(self.suppliers), self.amount(), self.day(280)
        ref = self.number(s)
        self.taken_back.add(self.put(s, on, ref, net)["id"])
        note = self.rng.choice((f"CN{ref}", f"CRN-{self.rng.randrange(10**4)}", ref))
        self.put(s, on + timedelta(days=9), note, net, type="credit")
        again = self.rng.choice((f"{ref}R", self.number(s), ref, f"{ref}/REV"))
        self.put(s, on + timedelta(days=12), again, net)

    def factored(self) -> None:
        """Two suppliers sell their debts to one bank: same account, different bills."""
        one, two = self.rng.sample(self.suppliers, 2)
        bank = {"bank_sort_code": "30-00-66", "bank_account": "00998877"}
        for s in (one, two, one, two):
            self.put(s, self.day(), self.number(s), self.amount(), **bank)

    def fill(self) -> None:
        makers = (
            (self.sporadic, 60), (self.monthly, 4), (self.account_number, 2), (self.call_offs, 3),
            (self.instalments, 3), (self.credited, 4), (self.factored, 2),
        )  # fmt: skip
        kinds, weights = zip(*makers, strict=True)
        while self.count < self.size:
            self.rng.choices(kinds, weights)[0]()
