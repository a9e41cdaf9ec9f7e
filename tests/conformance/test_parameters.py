"""The law as data: every parameter file is whole, cited, marked, exact and consistent with itself."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from odoo.addons.police_engine.exceptions import InvalidParameterFile, MissingParameter
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.loader import CONFIDENCES, Period
from odoo.addons.police_engine.paye import attachment, estimate, nic, statutory_pay, student_loan, tax
from odoo.addons.police_engine.paye.figures import in_pence
from odoo.addons.police_engine.pension import auto_enrolment
from odoo.addons.police_engine.taxcalendar import monthly_period, tax_year_dates

RULES = RuleSet.load()
PERIODS = [period for periods in RULES.periods.values() for period in periods]
IDS = [period.source for period in PERIODS]
HMRC_YEARS = (
    "hmrc/income_tax",
    "hmrc/nic/class1",
    "hmrc/statutory_payments",
    "hmrc/statutory_sick_pay",
    "hmrc/apprenticeship_levy",
    "hmrc/auto_enrolment",
)
YEARS = ("2024-25", "2025-26", "2026-27")
SEPTEMBER = monthly_period(2026, 9)
ON = SEPTEMBER.pay_date


def leaves(value, path=""):
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for item in value:
            yield from leaves(item, path)
    else:
        yield path, value


@pytest.mark.parametrize("period", PERIODS, ids=IDS)
def test_exact_values_only(period):
    for path, value in leaves(period.values):
        assert isinstance(value, (int, Decimal, str, bool, date)), f"{path}: {value!r}"
        assert not isinstance(value, float), f"{path} is a binary float"


@pytest.mark.parametrize("period", PERIODS, ids=IDS)
def test_cited_and_marked(period):
    assert len(period.citation) > 10
    assert period.end is None or period.end >= period.start
    for key, mark in period.marks.items():
        assert mark.confidence in CONFIDENCES
        assert mark.citation, key
        if key not in period.unknown:
            period[key]  # a mark on something that is not there raises
    for key, reason in period.unknown.items():
        assert reason
        with pytest.raises(MissingParameter):
            period[key]


@pytest.mark.parametrize("name", HMRC_YEARS)
def test_three_tax_years_without_a_gap(name):
    assert [(period.start, period.end) for period in RULES.periods[name]] == [
        tax_year_dates(y) for y in YEARS
    ]


@pytest.mark.parametrize("name", sorted(RULES.periods))
def test_dated_in_order(name):
    periods = RULES.periods[name]
    for before, after in pairwise(periods):
        assert before.start < after.start
        if before.end is not None:
            assert before.end < after.start


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("region", ["rUK", "scotland", "wales"])
def test_bands_agree_with_the_published_cumulative_tax(year, region):
    bands = RULES.at("hmrc/income_tax", tax_year_dates(year)[0])[f"bands.{region}"]
    assert len(bands["names"]) == len(bands["rates"]) == len(bands["up_to"]) + 1
    total, below = Decimal(0), 0
    for limit, rate, published in zip(bands["up_to"], bands["rates"], bands["tax_at_limit"], strict=False):
        assert limit > below
        total += (limit - below) * rate
        below = limit
        assert total == published
    assert bands["rates"] == sorted(bands["rates"])
    assert bands["names"][bands["basic_band"] - 1] == "basic"


@pytest.mark.parametrize("year", YEARS)
def test_national_insurance_is_whole(year):
    law = RULES.at("hmrc/nic/class1", tax_year_dates(year)[0])
    assert "".join(sorted(law["letters"])) == "ABCDEFHIJKLMNSVXZ"
    for name, figures in law["thresholds"].items():
        assert 4 * figures["weekly"] < figures["monthly"] < 5 * figures["weekly"] + 1, name
        assert abs(figures["monthly"] * 12 - figures["annual"]) <= 12, name
    for letter in law["letters"].values():
        assert letter["employer"]["from"] in law["thresholds"]
    assert (
        law["thresholds.LEL.weekly"]
        == RULES.at("hmrc/statutory_payments", law.start)["lower_earnings_limit_weekly"]
    )


def test_letters_carried_forward_are_not_called_verified():
    law = RULES.at("hmrc/nic/class1", ON)
    verified = {letter for letter in law["letters"] if law.mark(f"letters.{letter}").confidence == "verified"}
    assert verified == set("ABHM")
    assert "carried forward" in RULES.mark(f"{law.source}#letters.V").note


@pytest.mark.parametrize("year", YEARS)
def test_published_loan_thresholds_follow_the_rule(year):
    law = RULES.at("hmrc/student_loans", tax_year_dates(year)[0])
    intervals = {"monthly": "monthly", "weekly": "weekly", "four_weekly": "four_weekly"}
    checked = 0
    for plan, figures in law.values.items():
        for interval, published in figures.get("published", {}).items():
            context = student_loan.build_context(figures, intervals[interval])
            assert context.threshold == in_pence(published), (plan, interval)
            checked += 1
    assert checked >= 8


@pytest.mark.parametrize("year", YEARS)
def test_published_daily_sick_pay_follows_the_rule(year):
    law = RULES.at("hmrc/statutory_sick_pay", tax_year_dates(year)[0])
    for days, published in law["published_daily"].items():
        daily = statutory_pay.ssp_daily(in_pence(law["flat_weekly"]), int(days))
        assert Decimal(daily).scaleb(-4) == published


@pytest.mark.parametrize(
    "name",
    [name for name in RULES.periods if name.startswith("hmrc/attachments/") and "arrestment" not in name],
)
def test_attachment_tables_rise(name):
    def tables(value):
        if isinstance(value, dict):
            if "up_to" in value:
                yield value
            for item in value.values():
                yield from tables(item)

    found = list(tables(RULES.periods[name][-1].values))
    assert found
    for table in found:
        assert table["up_to"] == sorted(set(table["up_to"]))
        assert table["rates"] == sorted(table["rates"])
        assert len(table["rates"]) == len(table["up_to"]) + ("remainder" not in table)


def without(name: str, key: str) -> RuleSet:
    """The shipped law less one entry, as if a line of the file had been deleted."""

    def drop(values, parts):
        head, *rest = parts
        if not rest:
            return {k: v for k, v in values.items() if k != head}
        return {k: drop(v, rest) if k == head else v for k, v in values.items()}

    periods = tuple(
        replace(period, values=drop(period.values, key.split("."))) if _has(period, key) else period
        for period in RULES.periods[name]
    )
    assert periods != RULES.periods[name], f"{name} has no {key}"
    return RuleSet(periods={**RULES.periods, name: periods}, hash=f"without {name} {key}")


def _has(period: Period, key: str) -> bool:
    try:
        period[key]
    except MissingParameter:
        return False
    return True


def _tax(rules):
    return tax.compute(rules, SEPTEMBER, "1257L", "cumulative", 300_000, 0, 0)


def _scottish(rules):
    return tax.compute(rules, SEPTEMBER, "S1257L", "cumulative", 300_000, 0, 0)


def _nic(rules):
    return nic.compute(rules, SEPTEMBER, "A", 300_000)


def _dea(rules):
    return attachment.direct_earnings_attachment(rules, ON, "monthly", 200_000)


def _ctaeo(rules):
    return attachment.council_tax_order(rules, ON, "england", "monthly", 900_000)


NEEDED = [
    *(
        ("hmrc/income_tax", key, _tax)
        for key in (
            "regulatory_limit",
            "bands",
            "bands.rUK",
            "bands.rUK.up_to",
            "bands.rUK.rates",
            "bands.rUK.basic_band",
        )
    ),
    ("hmrc/income_tax", "bands.scotland", _scottish),
    *(("hmrc/tax_codes", key, _tax) for key in ("block", "step", "remainder")),
    *(
        ("hmrc/nic/class1", key, _nic)
        for key in (
            "thresholds.LEL",
            "thresholds.PT",
            "thresholds.UEL.monthly",
            "thresholds.ST",
            "letters.A",
            "letters.A.employee",
            "letters.A.employer.rate",
            "letters.A.employer.from",
        )
    ),
    *(
        ("hmrc/student_loans", key, lambda r: student_loan.compute(r, SEPTEMBER, "plan_2", 300_000))
        for key in ("plan_2", "plan_2.annual", "plan_2.rate")
    ),
    *(
        ("hmrc/statutory_payments", key, lambda r: statutory_pay.weekly_pay(r, "SMP", ON, 50_000, 1))
        for key in ("SMP", "SMP.flat_weekly", "SMP.weeks", "SMP.earnings_share")
    ),
    *(
        ("hmrc/statutory_sick_pay", key, lambda r: statutory_pay.ssp_weekly(r, ON, 13_000))
        for key in ("flat_weekly", "earnings_share", "earnings_related")
    ),
    *(
        ("hmrc/attachments/dea", key, _dea)
        for key in ("protected_share", "standard.monthly", "standard.monthly.up_to", "standard.monthly.rates")
    ),
    *(("hmrc/attachments/ctaeo_england", key, _ctaeo) for key in ("monthly", "monthly.remainder")),
    *(
        ("hmrc/auto_enrolment", key, lambda r: auto_enrolment.assess(r, SEPTEMBER, 30, 300_000))
        for key in ("earnings_trigger", "qualifying_lower.monthly", "qualifying_upper", "ages.enrol_from")
    ),
    ("hmrc/income_tax", "emergency_code.rUK", lambda r: tax.emergency_code(r, ON, "rUK", "A")),
    ("hmrc/income_tax", "bands.rUK.rates", lambda r: estimate.annual_tax(r, ON, "1257L", 4_000_000)),
]


@pytest.mark.parametrize("name, key, calculate", NEEDED, ids=[f"{name}#{key}" for name, key, _ in NEEDED])
def test_a_missing_figure_is_an_error_and_never_a_nil(name, key, calculate):
    calculate(RULES)
    with pytest.raises(MissingParameter) as caught:
        calculate(without(name, key))
    assert name in str(caught.value)


def test_no_figures_before_or_after_the_files():
    for day in (date(2024, 4, 5), date(2027, 4, 6)):
        with pytest.raises(MissingParameter, match="no figures in force"):
            RULES.at("hmrc/nic/class1", day)
    assert RULES.at("hmrc/nic/class1", date(2027, 4, 6) - timedelta(days=1))


@pytest.mark.parametrize(
    "body, message",
    [
        ('title="x"\n[[periods]]\nfrom=2026-04-06\nconfidence="verified"\n', "no reference"),
        (
            'title="x"\n[[periods]]\nfrom=2026-04-06\nconfidence="sure"\n[[periods.references]]\ntitle="t"\n',
            "confidence",
        ),
        ('title="x"\nsurprise=1\n', "unknown key"),
        ('title="x"\n[[periods]]\nfrom=2026-04-06\nconfidence="verified"\nrate=1\n', "unknown key"),
        ('title="x"\n', "no \\[\\[periods"),
        ("= broken", "broken|Invalid"),
    ],
)
def test_faulty_files_are_refused(tmp_path, body, message):
    (tmp_path / "broken.toml").write_text(body)
    with pytest.raises(InvalidParameterFile, match=message):
        RuleSet.load(tmp_path)


def test_the_hash_names_the_law(tmp_path):
    body = (
        'title="x"\n[[periods]]\nfrom=2026-04-06\nconfidence="verified"\n[[periods.references]]\ntitle="t"\n'
    )
    hashes = set()
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "a.toml").write_text(f"{body}[periods.values]\nrate = 0.{number}\n")
        hashes.add(RuleSet.load(folder).hash)
    assert len(hashes) == 2


@pytest.mark.parametrize("name", sorted(RULES.periods))
def test_only_the_last_period_is_open(name):
    """A row that is lost must leave a gap, which blocks, and not bring back the figures before it."""
    for earlier, later in pairwise(RULES.periods[name]):
        assert earlier.end is not None, f"{name}: say when the period from {earlier.start} ends"
        assert earlier.end < later.start
