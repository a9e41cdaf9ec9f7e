"""Tax codes at the start of a tax year (form P9X): suffix codes move by rule, week 1/month 1 marks go."""

from datetime import date
from typing import NamedTuple

from ..identifiers import tax_code
from ..params.loader import RuleSet
from ..paye.tax import CUMULATIVE
from ..records import TaxPosition

UPLIFT = "hmrc/code_uplift"


class Uplifted(NamedTuple):
    """The position from 6 April and why; ``changed`` False: the code goes on as it is."""

    tax: TaxPosition
    changed: bool
    why: str


def uplifted(current: TaxPosition, year_start: date, rules: RuleSet) -> Uplifted:
    """The code of somebody for whom HMRC sent no notice. MissingParameter for a year that is not known.

    >>> uplifted(TaxPosition("S1250L", "week1month1"), date(2021, 4, 6), RuleSet.load()).tax
    TaxPosition(code='S1257L', basis='cumulative')
    """
    law = rules.at(UPLIFT, year_start)
    code = tax_code.parse(current.code)
    suffix = code.code[-1]
    added = law["suffixes"].get(suffix, 0) if code.kind == "suffix" else 0
    new = f"{code.prefix}{code.number + added}{suffix}" if added else code.code
    keeps_mark = not law["drop_week1month1"]
    basis = current.basis if keeps_mark else CUMULATIVE
    why = []
    if added:
        why.append(f"{added} added to codes ending in {suffix}")
    if basis != current.basis:
        why.append("week 1/month 1 is not carried into a new tax year")
    return Uplifted(TaxPosition(new, basis), bool(why), "; ".join(why) or "carried forward unchanged")
