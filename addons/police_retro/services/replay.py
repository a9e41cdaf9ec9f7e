"""Stored payslip lines worked out again from their stored facts and the law kept for their run.

replay_sample(env, 500, seed=1) -> Sample(lines=500, agreed=500, differences=[...])
"""

import json
import random
from typing import NamedTuple

from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.records import PayLine
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_payroll.services.money_fields import sql_pence

_LINES = f"""
    SELECT l.id, r.company_id, r.rule_set_hash, l.code, l.label, l.kind, {sql_pence("l.amount")}, l.rule,
    l.inputs
      FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id JOIN police_pay_run r ON r.id =
      s.run_id
     WHERE l.id = ANY(%s) ORDER BY l.id"""


class Replayed(NamedTuple):
    """One line again. ``again`` is pence, None when it could not be worked out; ``words`` says why."""

    line_id: int
    label: str
    rule: str
    stored: int
    again: int | None
    words: str = ""

    @property
    def agrees(self):
        """The same to the penny."""
        return self.again == self.stored


class Sample(NamedTuple):
    """Outcome of replaying many lines."""

    lines: int
    agreed: int
    differences: list[Replayed]


def replay_lines(env, line_ids):
    """list[Replayed] of the lines, by the law that their runs used."""
    env["police.payslip.line"].flush_model()
    env.cr.execute(_LINES, [list(line_ids)])
    laws, found = {}, []
    for line_id, company_id, law_hash, code, label, kind, amount, rule, inputs in env.cr.fetchall():
        key = (law_hash, company_id)
        if key not in laws:
            company = env["res.company"].sudo().browse(company_id)
            laws[key] = env["police.pay.law"]._rules(law_hash, company)
        line = PayLine(code, label, kind, amount, rule, json.loads(inputs or "{}"))
        found.append(_replayed(line_id, line, laws[key]))
    return found


def _replayed(line_id, line, rules):
    if rules is None:
        words = "The law of this run was not kept with it; its figures are cited, but cannot be used again."
        return Replayed(line_id, line.label, line.rule, line.amount, None, words)
    try:
        return Replayed(line_id, line.label, line.rule, line.amount, replay(line, rules))
    except EngineError as error:
        return Replayed(line_id, line.label, line.rule, line.amount, None, str(error))


def replay_sample(env, n=500, seed=0):
    """Replay ``n`` random lines of closed runs. The same seed chooses the same lines."""
    env = env(su=True)
    env.cr.execute(
        """SELECT l.id FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id
             JOIN police_pay_run r ON r.id = s.run_id WHERE r.state IN ('approved', 'paid') ORDER BY l.id"""
    )
    ids = [row[0] for row in env.cr.fetchall()]
    chosen = random.Random(seed).sample(ids, min(n, len(ids)))
    found = replay_lines(env, chosen)
    return Sample(len(found), sum(one.agrees for one in found), [one for one in found if not one.agrees])
