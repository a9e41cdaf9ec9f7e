"""Figures of the law that changed since closed pay was last checked: who is concerned, found by one query.

A force keeps the hash of the law under which all its closed pay has been checked; the law itself is kept
(``police.pay.law``). Only police pay, its elements and pension contributions are worked out again by retro;
tax and National Insurance fall in the period of payment and need nothing. What counts is what was in force in
the closed periods: a new file, or figures for the future, concern nobody's closed pay.
"""

from odoo.addons.police_engine.pay.scales import SCALES

NAMES = ("police/", "lgps/", "elements/")


def touch(env, company, rules, begins, until):
    """Note everybody whom a change of the law since the last check may concern, and keep the law.

    ``begins``, ``until``: first and last day of the closed pay kept.
    """
    laws = env["police.pay.law"]
    laws._keep(rules)
    if company.retro_law_hash == rules.hash:
        return
    before = laws._rules(company.retro_law_hash) if company.retro_law_hash else None
    company.retro_law_hash = rules.hash
    if before is None:
        return
    changes = {name: _first_difference(name, before, rules, begins, until) for name in before.periods}
    changes = {name: since for name, since in changes.items() if since}
    if changes:
        scales = changed_scales(before, rules) if set(changes) == {SCALES} else None
        names = ", ".join(sorted(changes))
        env["police.retro.touch"]._of_law(company, min(changes.values()), names, scales)


def changed_scales(before, after):
    """Keys of the scales of which a figure differs, at any date."""
    found = set()
    for one, other in ((before, after), (after, before)):
        for period in one.periods.get(SCALES, ()):
            theirs = next((p for p in other.periods.get(SCALES, ()) if p.start == period.start), None)
            for scale, points in period.values.items():
                if theirs is None or theirs.values.get(scale) != points:
                    found.add(scale)
    return sorted(found)


def _first_difference(name, before, after, begins, until):
    """The first closed day for which a file's figures differ; None: they agree, or retro does not use
    them."""
    if not name.startswith(NAMES):
        return None
    old = _in_force(before.periods[name], begins, until)
    new = _in_force(after.periods.get(name, ()), begins, until)
    return min((day for day in {*old, *new} if old.get(day) != new.get(day)), default=None)


def _in_force(periods, begins, until):
    """``{first day in the span: figures}``."""
    found = {}
    for period in periods:
        if period.start <= until and (period.end is None or period.end >= begins):
            found[max(period.start, begins)] = (period.values, period.unknown)
    return found
