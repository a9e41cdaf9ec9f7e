"""Figures of the law that changed since closed pay was last checked: who is concerned, found by one query.

A force keeps the hash of the law under which all its closed pay has been checked; the law itself is kept
(``police.pay.law``). Only police pay, its elements and pension contributions are worked out again by retro;
tax and National Insurance fall in the period of payment and need nothing.
"""

from odoo.addons.police_engine.params.overlay import first_change
from odoo.addons.police_engine.pay.scales import SCALES

NAMES = ("police/", "lgps/", "elements/")


def touch(env, company, rules):
    """Note everybody whom a change of the law since the last check may concern, and keep the law."""
    laws = env["police.pay.law"]
    laws._keep(rules)
    if company.retro_law_hash == rules.hash:
        return
    before = laws._rules(company.retro_law_hash) if company.retro_law_hash else None
    company.retro_law_hash = rules.hash
    if before is None:
        return
    since = first_change(before, rules, NAMES)
    if since is None:
        return
    names = sorted(name for name in rules.periods if name.startswith(NAMES) and _differs(name, before, rules))
    scales = changed_scales(before, rules) if names == [SCALES] else None
    env["police.retro.touch"]._of_law(company, since, ", ".join(names), scales)


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


def _differs(name, before, after):
    return _content(before.periods.get(name, ())) != _content(after.periods.get(name, ()))


def _content(periods):
    return [(period.start, period.end, period.values, period.unknown) for period in periods]
