"""One notice from HMRC about one person: tax code, student loan, postgraduate loan."""

from odoo import api, fields, models
from odoo.exceptions import UserError

FORMS = [(form, form) for form in ("P6", "P6B", "P9", "SL1", "SL2", "PGL1", "PGL2")]
FINDINGS = [
    ("apply", "To apply"),
    ("out_of_order", "Out of order"),
    ("notices_clash", "Contradicts another"),
    ("unknown_person", "Nobody has this number"),
    ("twin", "Same notice twice"),
]


class HmrcNotice(models.Model):
    _name = "police.hmrc.notice"
    _description = "Notice from HMRC"
    _order = "issued desc, file_id desc, row"
    _rec_name = "form"

    file_id = fields.Many2one(
        "police.hmrc.notice.file", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="file_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    employee_id = fields.Many2one("hr.employee", index=True, ondelete="restrict", readonly=True)
    payroll_reference = fields.Char(string="Payroll number", required=True, readonly=True)
    row = fields.Integer(readonly=True, aggregator=None)
    form = fields.Selection(FORMS, required=True, readonly=True)
    matter = fields.Char(required=True, readonly=True)
    issued = fields.Date(required=True, readonly=True, index=True)
    effective = fields.Date(string="In force from", required=True, readonly=True)
    says = fields.Char(string="Says", compute="_compute_says")
    code = fields.Char(string="Tax code", readonly=True)
    basis = fields.Selection(
        [("cumulative", "Cumulative"), ("week1month1", "Week 1 / month 1")], readonly=True
    )
    has_previous = fields.Boolean(readonly=True)
    previous_pay = fields.Float(digits=(16, 2), readonly=True)
    previous_tax = fields.Float(digits=(16, 2), readonly=True)
    plan = fields.Char(readonly=True)
    finding = fields.Selection(FINDINGS, required=True, readonly=True, index=True)
    explanation = fields.Char(readonly=True)
    state = fields.Selection(
        [("read", "Read"), ("set_aside", "Set aside"), ("applied", "Applied"), ("refused", "File refused")],
        default="read", required=True, readonly=True, index=True,
    )  # fmt: skip
    set_aside_reason = fields.Char(help="Why a notice that does not fit is not applied.")
    profile_id = fields.Many2one(
        "police.pay.profile", string="Payroll facts written", readonly=True, ondelete="set null"
    )
    owner_id = fields.Many2one("res.users", string="Owner", readonly=True)

    _applied_idx = models.Index("(company_id, payroll_reference, matter, issued) WHERE state = 'applied'")

    @api.depends("form", "code", "basis", "plan")
    def _compute_says(self):
        for notice in self:
            if notice.matter == "tax":
                mark = self.env._(" week 1 / month 1") if notice.basis == "week1month1" else ""
                notice.says = self.env._("Tax code %(code)s%(mark)s", code=notice.code, mark=mark)
            elif notice.form in ("SL1", "PGL1"):
                plan = (notice.plan or "").replace("_", " ")
                what = (
                    self.env._("student loan %s", plan)
                    if notice.form == "SL1"
                    else self.env._("postgraduate loan")
                )
                notice.says = self.env._("Start %s", what)
            else:
                what = self.env._("student loan") if notice.form == "SL2" else self.env._("postgraduate loan")
                notice.says = self.env._("Stop %s", what)

    def action_set_aside(self):
        """Do not apply a notice that does not fit; the reason is kept."""
        for notice in self:
            if notice.state != "read" or notice.finding == "apply":
                raise UserError(self.env._("Only a notice that does not fit is set aside."))
            if not (notice.set_aside_reason or "").strip():
                raise UserError(
                    self.env._("Say why the %(form)s of %(who)s is set aside.", form=notice.form,
                               who=notice.employee_id.name or notice.payroll_reference)
                )  # fmt: skip
        self.write({"state": "set_aside", "owner_id": self.env.uid})
        return True

    def write(self, vals):
        """HMRC's words are not edited; only what became of the notice is noted."""
        allowed = {"state", "set_aside_reason", "profile_id", "owner_id"}
        if set(vals) - allowed or any(notice.state == "applied" for notice in self):
            raise UserError(self.env._("A notice is kept as HMRC sent it."))
        return super().write(vals)

    def _changes(self):
        """Values of the payroll facts that follow from this notice."""
        self.ensure_one()
        if self.matter == "tax":
            return {"tax_code": self.code, "tax_basis": self.basis}
        if self.matter == "student_loan":
            return {"student_loan_plan": self.plan if self.form == "SL1" else "none"}
        return {"postgraduate_loan": self.form == "PGL1"}
