"""The go-live gate of a parallel run: counted whenever it is looked at. No field holds the answer."""

import hashlib
import json

from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.police_engine.parallel import criteria as engine_criteria
from odoo.addons.police_engine.parallel.gate import evaluate, is_open
from odoo.exceptions import UserError

from ..services.comparer import Comparer, place
from ..services.counting import gate_facts
from ..services.gate_paper import printed


class ParallelProject(models.Model):
    _inherit = "police.parallel.project"

    gate_open = fields.Boolean(string="Gate open", compute="_compute_gate", compute_sudo=True)
    gate_found = fields.Char(string="Gate", compute="_compute_gate", compute_sudo=True)
    gate_page = fields.Html(
        string="What is still open", compute="_compute_gate", compute_sudo=True, sanitize=False
    )

    @api.depends_context("uid")
    def _compute_gate(self):
        for project in self:
            checks = project._gate()
            project.gate_open = is_open(checks)
            project.gate_found = project._gate_words(checks)
            project.gate_page = _page(checks, project._under_former_criteria())

    def _gate(self):
        """The engine's checks, counted now."""
        self.ensure_one()
        return evaluate(gate_facts(self), self._criteria())

    def _gate_words(self, checks):
        if is_open(checks):
            return self.env._("OPEN: all %s conditions are met", len(checks))
        failed = sum(not check.passed for check in checks)
        return self.env._(
            "CLOSED: %(failed)s of %(all)s conditions are not met", failed=failed, all=len(checks)
        )

    def _under_former_criteria(self):
        """For a run that replaced another's criteria: what changed, and what that changes."""
        former = self.replaces_id
        if not former:
            return []
        old, new = former._criteria(), self._criteria()
        facts = gate_facts(self)
        # Judged as criteria: that they were signed for the former run does not matter here.
        result = evaluate(facts._replace(kept_hash=new.fingerprint(), hash_now=new.fingerprint()), old)
        verdict = self.env._("open") if is_open(result) else self.env._("closed")
        changed = engine_criteria.differences(old, new) or [self.env._("no figure changed")]
        return [
            self.env._("CRITERIA CHANGED: these replace the criteria of %s.", former.name),
            self.env._("Reason: %s", self.replace_reason or ""),
            *changed,
            self.env._("Under the former criteria (%(hash)s) the gate would be %(verdict)s.",
                       hash=(former.criteria_hash or "")[:12], verdict=verdict),
        ]  # fmt: skip

    def _gate_obstacle(self, period):
        """Why the force may not go live with ``period``, or ''."""
        self.ensure_one()
        checks = self._gate()
        if not is_open(checks):
            todo = [f"– {check.title}: {check.found}. {check.open}" for check in checks if not check.passed]
            return "\n".join([f"{self.name}: {self._gate_words(checks)}.", *todo])
        last = max(place(row.period_id) for row in self.comparison_ids if row.state == "current")
        if place(period) - last > 1:
            return self.env._(
                "%(project)s compared nothing after %(last)s: the figures are too old for %(period)s.",
                project=self.name,
                last=self.comparison_ids.filtered(lambda r: r.state == "current")[:1].period_id.name,
                period=period.name,
            )
        return ""

    def action_compare(self):
        """Compare every period whose old payslips are in; decisions on lines that did not change stay."""
        self.ensure_one()
        self._check_role("group_payroll_clerk", "group_payroll_approver")
        self._check_frozen()
        batches = self.sudo().import_ids.filtered(lambda batch: batch.state == "taken")
        if not batches:
            raise UserError(self.env._("Bring in old payslips first."))
        for period in batches.period_id.sorted("date_from"):
            Comparer(self, period).make()
        return True

    def action_refresh(self):
        """Count again; the page shows what is true now."""
        return True

    def action_report(self):
        """Keep what the gate says at this moment, with its PDF."""
        self.ensure_one()
        facts = gate_facts(self)
        checks = evaluate(facts, self._criteria())
        text = json.dumps(facts._asdict(), sort_keys=True, default=str)
        digest = hashlib.sha256(text.encode()).hexdigest()
        report = (
            self._keyed()
            .env["police.parallel.report"]
            .create(
                {
                    "name": self.env._(
                        "Gate of %(name)s, %(on)s", name=self.name, on=fields.Date.context_today(self)
                    ),
                    "project_id": self.id,
                    "found": self._gate_words(checks),
                    "facts": text,
                    "sha256": digest,
                    "content": printed(self.sudo(), facts, checks, self._under_former_criteria(), digest),
                }
            )
        )
        return self.env["police.parallel.report"].browse(report.id).action_pdf()


def _page(checks, former):
    rows = Markup().join(
        Markup("<tr><td>%s</td><td><b>%s</b></td><td>%s</td><td>%s</td></tr>")
        % (_badge(check), check.title, check.found, check.open)
        for check in checks
    )
    notes = Markup().join(Markup("<li>%s</li>") % line for line in former)
    head = Markup("<tr><th/><th>Condition</th><th>Found</th><th>Still to do</th></tr>")
    return Markup("<ul>%s</ul>") % notes * bool(former) + Markup(
        "<table class='table table-sm'>%s%s</table>"
    ) % (
        head,
        rows,
    )


def _badge(check):
    if check.passed:
        return Markup("<span class='badge text-bg-success'>met</span>")
    return Markup("<span class='badge text-bg-danger'>open</span>")
