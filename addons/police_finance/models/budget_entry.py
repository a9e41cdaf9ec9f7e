"""The ledger of calls on budgets: reservations and commitments, added to and never changed."""

import logging
import time
from typing import NamedTuple

from odoo import api, fields, models
from odoo.addons.police_engine.finance.budget import judge
from odoo.addons.police_engine.money import display
from odoo.exceptions import AccessError, UserError

from ..services import budget_room

_logger = logging.getLogger(__name__)
# An object of this process, which no RPC call can send in its context.
POSTING = object()


class Call(NamedTuple):
    """What one line of a document should hold of a budget line now. ``amount``: pence; ``kind``: reserve
    or commit."""

    line_id: int
    kind: str
    model: str
    record_id: int
    document: str
    amount: int


class BudgetEntry(models.Model):
    """``_settle`` brings the entries of documents to what they should hold; only the difference is added."""

    _name = "police.budget.entry"
    _description = "Call on a Budget"
    _order = "id desc"
    _rec_name = "document"

    line_id = fields.Many2one(
        "crossovered.budget.lines",
        string="Budget",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(related="line_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("reserve", "Reserved"), ("commit", "Committed")], required=True, readonly=True, index=True
    )
    amount = fields.Float(digits=(16, 2), required=True, readonly=True)
    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", required=True, readonly=True)
    document = fields.Char(required=True, readonly=True, index=True)
    reason = fields.Char(required=True, readonly=True)
    warning = fields.Char(readonly=True, help="What an advisory budget said.")
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True, ondelete="restrict")

    _of_line = models.Index("(line_id, kind)")
    _of_document = models.Index("(res_model, res_id)")
    _recent = models.Index("(create_date)")

    @api.model_create_multi
    def create(self, vals_list):
        if self.env.context.get("police_budget_posting") is not POSTING:
            raise AccessError(self.env._("Calls on budgets follow from requisitions, orders and invoices."))
        return super().create(vals_list)

    def write(self, _vals):
        raise UserError(self.env._("Calls on a budget are never changed: another entry puts them right."))

    def unlink(self):
        raise UserError(self.env._("Calls on a budget are never deleted."))

    # -- settling -------------------------------------------------------------------------------------

    @api.model
    def _held(self, model, record_ids):
        """{(line id, kind, record id): pence} that documents' lines hold now."""
        rows = self.sudo()._read_group(
            [("res_model", "=", model), ("res_id", "in", list(record_ids))],
            ["line_id", "kind", "res_id"],
            ["amount:sum"],
        )
        return {(line.id, kind, record): round(amount * 100) for line, kind, record, amount in rows}

    @api.model
    def _take_over(self, lines):
        """Requisitions and orders that are open when a budget comes into force call on it, unjudged."""
        calls = [call for call in self.sudo()._wanted(lines) if call.line_id in lines.ids]
        scope = {}
        for call in calls:
            scope.setdefault(call.model, set()).add(call.record_id)
        self._settle(scope, calls, self.env._("Open when the budget came into force"), judged=False)
        for line in lines:
            if line.police_available < 0:
                self._tell_holder(line, self.env._("open orders are more than the budget when it starts"))

    @api.model
    def _settle(self, scope, calls, reason, judged=True):
        """Make the entries of the document lines in ``scope`` {model: ids} equal to ``calls``.

        Everything that changes is judged together, by budget line, under one lock: what an order takes
        and its requisition gives back meet in one sum. UserError where an absolute or closed budget
        refuses; then nothing is added.
        """
        begun = time.perf_counter()
        wanted = {(c.line_id, c.kind, c.model, c.record_id): c for c in calls if c.amount}
        changes = []
        for model, ids in scope.items():
            for (line, kind, record), amount in self._held(model, ids).items():
                call = wanted.pop((line, kind, model, record), None)
                difference = (call.amount if call else 0) - amount
                if difference:
                    changes.append(((line, kind, model, record), difference, call))
        changes += [(key, call.amount, call) for key, call in wanted.items()]
        if not changes:
            return self.browse()
        warnings = self._judge(changes) if judged else {}
        names = {(c.model, c.record_id): c.document for c in calls}
        values = []
        for (line, kind, model, record), difference, _call in changes:
            name = names.get((model, record)) or self._document_name(model, record)
            values.append(
                {
                    "line_id": line, "kind": kind, "res_model": model, "res_id": record, "document": name,
                    "amount": difference / 100, "reason": reason, "user_id": self.env.uid,
                    "warning": warnings.get(line) if difference > 0 else False,
                }
            )  # fmt: skip
        keyed = self.sudo().with_context(police_budget_posting=POSTING)
        entries = keyed.create(values)
        self.env.flush_all()
        # waiting for the lock counts: what a user waits for. ``bench commissioning`` reads this line.
        _logger.debug("settled in %.1f ms", 1000 * (time.perf_counter() - begun))
        return entries.with_env(self.env)

    def _document_name(self, model, record_id):
        earlier = self.sudo().search([("res_model", "=", model), ("res_id", "=", record_id)], limit=1)
        return earlier.document or f"{model},{record_id}"

    def _judge(self, changes):
        """{line id: warning}; raises when a budget refuses. Moving from reserved to committed is no call."""
        more = {}
        for (line, _kind, _model, _record), difference, _call in changes:
            more[line] = more.get(line, 0) + difference
        lines = self.env["crossovered.budget.lines"].sudo().browse(more)
        found = budget_room.positions(self.env, more, locked=True)
        warnings = {}
        for line in lines.sorted("id"):
            if more[line.id] <= 0 and not self._enters(line, changes):
                continue
            budget = line.crossovered_budget_id
            if budget.state != "validate":
                raise UserError(self._closed_words(line))
            verdict = judge(
                found[line.id], more[line.id], budget.police_control, round(budget.police_tolerance * 100)
            )
            if not verdict.allowed:
                raise UserError(self._refusal_words(line, verdict.words))
            if verdict.words:
                warnings[line.id] = verdict.words
                self._tell_holder(line, verdict.words)
        return warnings

    @staticmethod
    def _enters(line, changes):
        """Whether something new is committed on the line, be it only what was reserved."""
        return any(key[0] == line.id and key[1] == "commit" and amount > 0 for key, amount, _call in changes)

    def _refusal_words(self, line, words):
        who = line.police_holder_id.name or self.env._("the force accountant")
        return self.env._(
            "Budget %(line)s (%(budget)s) refuses: %(words)s. %(who)s can ask for a virement, or what is "
            "asked for must be less.",
            line=line.display_name, budget=line.crossovered_budget_id.name, words=words, who=who,
        )  # fmt: skip

    def _closed_words(self, line):
        budget = line.crossovered_budget_id
        labels = dict(budget._fields["state"]._description_selection(self.env))
        return self.env._(
            "Budget %(line)s (%(budget)s) is %(state)s: nothing more may be called on it. A force accountant "
            "can open it again, or the order is charged elsewhere.",
            line=line.display_name, budget=budget.name, state=labels[budget.state].lower(),
        )  # fmt: skip

    def _tell_holder(self, line, words):
        budget = line.crossovered_budget_id
        holder = line.police_holder_id
        budget.message_post(
            body=self.env._("%(line)s: %(words)s.", line=line.display_name, words=words),
            partner_ids=holder.partner_id.ids,
        )

    # -- proof ------------------------------------------------------------------------------------------

    @api.model
    def _wanted(self, lines):
        """Calls that documents should hold of ``lines``; addons with documents add theirs."""
        return []

    @api.model
    def _differences(self, lines):
        """Sentences, one for each document line whose entries are not what the document says."""
        wanted = {}
        for call in self.sudo()._wanted(lines):
            key = (call.line_id, call.kind, call.model, call.record_id)
            wanted[key] = wanted.get(key, 0) + call.amount
        rows = self.sudo()._read_group(
            [("line_id", "in", lines.ids)], ["line_id", "kind", "res_model", "res_id"], ["amount:sum"]
        )
        held = {(line.id, *rest): round(total * 100) for line, *rest, total in rows}
        found = []
        for key in sorted(wanted.keys() | held.keys(), key=str):
            if wanted.get(key, 0) != held.get(key, 0):
                line, kind, model, record = key
                found.append(
                    f"{lines.browse(line).display_name}, {self._document_name(model, record)}: {kind} "
                    f"{display(held.get(key, 0))} on record, {display(wanted.get(key, 0))} by document"
                )
        return found

    def action_open_document(self):
        """The requisition or order behind the entry."""
        self.ensure_one()
        record = self.env[self.res_model].browse(self.res_id)
        parent = record[record._police_budget_parent] if hasattr(record, "_police_budget_parent") else record
        return {
            "type": "ir.actions.act_window", "res_model": parent._name, "res_id": parent.id,
            "views": [[False, "form"]],
        }  # fmt: skip
