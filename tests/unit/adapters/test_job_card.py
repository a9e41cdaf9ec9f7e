"""The job card: readable text in order, and a bar code that decodes to its number by Code 128's own rules."""

import re
import zlib

import pytest
from odoo.addons.police_engine.adapters.pdf.job_card import JobCard, bars, job_card_pdf
from odoo.addons.police_engine.records import Employer

# Widths of bar, gap, bar, gap, bar, gap of a few Code 128 symbols, from ISO/IEC 15417.
START_B, STOP = (2, 1, 1, 2, 1, 4), (2, 3, 3, 1, 1, 1, 2)
LETTERS = {"J": (1, 1, 2, 1, 3, 3), "C": (1, 3, 1, 3, 2, 1)}


def modules(text):
    """Widths of bars and gaps in order."""
    found, end = [], 0
    for offset, width in bars(text):
        if offset:
            found.append(offset - end)
        found.append(width)
        end = offset + width
    return tuple(found)


def test_the_bars_are_those_of_the_standard():
    widths = modules("JC")
    assert widths[:6] == START_B
    assert widths[6:12] == LETTERS["J"]
    assert widths[12:18] == LETTERS["C"]
    assert widths[-7:] == STOP
    assert sum(widths) == 11 * 4 + 13  # start, two letters, check symbol: 11 modules each; stop: 13


def test_the_check_symbol_follows_modulo_103():
    """JC: (104 for start B + 1 x 42 for J + 2 x 35 for C) modulo 103 = 10, whose symbol is 2 2 1 3 1 2."""
    assert (104 + 42 + 2 * 35) % 103 == 10
    assert modules("JC")[18:24] == (2, 2, 1, 3, 1, 2)


@pytest.fixture
def card():
    return JobCard(
        employer=Employer(name="Teesmouth Police"),
        number="JC26-00012",
        title="Full service",
        facts=(
            ("Registration", "AB12 CDE"),
            ("Bay", "Bay 1"),
            ("Technician", "Ann Spanner"),
            ("Base", "Harbour"),
        ),
        work="Brakes grind when cold",
        tasks=("Change pads", "Bleed the brakes"),
        parts=(("BP-1", "Brake pads", "2", "Reserved"),),
        urgent=True,
    )


def test_it_is_one_tagged_page(card):
    data = job_card_pdf(card)
    assert data.startswith(b"%PDF-1.7")
    assert data == job_card_pdf(card), "the same card is the same file"
    assert b"/StructTreeRoot" in _unpacked(data)


def test_a_card_with_many_tasks_goes_on_to_a_second_page(card):
    long = job_card_pdf(card._replace(tasks=tuple(f"Task {n}" for n in range(60))))
    assert len(re.findall(rb"/Type/Page\b(?!s)", _unpacked(long))) >= 2


def test_letters_that_code_128_lacks_are_refused():
    with pytest.raises(ValueError, match="£1"):
        list(bars("£1"))


def _unpacked(data):
    """The file with its deflated object streams opened."""
    streams = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.S)
    return data + b"".join(filter(None, map(_inflate, streams)))


def _inflate(stream):
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
