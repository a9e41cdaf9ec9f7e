"""The element catalogue: what each pay element is called, how it is priced and how it is taxed.

Read from ``data/params/elements/*.toml``; the keys are explained at the head of ``overtime.toml``.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from ..exceptions import InvalidParameterFile
from ..params.loader import RuleSet
from ..paye.figures import per_rule_set

PRICES = (
    "given", "overtime", "unsocial", "per_unit", "annual_share", "rate", "days", "salary_share",
    "statutory_floor", "statutory_within", "statutory_above", "plain_hours", "percent", "acting", "average",
)  # fmt: skip
_KEYS = {
    "label",
    "kind",
    "price",
    "figure",
    "unit",
    "rule",
    "ledger",
    "pensionable",
    "taxable",
    "nicable",
    "sign",
    "fps",
    "annualised",
    "ceiling",
    "share",
}


class Element(NamedTuple):
    """One catalogue entry. ``taxable``/``nicable`` on a deduction: it reduces that pay."""

    code: str
    label: str
    kind: str  # earning | deduction | benefit (taxed, not paid)
    price: str  # one of PRICES
    rule: str
    ledger: str
    taxable: bool
    nicable: bool
    pensionable: frozenset[str]  # pps, lgps
    sign: int
    figure: str  # parameter file#key
    unit: str
    fps: str
    annualised: bool  # counts twelve times towards the pension tier
    source: str
    sources: tuple[str, ...]  # the same as lines keep it
    ceiling: str = ""  # file#key of the most that may be paid in a year
    share: tuple[int, int] = (1, 1)  # absence: of the pay of the days


_REQUIRED = {"kind", "price", "label", "rule", "ledger"}


@per_rule_set
def catalogue(rules: RuleSet, on: date) -> Mapping[str, Element]:
    """Every element in force on ``on``, by code."""
    found: dict[str, Element] = {}
    for name in rules.periods:
        if not name.startswith("elements/"):
            continue
        period = rules.at(name, on)
        for code, values in period.values.items():
            if code in found:
                raise InvalidParameterFile(f"{name}.toml: element {code} is defined twice.")
            found[code] = _element(code, values, f"{period.source}#{code}")
    return found


def _element(code: str, values: Mapping[str, Any], source: str) -> Element:
    if unexpected := set(values) - _KEYS:
        raise InvalidParameterFile(f"{source}: unknown key {sorted(unexpected)}.")
    if missing := _REQUIRED - set(values):
        raise InvalidParameterFile(f"{source}: {', '.join(sorted(missing))} is missing.")
    if values["kind"] not in ("earning", "deduction", "benefit") or values["price"] not in PRICES:
        raise InvalidParameterFile(f"{source}: kind is earning, deduction or benefit, price one of {PRICES}.")
    earning = values["kind"] == "earning"
    return Element(
        code=code,
        label=values["label"],
        kind=values["kind"],
        price=values["price"],
        rule=values["rule"],
        ledger=values["ledger"],
        taxable=values.get("taxable", earning),
        nicable=values.get("nicable", earning),
        pensionable=frozenset(values.get("pensionable", ())),
        sign=values.get("sign", 1),
        figure=values.get("figure", ""),
        unit=values.get("unit", ""),
        fps=values.get("fps", ""),
        annualised=values.get("annualised", False),
        source=source,
        sources=(source,),
        ceiling=values.get("ceiling", ""),
        share=(values["share"][0], values["share"][1]) if "share" in values else (1, 1),
    )
