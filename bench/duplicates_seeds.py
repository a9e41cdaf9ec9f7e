"""The repeats that are seeded into a corpus: what clerks, suppliers and scanners make of one invoice."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from bench.duplicates_corpus import Corpus, Row

MISREAD = {"0": "Oo", "1": "Il", "5": "S", "8": "B", "O": "0", "I": "1l", "S": "5", "2": "Z", "6": "G"}


def exact(rng: random.Random, row: Row) -> Row:
    return {}


def other_channel(rng, row):
    return {"channel": rng.choice([c for c in ("email", "scan", "edi", "portal") if c != row["channel"]])}


def misread(rng, row):
    """A scanner reads one or two characters as others that look like them."""
    text = list(row["reference"])
    places = [i for i, c in enumerate(text) if c in MISREAD]
    for i in rng.sample(places, min(len(places), rng.choice((1, 1, 2)))):
        text[i] = rng.choice(MISREAD[text[i]])
    return {"reference": "".join(text), "channel": "scan"}


def prefixed(rng, row):
    return {
        "reference": rng.choice(("INV", "INV-", "Invoice no ", "#", "SI-", "A", "REF ", "PI"))
        + row["reference"]
    }


def suffixed(rng, row):
    return {
        "reference": row["reference"]
        + rng.choice((" COPY", "-DUP", "/A", "-1", ".", "R", " (2)", "/26", "X"))
    }


def zeros(rng, row):
    """Leading zeros of the number added or lost."""
    text = row["reference"]
    at = next(i for i, c in enumerate(text) if c.isdigit())
    if text[at] == "0":
        return {"reference": text[:at] + text[at:].lstrip("0")}
    return {"reference": text[:at] + "0" * rng.randrange(1, 4) + text[at:]}


def separators(rng, row):
    text = row["reference"].lower() if rng.random() < 0.4 else row["reference"]
    plain = "".join(c for c in text if c.isalnum())
    cut = rng.randrange(1, len(plain))
    return {"reference": rng.choice((plain, plain[:cut] + rng.choice("-/ ._") + plain[cut:]))}


def transposed(rng, row):
    text = row["reference"]
    places = [
        i
        for i in range(len(text) - 1)
        if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1]
    ]
    if not places:
        return {}
    i = rng.choice(places)
    return {"reference": text[:i] + text[i + 1] + text[i] + text[i + 2 :]}


def mistyped_date(rng, row):
    on: date = row["invoice_date"]
    ways = [on.replace(year=on.year - 1) if (on.month, on.day) != (2, 29) else on + timedelta(days=1)]
    ways += [on + timedelta(days=rng.choice((-1, 1, 2, 10)))]
    if on.day <= 12:
        ways.append(date(on.year, on.day, on.month))
    return {"invoice_date": rng.choice(ways)}


def net_as_gross(rng, row):
    """The clerk takes the net for the gross, the gross for the net, or adds VAT once more."""
    net, gross = row["net"], row["gross"]
    return rng.choice(
        (
            {"net": gross, "vat": 0, "gross": gross},
            {"net": net, "vat": 0, "gross": net},
            {"net": gross, "vat": gross // 5, "gross": gross + gross // 5},
        )
    )


def second_supplier(rng, row):
    """The same firm twice in the supplier file: other number, perhaps another name, same bank."""
    name = rng.choice((row["supplier_name"].upper(), f"{row['supplier_name'].split()[0]} (Holdings)", "TBC"))
    return {"supplier_id": f"T{row['supplier_id'][1:]}", "supplier_name": name}


SINGLE: dict[str, Callable[[random.Random, Row], Row]] = {
    "exact": exact,
    "channel": other_channel,
    "misread": misread,
    "prefix": prefixed,
    "suffix": suffixed,
    "zeros": zeros,
    "separators": separators,
    "transposed": transposed,
    "date": mistyped_date,
    "net_gross": net_as_gross,
    "second_supplier": second_supplier,
}


class Seeder:
    """Adds repeats to a corpus; each lawful invoice is repeated once at most."""

    def __init__(self, corpus: Corpus):
        self.corpus, self.rng = corpus, corpus.rng
        self.truth: dict[str, str] = {}
        lawful = [
            (at, row)
            for at, row in corpus.rows
            if row["type"] == "invoice" and row["gross"] > 2000 and row["id"] not in corpus.taken_back
        ]
        self.pool = self.rng.sample(lawful, len(lawful))

    def add(self, at: float, row: Row, kind: str | None) -> Row:
        self.corpus.count += 1
        new = row | {"id": f"D{self.corpus.count:06d}"}
        self.corpus.rows.append((at, new))
        if kind:
            self.truth[new["id"]] = kind
        return new

    def later(self, at: float) -> float:
        return at + self.rng.uniform(0.01, 40)

    def single(self, kind: str) -> None:
        at, row = self.pool.pop()
        self.add(self.later(at), row | SINGLE[kind](self.rng, row), kind)

    def split(self) -> None:
        """The invoice is there whole; later it is entered again in parts (or the parts came first)."""
        at, row = self.pool.pop()
        count, shares = self.rng.randrange(2, 5), []
        left = row["net"]
        for n in range(count, 1, -1):
            shares.append(self.rng.randrange(left // (n + 1), left // n + 1))
            left -= shares[-1]
        shares.append(left)
        mark = self.rng.choice(("{}/{}", "{}-{}", "{} pt {}", "{}{letter}", "{}"))
        vat_left, when = row["vat"], self.later(at)
        for n, net in enumerate(shares, 1):
            vat = vat_left if n == count else row["vat"] * net // max(1, row["net"])
            vat_left -= vat
            ref = mark.format(row["reference"], n, letter="ABCDE"[n - 1])
            amounts = {"net": net, "vat": vat, "gross": net + vat}
            self.add(when + n / 1000, row | amounts | {"reference": ref}, "split")

    def billed_twice_after_credit(self) -> None:
        """Credited, billed again (lawful), and that re-bill comes a second time."""
        at, row = self.pool.pop()
        day = timedelta(days=1)
        note = row | {"type": "credit", "reference": f"CN {row['reference']}"}
        self.add(at + 8, note | {"invoice_date": row["invoice_date"] + 8 * day}, None)
        again = row | {"invoice_date": row["invoice_date"] + 10 * day, "reference": f"{row['reference']}R"}
        again = self.add(at + 10, again, None)
        twice = again | SINGLE[self.rng.choice(("exact", "channel", "misread", "separators"))](
            self.rng, again
        )
        self.add(at + 10 + self.rng.uniform(0.01, 20), twice, "credit_rebill")

    def run(self, each: int) -> None:
        for kind in SINGLE:
            for _ in range(each):
                self.single(kind)
        for _ in range(each):
            self.split()
            self.billed_twice_after_credit()


def build(seed: int, size: int) -> tuple[list[Row], dict[str, str]]:
    """Rows in order of arrival, and what was seeded: ``{id: kind}``. About one row in twenty is a repeat."""
    corpus = Corpus(seed, size)
    corpus.fill()
    seeder = Seeder(corpus)
    seeder.run(max(4, size // 280))
    ordered = [row for _, row in sorted(corpus.rows, key=lambda entry: (entry[0], entry[1]["id"]))]
    return ordered, seeder.truth
