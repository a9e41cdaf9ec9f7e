"""The law as a force operates it: the shipped files, and the scale figures the force has approved itself.

A published determination may be in force before the program's own files have it. Then an award, approved by
two people and citing the circular, sets the figures from its day on; they are law for this force only.
"""

from dataclasses import replace
from functools import lru_cache

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.params.overlay import overlay, with_period
from odoo.addons.police_engine.pay.context import LONDON
from odoo.addons.police_engine.pay.scales import SCALES

_FIGURES = """
    SELECT f.date_from, f.scale, f.point, f.annual::bigint, a.citation, COALESCE(a.address, ''), a.id
      FROM police_award_figure f JOIN police_award a ON a.id = f.award_id
     WHERE f.company_id = %s AND f.scale IS NOT NULL AND a.state = 'applied'
     ORDER BY f.date_from, a.id, f.scale, f.point"""


def law_of(env, company, base=None):
    """The rule set for ``company``; ``base`` (default: the shipped files) itself when there is nothing of
    its own."""
    env["police.award"].flush_model()
    env["police.award.figure"].flush_model()
    env.cr.execute(_FIGURES, [company.id])
    rows = tuple(env.cr.fetchall())
    return _overlaid(_Base(base or RuleSet.load()), rows) if rows else base or RuleSet.load()


class _Base:
    """A rule set that can be remembered by its hash."""

    def __init__(self, rules):
        self.rules = rules

    def __eq__(self, other):
        return self.rules.hash == other.rules.hash

    def __hash__(self):
        return hash(self.rules.hash)


@lru_cache(maxsize=16)
def _overlaid(base, rows):
    rules = base.rules
    by_day = {}
    for on, *figure in rows:
        by_day.setdefault(on, []).append(figure)
    for on, figures in sorted(by_day.items()):
        rules = overlay(rules, _files(rules, on, figures))
    return rules


def _files(rules, on, figures):
    files = {}
    scales = [row for row in figures if row[0] != LONDON]
    weighting = [row for row in figures if row[0] == LONDON]
    if scales:
        files[SCALES] = with_period(rules, _scales(rules, on, scales))
    if weighting:
        was = rules.at(LONDON, on)
        values = {**was.values, "annual": int(weighting[-1][2])}
        files[LONDON] = with_period(rules, _approved(was, on, weighting, values))
    return files


def _scales(rules, on, figures):
    was = rules.at(SCALES, on)
    values = {
        scale: dict(points) if isinstance(points, dict) else points for scale, points in was.values.items()
    }
    known = set()
    for scale, point, annual, *_award in figures:
        values.setdefault(scale, {})[point] = int(annual)
        known.add(f"{scale}.{point}")
    period = _approved(was, on, figures, values)
    marks = {key: mark for key, mark in was.marks.items() if was.start == on and key not in known}
    unknown = {key: why for key, why in was.unknown.items() if key not in known}
    return replace(period, marks=marks, unknown=unknown)


def _approved(was, on, figures, values):
    sources = dict.fromkeys((citation, address) for *_figure, citation, address, _award in figures)
    citation = "; ".join(text + (f" <{address}>" if address else "") for text, address in sources)
    sure = "verified" if all(address for _text, address in sources) else "recalled"
    note = "Entered by the force as an award and approved by a second person."
    return replace(was, start=on, end=None, confidence=sure, citation=citation, note=note, values=values)
