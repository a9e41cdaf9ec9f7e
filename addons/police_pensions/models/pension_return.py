"""Monthly and yearly returns to a scheme's administrator: agreed with the ledger, by two people."""

import json

from odoo import api, fields, models
from odoo.addons.police_engine.pension.contributions import LGPS_SECTIONS, POLICE_SCHEMES
from odoo.exceptions import UserError, ValidationError

from ..services.pension_return import ReturnBuilder

FAMILIES = [("pps", "Police pension schemes"), ("lgps", "Local Government Pension Scheme")]
SCHEMES_OF = {"pps": list(POLICE_SCHEMES), "lgps": list(LGPS_SECTIONS)}


class PensionReturn(models.Model):
    _name = "police.pension.return"
    _description = "Pension Return"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "date_to desc, family, id desc"
    _approval_group = "police_core.group_payroll_approver"

    company_id = fields.Many2one(
        "res.company", string="Force", required=True, default=lambda self: self.env.company, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    family = fields.Selection(FAMILIES, string="Scheme", required=True, default="pps")
    kind = fields.Selection(
        [("month", "Monthly contributions"), ("year", "Scheme year")], required=True, default="month"
    )
    date_from = fields.Date(
        string="Paid from", required=True, default=lambda self: self._last_month()[0],
        help="By the day of payment for a month, by the period earned for a scheme year.",
    )  # fmt: skip
    date_to = fields.Date(string="Until", required=True, default=lambda self: self._last_month()[1])
    state = fields.Selection(
        [("draft", "Draft"), ("made", "Made"), ("approved", "Approved"), ("sent", "Sent")],
        default="draft", required=True, readonly=True, copy=False, tracking=True,
    )  # fmt: skip
    member_count = fields.Integer(string="Members", readonly=True, copy=False)
    pensionable = fields.Float("Pensionable pay", digits=(16, 2), readonly=True, copy=False)
    employee_amount = fields.Float("Members' contributions", digits=(16, 2), readonly=True, copy=False)
    employer_amount = fields.Float("Employer's contributions", digits=(16, 2), readonly=True, copy=False)
    ledger_amount = fields.Float(
        "Ledger",
        digits=(16, 2),
        readonly=True,
        copy=False,
        help="Owed to the scheme by the posted pay journals.",
    )
    difference = fields.Float(
        digits=(16, 2),
        readonly=True,
        copy=False,
        help="Contributions of the return less the ledger; must be nil.",
    )
    attachment_id = fields.Many2one("ir.attachment", string="File", readonly=True, copy=False)
    file = fields.Binary(related="attachment_id.datas", string="Download")
    file_name = fields.Char(related="attachment_id.name", string="File name")
    sent_on = fields.Date(readonly=True, copy=False)
    findings = fields.Text(readonly=True, copy=False)

    _dates_ok = models.Constraint("CHECK (date_to >= date_from)", "A return may not end before it starts.")
    _once = models.UniqueIndex(
        "(company_id, family, kind, date_from) WHERE state IN ('approved', 'sent')",
        "This return was approved already.",
    )

    @api.model
    def _last_month(self):
        first = fields.Date.start_of(fields.Date.context_today(self), "month")
        return fields.Date.subtract(first, months=1), fields.Date.subtract(first, days=1)

    @api.depends("family", "kind", "date_from", "date_to")
    def _compute_display_name(self):
        labels = dict(FAMILIES)
        for entry in self:
            span = f"{entry.date_from or ''} – {entry.date_to or ''}"
            entry.display_name = f"{labels.get(entry.family, '')}, {span}"

    @api.constrains("kind", "date_from", "date_to")
    def _check_year(self):
        for entry in self:
            if entry.kind == "year" and (
                (entry.date_from.month, entry.date_from.day) != (4, 1)
                or fields.Date.add(entry.date_from, years=1, days=-1) != entry.date_to
            ):
                raise ValidationError(
                    self.env._("%s: a scheme year runs from 1 April to 31 March.", entry.display_name)
                )

    @api.onchange("kind", "date_from")
    def _onchange_kind(self):
        if self.kind == "year" and self.date_from:
            year = self.date_from.year - (self.date_from.month < 4)
            self.date_from, self.date_to = f"{year}-04-01", f"{year + 1}-03-31"

    def write(self, vals):
        """Dates and scheme are fixed once made; figures are never written by hand."""
        if self.env.context.get("police_return_write") is not RETURN_WRITE:
            free = {"approved_by_id", "approved_on", "prepared_by_id"}
            touched = {n for n in vals if n not in free and not n.startswith(("message_", "activity_"))}
            if touched - {"company_id", "family", "kind", "date_from", "date_to"}:
                raise UserError(self.env._("Figures and states of a return come from its buttons."))
            if touched and self.filtered(lambda entry: entry.state != "draft"):
                raise UserError(self.env._("Only a draft return can be changed. Make a new one."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        allowed = {"company_id", "family", "kind", "date_from", "date_to"}
        for vals in vals_list:
            if wrong := {name for name in vals if name in self._fields and name not in allowed
                         and not name.startswith(("message_", "activity_"))}:  # fmt: skip
                raise UserError(self.env._("%s cannot be entered on a return.", ", ".join(sorted(wrong))))
        return super().create(vals_list)

    def _put(self, vals):
        return self.sudo().with_context(police_return_write=RETURN_WRITE).write(vals)

    def _check_clerk(self):
        if not self.env.user.has_group("police_core.group_payroll_clerk"):
            raise UserError(self.env._("Payroll clerks make and send pension returns."))

    def action_make(self):
        """Draw up the rows, the file and the comparison with the ledger."""
        for entry in self:
            entry._check_clerk()
            if entry.state not in ("draft", "made"):
                raise UserError(self.env._("%s is approved and stays as it is.", entry.display_name))
            entry._mark_prepared()
            built = ReturnBuilder(self.env, entry, SCHEMES_OF[entry.family]).build()
            entry.attachment_id.sudo().unlink()
            attachment = self.env["ir.attachment"].sudo().create(
                {"name": built.name, "raw": built.content, "mimetype": "text/csv",
                 "res_model": entry._name, "res_id": entry.id}
            )  # fmt: skip
            entry._put({**built.figures, "attachment_id": attachment.id, "state": "made"})
        return True

    def action_approve(self):
        """Approve what somebody else made; refused while it differs from the ledger."""
        for entry in self:
            if entry.state != "made":
                raise UserError(self.env._("%s has not been made yet.", entry.display_name))
            if round(entry.difference * 100):
                raise UserError(
                    self.env._(
                        "%(name)s differs from the ledger by £%(amount).2f. Find the entry that was posted "
                        "or changed by hand, then make the return again.",
                        name=entry.display_name,
                        amount=entry.difference,
                    )
                )
            entry._mark_approved()
            entry._put({"state": "approved"})
        return True

    def action_sent(self):
        """Note that the file went to the administrator today."""
        for entry in self:
            entry._check_clerk()
            if entry.state != "approved":
                raise UserError(self.env._("%s must be approved before it is sent.", entry.display_name))
            entry._put({"state": "sent", "sent_on": fields.Date.context_today(entry)})
        return True

    @api.ondelete(at_uninstall=False)
    def _unlink_only_draft(self):
        if self.filtered(lambda entry: entry.state in ("approved", "sent")):
            raise UserError(self.env._("An approved return is kept."))

    def action_members(self):
        """The history rows behind the return."""
        action = self.env["ir.actions.act_window"]._for_xml_id("police_pensions.action_pension_history")
        field = "paid_on" if self.kind == "month" else "earned_to"
        domain = [
            ("company_id", "=", self.company_id.id), ("scheme", "in", SCHEMES_OF[self.family]),
            (field, ">=", self.date_from), (field, "<=", self.date_to),
        ]  # fmt: skip
        return {**action, "domain": json.loads(json.dumps(domain, default=str)), "context": {}}


RETURN_WRITE = object()
