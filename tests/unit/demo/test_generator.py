"""The made-up force: reproducible, shaped as published, payable, and impossible to mistake for a real one."""

import collections
import re
from datetime import date

import pytest
from odoo.addons.police_demo.generator import csvfile, generate
from odoo.addons.police_demo.generator.figures import figures, scaled
from odoo.addons.police_demo.generator.opening import pay_date
from odoo.addons.police_engine.adapters import people_csv
from odoo.addons.police_engine.identifiers import bank_account, nino
from odoo.addons.police_engine.params.loader import RuleSet


@pytest.fixture(scope="module")
def force():
    return generate(seed=11, people=540)


def test_same_seed_same_force(force):
    assert generate(seed=11, people=540) == force


def test_another_seed_another_force(force):
    other = generate(seed=12, people=60)
    assert {p.nino for p in other.people} != {p.nino for p in force.people[:60]}


def test_heads_follow_the_mix_asked_for_in_the_issue():
    heads = scaled(figures("workforce")["mix"], 2700)
    assert heads == {"officer": 1450, "staff": 1100, "pcso": 110, "special": 40}


def test_heads_add_up_at_any_size(force):
    assert len(force.people) == 540
    kinds = collections.Counter(p.job.kind for p in force.people)
    assert kinds == {"officer": 290, "staff": 220, "pcso": 22, "special": 8}


def test_one_chief_constable_and_a_pyramid(force):
    ranks = collections.Counter(p.job.rank for p in force.people if p.job.kind == "officer")
    assert ranks["chief_constable"] == 1
    assert ranks["constable"] > ranks["sergeant"] > ranks["inspector"] > ranks["chief_inspector"]


@pytest.mark.parametrize("name", ["payroll_id", "nino", "collar_number", "warrant_number"])
def test_identifiers_are_unique(force, name):
    given = [getattr(p, name) for p in force.people if getattr(p, name)]
    assert len(given) == len(set(given))


def test_identifiers_pass_the_checks_of_the_real_importer(force):
    for person in force.people:
        nino.validate(person.nino)
        assert bank_account.is_valid(person.bank.sort_code, person.bank.account_number), person.bank


def test_no_address_can_exist(force):
    districts = {p.postcode.split()[0] for p in force.people}
    assert districts and all(re.fullmatch(r"TS4[1-9]", d) for d in districts)


def test_every_officer_is_on_a_known_point(force):
    scales = RuleSet.load().at("police/pay/scales", date(2026, 9, 1))
    for person in force.people:
        if person.job.scale:
            assert int(scales[f"{person.job.scale}.{person.job.pay_point}"]) > 20_000


def test_constables_move_up_with_service(force):
    for person in force.people:
        if person.job.scale == "constable_appointed_on_or_after_2013_04_01":
            months = (date(2026, 8, 1) - person.job.service_date).days / 30.4
            assert int(person.job.pay_point) <= min(7, 1 + months // 12 + 1)


def test_specials_are_volunteers(force):
    assert all((p.job.kind == "special") != p.paid for p in force.people)


def test_everyone_in_post_by_july_has_an_opening_balance(force):
    expected = {p.payroll_id for p in force.people if p.paid and p.job.service_date <= date(2026, 7, 31)}
    assert set(force.openings) == expected


def test_opening_balance_is_cumulative_tax_by_hand(force):
    """1257L, cumulative, month 4, basic rate: free pay 4/12 of 12,579; 20 % of the rest, whole pounds."""
    checked = 0
    for person in force.people:
        tax, ytd = person.tax, force.openings.get(person.payroll_id)
        if not ytd or tax.code != "1257L" or tax.basis != "cumulative" or ytd.previous_pay:
            continue
        if person.job.service_date > date(2026, 4, 1):
            continue
        free = 4 * 104826  # pence: 12,579 / 12 rounded up to a penny, Calculator routine
        taxable = max(0, ytd.taxable_pay - free) // 100
        if taxable <= 12_566:  # a third of the basic rate band
            assert ytd.tax == taxable * 20, person
            checked += 1
    assert checked > 100


def test_september_brings_every_kind_of_change(force):
    kinds = {c.kind for c in force.changes}
    assert kinds == {"increment", "promotion", "hours", "leaver"}
    assert all(date(2026, 9, 1) <= c.on <= date(2026, 9, 30) for c in force.changes)
    assert [p for p in force.people if p.job.service_date > date(2026, 9, 1)]


def test_local_scale_rises_to_the_next_multiple_of_three_pounds(force):
    before = {s.code: s.annual for s in force.salaries if s.date_to}
    after = {s.code: s.annual for s in force.salaries if not s.date_to}
    assert set(before) == set(after)
    assert before["D1"] == 28029_00 and after["D1"] == 29013_00  # 28,029 x 1.035 = 29,010.015
    assert all(s.source.startswith("DEMO") for s in force.salaries)


@pytest.mark.parametrize(("month", "day"), [(4, 30), (5, 29), (7, 31), (8, 28), (9, 30)])
def test_pay_day_is_the_last_banking_day(month, day):
    assert pay_date(month) == date(2026, month, day)


def test_nobody_is_due_an_increment_on_the_day_they_join(force):
    rows = people_csv.read_people(csvfile.people_csv(force, joiners=True))[0]
    assert rows
    assert all(row["increment_date"] is None or row["increment_date"] > row["start_date"] for row in rows)


@pytest.mark.parametrize("joiners", [True, False])
def test_the_real_reader_accepts_every_row(force, joiners):
    rows, errors = people_csv.read_people(csvfile.people_csv(force, joiners=joiners))
    assert not errors
    assert len(rows) == sum((p.job.service_date >= date(2026, 9, 1)) == joiners for p in force.people)
