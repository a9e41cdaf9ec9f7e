"""``check-duplicates``: the file in, the file out, and what a bad file is told; the labelled corpus."""

import csv

import pytest
from odoo.addons.police_engine.finance.duplicates import cli, reading

from bench import duplicates as bench
from bench.duplicates_seeds import build

HEADER = ",".join(reading.COLUMNS)
GOOD = "1,email,S1,Acme Ltd,20-00-00,01234567,INV-10234,2026-09-03,100.00,20.00,120.00,PO1,invoice"
TWIN = "2,scan,S1,Acme Ltd,200000,1234567,INV 1O234,03/09/2026,£100,20,120,PO1,Invoice"


@pytest.fixture
def run(tmp_path):
    def run(text, encoding="utf-8"):
        source, out = tmp_path / "in.csv", tmp_path / "out.csv"
        source.write_bytes(text.encode(encoding))
        code = cli.main(["--csv", str(source), "--out", str(out)])
        return code, list(csv.DictReader(out.open(encoding="utf-8"))) if out.exists() else None

    return run


def test_the_result_has_a_row_for_each_row(run):
    code, rows = run(f"{HEADER}\n{GOOD}\n{TWIN}\n")
    assert code == 0
    assert [list(row) for row in rows] == [["id", "held", "duplicate_of", "reason", "score"]] * 2
    assert [(row["id"], row["held"], row["duplicate_of"]) for row in rows] == [
        ("1", "false", ""),
        ("2", "true", "1"),
    ]
    assert rows[0]["score"] == "0.00" and 0.9 < float(rows[1]["score"]) <= 1


def test_columns_in_another_order_a_bom_and_an_empty_vat_are_read(run):
    names = list(reversed(reading.COLUMNS))
    cells = dict(zip(reading.COLUMNS, GOOD.split(","), strict=True)) | {"vat": ""}
    text = f"{','.join(names)}\n{','.join(cells[name] for name in names)}\n"
    assert run(text, "utf-8-sig")[0] == 0
    [invoice], faults = reading.read(text.encode())
    assert (invoice.vat, invoice.bank, faults) == (2000, "20000001234567", [])


def test_every_bad_row_is_listed_and_nothing_is_written(run, capsys):
    bad_date = GOOD.replace("2026-09-03", "2026-13-03").replace("1,", "9,", 1)
    bad_money = GOOD.replace("120.00", "12o.00").replace("1,", "8,", 1)
    bad_kind = GOOD.replace(",invoice", ",bill").replace("1,", "7,", 1)
    code, rows = run(f"{HEADER}\n{GOOD}\n{bad_date}\n{bad_money}\n{bad_kind}\n{GOOD}\n1,2\n")
    told = capsys.readouterr().err
    assert (code, rows) == (2, None)
    for words in (
        "Line 3, invoice_date: “2026-13-03”",
        "Line 4, gross: “12o.00”",
        "Line 5, type: “bill”",
        "Line 6, id: “1” is on line 2 already",
        "Line 7: 2 values for 13 columns",
    ):
        assert words in told


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "the column “id” is missing"),
        (HEADER.replace(",gross", "") + "\n", "the column “gross” is missing"),
        (f"{HEADER}\n{GOOD.replace('100.00', '1.005')}\n", "net: “1.005” is not an amount"),
        (f"{HEADER}\n{GOOD.replace('100.00,20.00', ',')}\n", "net and vat: nothing is entered"),
        (f'{HEADER}\n"1,email\n', "not a sound CSV"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words(run, capsys, text, words):
    code, rows = run(text)
    assert (code, rows) == (2, None)
    assert words in capsys.readouterr().err


def test_a_file_in_another_encoding_or_missing_is_refused(run, capsys, tmp_path):
    assert run(f"{HEADER}\n{GOOD.replace('Acme', 'Café')}\n", "latin-1")[0] == 2
    assert "UTF-8" in capsys.readouterr().err
    assert cli.main(["--csv", str(tmp_path / "none.csv"), "--out", str(tmp_path / "o.csv")]) == 2


@pytest.mark.parametrize("seed", [11, 12])
def test_the_goal_holds_on_a_labelled_corpus(seed):
    figures, _ = bench.measure(*build(seed, 4000))
    assert figures["exact_percent"] == 100
    assert figures["fuzzy_percent"] >= 98
    assert figures["false_holds_percent"] <= 0.5


def test_the_answer_does_not_change_from_run_to_run():
    rows, _ = build(3, 600)
    invoices, _ = reading.read(bench.as_csv(rows))
    again, _ = reading.read(bench.as_csv(build(3, 600)[0]))
    assert cli.as_csv(bench.detect.find(invoices)) == cli.as_csv(bench.detect.find(again))
