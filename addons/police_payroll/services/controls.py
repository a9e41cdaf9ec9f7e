"""Controls over a whole run that no single payslip can show: each finding must be accepted by name or mended.

* the same change of tax code, basis or NI letter for many people at once: one alert, not thousands (Q-18)
* a pension scheme that is not the one for the job, or that changed since the last payslip (Q-16)
* a National Insurance letter that age rules out
* the same claim twice in this period, or again after it was paid (Q-27)
"""

from collections import Counter, defaultdict
from typing import NamedTuple

from odoo.addons.police_engine.money import text
from odoo.addons.police_engine.movers import ni_letter
from odoo.addons.police_engine.pension.contributions import LABELS, POLICE_SCHEMES, family
from odoo.addons.police_engine.problems import Problem, Severity

from .money_fields import sql_pence, to_pence

_LAST = f"""
    SELECT employee_id, COALESCE(tax_code, ''), COALESCE(tax_basis, ''), COALESCE(ni_category, ''),
           person->>'pension_scheme', {sql_pence("net")}
      FROM police_payslip WHERE run_id = %s"""
_PAID_CLAIMS = f"""
    SELECT DISTINCT new.employee_id, new.code, new.date_from, run.name
      FROM police_pay_element new
      JOIN police_pay_element old ON old.employee_id = new.employee_id AND old.code = new.code
           AND old.date_from = new.date_from AND old.amount IS NOT DISTINCT FROM new.amount
           AND old.units IS NOT DISTINCT FROM new.units AND old.recurrence = 'once'
      JOIN police_pay_run run ON run.id = old.paid_run_id
     WHERE new.company_id = %s AND new.active AND new.recurrence = 'once' AND new.paid_run_id IS NULL
       AND {sql_pence("COALESCE(new.amount, 0) + COALESCE(new.units, 0)")} > 0 AND new.date_from <= %s"""
_EXAMPLES = 5


class _Before(NamedTuple):
    tax_code: str
    tax_basis: str
    ni_category: str
    pension_scheme: str
    net: int


class Controls:
    """The findings about one calculation of ``run``."""

    def __init__(self, env, run, rules):
        self.env, self.run, self.rules = env, run, rules

    def find(self, collected, results):
        """Yield a :class:`Problem` for each finding."""
        before = self._before()
        pairs = list(zip(collected.cases, results, strict=True))
        yield from self._grouped_changes(collected, pairs, before)
        for case, _result in pairs:
            yield from self._pension(case, before.get(collected.employee_ids[case.reference]))
            yield from self._claimed_twice(case)
            yield from self._ni_letter(case)
        yield from self._claimed_again(collected)

    def _before(self):
        previous = self.run.sudo().previous_run_id
        self.env.cr.execute(_LAST, [previous.id or None])
        return {row[0]: _Before(*row[1:]) for row in self.env.cr.fetchall()}

    # -- the same change for many (Q-18) -----------------------------------------------------------

    def _grouped_changes(self, collected, pairs, before):
        limits = self._limits()
        least = to_pence(str(limits["net"]))
        groups = defaultdict(list)
        for case, result in pairs:
            old = before.get(collected.employee_ids[case.reference])
            if old is None or not result.lines or abs(result.totals.net - old.net) <= least:
                continue
            for what, was, now in _changed_codes(old, case, result):
                groups[what, was, now].append((case, result.totals.net - old.net))
        for (what, was, now), members in sorted(groups.items(), key=lambda entry: -len(entry[1])):
            if len(members) >= limits["people"]:
                yield self._group_alert(what, was, now, members)

    def _limits(self):
        return self.rules.at("police/pay/run_controls", self.run.pay_date)["code_change"]

    def _group_alert(self, what, was, now, members):
        total = text(sum(move for _case, move in members))
        names = ", ".join(f"{case.name} ({case.reference})" for case, _move in members[:_EXAMPLES])
        return Problem(
            Severity.WARNING,
            "many_codes_changed",
            f"{what} went from {was or 'none'} to {now or 'none'} for {len(members)} people; their net pay "
            f"moved by £{total} together. Compare with HMRC's notice before accepting: {names}"
            f"{' and others' if len(members) > _EXAMPLES else ''}.",
            "",
            "tax_code",
            self.run.pay_date,
        )

    # -- pension scheme (Q-16) ---------------------------------------------------------------------

    def _pension(self, case, old):
        scheme = case.pension.scheme
        kinds = {part.person_type for part in case.slices if part.paid}
        if scheme and kinds:
            fits = "officer" in kinds if family(scheme) == "pps" else kinds != {"officer"}
            if not fits:
                job = " and ".join(sorted(kinds))
                yield self._about(
                    case,
                    "pension_scheme_of_another_job",
                    f"is in the {LABELS[scheme]} but employed as {job}. Officers belong to a police scheme, "
                    "all others to the LGPS.",
                )
        if old and (old.pension_scheme or "") != scheme and {old.pension_scheme, scheme} <= _SCHEMES:
            yield self._about(
                case,
                "pension_scheme_changed",
                f"changed from the {LABELS[old.pension_scheme]} to the {LABELS[scheme]} since last paid.",
            )

    def _ni_letter(self, case):
        """The letter against age. A certificate, apprenticeship or site is taken from the letter held."""
        held, born, on = case.ni_category, case.birth_date, case.period.pay_date
        if not held or born is None or born >= on:
            return
        facts = ni_letter.NiFacts(
            born,
            deferment=held in "JLDZ",
            reduced_rate=held in "BIE",
            apprentice=held == "H",
            veteran_until=on if held == "V" else None,
            site=next((site for site, letters in _SITES.items() if held in letters), ""),
        )
        yield from ni_letter.check(case.reference, held, facts, on, self.rules)

    # -- claims (Q-27) -----------------------------------------------------------------------------

    def _claimed_twice(self, case):
        dated = Counter(
            (element.code, element.on, element.amount, element.units)
            for element in case.elements
            if element.on is not None
        )
        for (code, on, _amount, _units), count in dated.items():
            if count > 1:
                yield self._about(
                    case,
                    "claimed_twice",
                    f"has {code.replace('_', ' ')} of {on:%d/%m/%Y} {count} times with the same figure in "
                    "this period. Archive what is a copy, or accept with the reason why both are due.",
                    on,
                )

    def _claimed_again(self, collected):
        references = {key: reference for reference, key in collected.employee_ids.items()}
        self.env.cr.execute(_PAID_CLAIMS, [self.run.company_id.id, self.run.period_id.date_to])
        for employee_id, code, on, paid_in in self.env.cr.fetchall():
            if employee_id in references:
                yield Problem(
                    Severity.WARNING,
                    "claimed_again",
                    f"{code.replace('_', ' ').capitalize()} of {on:%d/%m/%Y} with the same figure was paid "
                    f"in {paid_in}. Archive the copy, or accept with the reason why it is due again.",
                    references[employee_id],
                    "control",
                    on,
                )

    def _about(self, case, code, message, on=None):
        return Problem(Severity.WARNING, code, message, case.reference, "control", on or case.period.pay_date)


_SITES = {"freeport": "FISL", "investment_zone": "NEKD"}
_SCHEMES = {*POLICE_SCHEMES, "lgps", "lgps_50_50"}
_LETTERS = (("Tax code", "tax_code"), ("Tax basis", "tax_basis"))


def _changed_codes(old, case, result):
    """(what, was, now) of each code that is not what it was on the last payslip."""
    for what, name in _LETTERS:
        was, now = getattr(old, name), getattr(result, name)
        if was != now:
            yield what, was, now
    if old.ni_category != case.ni_category:
        yield "NI letter", old.ni_category, case.ni_category
