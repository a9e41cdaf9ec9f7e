"""Repeated invoices: each kind of slip is held, each kind of lawful look-alike is paid."""

from dataclasses import replace
from datetime import date

import pytest
from odoo.addons.police_engine.finance.duplicates import detect
from odoo.addons.police_engine.finance.duplicates.records import Invoice

DAY = date(2026, 9, 3)


def bill(number: str, reference: str, gross: int = 123456, **kw) -> Invoice:
    """A supplier's invoice with VAT of a fifth of the net."""
    net = kw.pop("net", gross * 5 // 6)
    facts = {"supplier_id": "S1", "invoice_date": DAY, "vat": gross - net, "channel": "email"} | kw
    return Invoice(id=number, reference=reference, net=net, gross=gross, **facts)


def held(*invoices: Invoice) -> dict[str, str]:
    """``{id of a held one: id of the earlier one}``."""
    return {f.id: f.duplicate_of for f in detect.find(invoices) if f.held}


ORIGINAL = bill("1", "INV-10234")


@pytest.mark.parametrize(
    "slip",
    [
        {},
        {"channel": "scan"},
        {"reference": "inv 10234"},
        {"reference": "INV/10234"},
        {"reference": "INV-0010234"},
        {"reference": "INV-1O234"},
        {"reference": "lNV-I0234"},
        {"reference": "10234"},
        {"reference": "INV-10234 COPY"},
        {"reference": "SI-INV-10234"},
        {"reference": "INV-10234/A"},
        {"reference": "INV-12034"},
        {"reference": "INV-1234"},
        {"reference": ""},
        {"invoice_date": date(2026, 3, 9)},
        {"invoice_date": date(2025, 9, 3)},
        {"invoice_date": date(2026, 9, 30)},
        {"net": 123456, "vat": 0},
        {"gross": 102880, "net": 102880, "vat": 0},
        {"gross": 132456, "net": 110380},
    ],
    ids=lambda slip: " ".join(map(str, slip.values())) or "exact",
)
def test_a_slip_of_the_keys_or_the_scanner_is_held(slip):
    assert held(ORIGINAL, replace(ORIGINAL, id="2", **slip)) == {"2": "1"}


def test_the_reason_says_what_is_alike_and_the_surest_scores_a_hundred():
    exact, fuzzy = detect.find(
        [
            ORIGINAL,
            replace(ORIGINAL, id="2", channel="scan"),
            replace(ORIGINAL, id="3", reference="INV-1O234"),
        ]
    )[1:]
    assert exact.score == 100 and "came by email and by scan" in exact.reason
    assert 80 < fuzzy.score < 100 and "look-alike" in fuzzy.reason


def test_the_later_one_names_the_first_also_the_third_time():
    assert held(ORIGINAL, replace(ORIGINAL, id="2"), replace(ORIGINAL, id="3", reference="10234")) == {
        "2": "1",
        "3": "1",
    }


def test_monthly_bills_of_equal_amount_in_sequence_are_paid():
    months = [bill(str(m), f"INV-{5000 + m}", invoice_date=date(2026, m, 1)) for m in range(1, 10)]
    assert held(*months) == {}


def test_an_account_number_on_every_bill_is_no_reference():
    bills = [
        bill(str(m), "A/C 7731", gross=9000 + 37 * m, invoice_date=date(2026, m, 14)) for m in range(1, 9)
    ]
    assert held(*bills) == {}
    assert held(*bills, replace(bills[4], id="again")) == {"again": "5"}
    fixed = [replace(invoice, gross=9000, net=7500) for invoice in bills]
    assert held(*fixed) == {}
    assert held(*fixed, replace(fixed[4], id="again")) == {"again": "5"}


def test_call_offs_on_one_day_under_neighbouring_numbers_are_paid():
    assert held(*[bill(str(n), f"D{800 + n}", po="BPO1") for n in range(6)]) == {}
    sizes = [
        bill("1", "D801", 300, net=250),
        bill("2", "D802", 600, net=500),
        bill("3", "D803", 900, net=750),
    ]
    assert held(*sizes) == {}  # 3 + 6 = 9, but all are multiples of a unit price


def test_instalments_are_paid():
    parts = [bill(str(n), f"C88/{n}", invoice_date=date(2026, n, 1)) for n in range(1, 5)]
    assert held(*parts) == {}
    assert held(*[replace(part, invoice_date=DAY) for part in parts]) == {}


@pytest.mark.parametrize("mark", ["{}/{}", "{}-{}", "{} part {}", "{} ({} of 3)"])
def test_parts_of_a_whole_are_held_whichever_came_first(mark):
    whole = bill("W", "INV-10234", 120000)
    parts = [
        bill(f"P{n}", mark.format("INV-10234", n), gross) for n, gross in enumerate((50000, 40000, 30000), 1)
    ]
    assert held(whole, *parts) == dict.fromkeys(("P1", "P2", "P3"), "W")
    assert held(*parts, whole) == {"W": "P1"}
    assert held(*parts) == {}
    assert held(whole, *parts[:2]) == {}


def test_parts_under_other_numbers_of_the_same_day_are_held():
    whole = bill("W", "INV-10234", 100007)
    parts = [bill("P1", "INV-10399", 60004), bill("P2", "INV-10400", 40003)]
    assert held(whole, *parts) == {"P1": "W", "P2": "W"}
    later = [replace(part, invoice_date=date(2026, 9, 10)) for part in parts]
    assert held(whole, *later) == {}


def test_a_credited_invoice_may_be_billed_again_once():
    note = replace(ORIGINAL, id="C", reference="CN-10234", credit=True, invoice_date=date(2026, 9, 10))
    again = replace(ORIGINAL, id="R", invoice_date=date(2026, 9, 12))
    assert held(ORIGINAL, note, again) == {}
    assert held(ORIGINAL, note, again, replace(again, id="R2", reference="1NV-10234")) == {"R2": "R"}
    assert held(ORIGINAL, again) == {"R": "1"}


def test_a_copy_of_the_credited_document_itself_is_held():
    note = replace(ORIGINAL, id="C", reference="CN-10234", credit=True, invoice_date=date(2026, 9, 10))
    assert held(ORIGINAL, note, replace(ORIGINAL, id="2", channel="scan")) == {"2": "1"}


def test_a_credit_note_for_something_else_takes_nothing_away():
    other = bill("2", "INV-20555")
    note = replace(other, id="C", reference="CN for INV-20555", credit=True, invoice_date=date(2026, 9, 10))
    again = replace(ORIGINAL, id="R", invoice_date=date(2026, 9, 12))
    assert held(ORIGINAL, other, note, again) == {"R": "1"}


def test_two_suppliers_with_the_same_bank_details_are_one():
    bank = "20304512345678"
    first = replace(ORIGINAL, bank=bank)
    twin = replace(first, id="2", supplier_id="S2", supplier_name="Another name")
    assert held(first, twin) == {"2": "1"}
    assert held(first, replace(twin, reference="10234")) == {"2": "1"}
    assert held(first, replace(twin, bank="99999912345678")) == {"2": "1"}  # posted to the wrong supplier
    assert held(first, replace(twin, bank="99999912345678", reference="INV-55")) == {}
    factored = replace(twin, reference="B-77", gross=88800, net=74000)
    assert held(first, factored) == {}


def test_two_spellings_of_a_suppliers_name_are_one():
    first = replace(ORIGINAL, supplier_name="The Acme Tyre Co. Ltd")
    twin = replace(first, id="2", supplier_id="S2", supplier_name="ACME TYRE LIMITED", reference="INV10234")
    assert held(first, twin) == {"2": "1"}


def test_the_same_small_number_of_unrelated_suppliers_is_chance():
    assert held(bill("1", "INV-7", 10000), bill("2", "INV-7", 10000, supplier_id="S2")) == {}


def test_no_reference_needs_the_same_day_or_order():
    blank = replace(ORIGINAL, id="2", reference="", invoice_date=date(2026, 9, 5))
    assert held(ORIGINAL, blank) == {}
    assert held(replace(ORIGINAL, po="PO1"), replace(blank, po="PO1")) == {"2": "1"}


def test_rent_without_a_number_is_paid_every_month():
    rent = [bill(str(m), "RENT", invoice_date=date(2026, m, 1)) for m in (1, 2)]
    assert held(*rent) == {}
    assert held(*rent, replace(rent[1], id="again")) == {"again": "2"}


def test_a_credit_note_entered_twice_is_held():
    note = replace(ORIGINAL, credit=True)
    assert held(note, replace(note, id="2")) == {"2": "1"}
    assert held(ORIGINAL, replace(note, id="2")) == {}


def test_a_supplier_with_thousands_of_equal_amounts_is_quick_and_exact():
    fares = [
        bill(str(n), f"T{10000 + 37 * n}", 2500, invoice_date=date(2026, 1 + n % 9, 1 + n % 28))
        for n in range(3000)
    ]
    assert held(*fares) == {}
    assert held(*fares, replace(fares[1500], id="again", channel="scan")) == {"again": "1500"}
