"""One person on a NINO Verification Request, and what HMRC answered.

HMRC answers by notice (Data Provisioning Service or PAYE Online), not over the transaction engine, so the
reply is entered or imported here and then taken over to the person.
"""

from odoo import api, fields, models
from odoo.addons.police_engine.identifiers import nino as ninos
from odoo.exceptions import UserError, ValidationError

REPLIES = [
    ("waiting", "Waiting"),
    ("verified", "Confirmed"),
    ("corrected", "Another number"),
    ("not_traced", "Not traced"),
]


class RtiNinoCheck(models.Model):
    _name = "police.rti.nino.check"
    _description = "NI Number Check"
    _order = "submission_id desc, payroll_reference"
    _rec_name = "employee_id"
    _check_company_auto = True

    submission_id = fields.Many2one(
        "police.rti.submission", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="submission_id.company_id", store=True, index=True)
    submission_state = fields.Selection(related="submission_id.state", string="Request")
    employee_id = fields.Many2one(
        "hr.employee", required=True, index=True, ondelete="restrict", check_company=True, readonly=True
    )
    payroll_reference = fields.Char(string="Payroll number", readonly=True)
    asked_nino = fields.Char(string="Number asked about", readonly=True)
    reply = fields.Selection(REPLIES, default="waiting", required=True)
    nino_returned = fields.Char(string="Number from HMRC")
    replied_on = fields.Date(string="Notice of")
    source = fields.Char(string="Notice or file")
    taken_over = fields.Boolean(
        string="On the record", readonly=True, help="The number is on the person's record."
    )

    _once = models.Constraint("UNIQUE(submission_id, employee_id)", "This person is already on the request.")

    @api.constrains("reply", "nino_returned", "replied_on")
    def _check_reply(self):
        for check in self:
            who = check.employee_id.name
            if check.reply in ("verified", "corrected"):
                if not ninos.is_valid(check.nino_returned or ""):
                    raise ValidationError(
                        self.env._(
                            "%(who)s: %(number)s is not a National Insurance number.",
                            who=who,
                            number=check.nino_returned or self.env._("(nothing)"),
                        )
                    )
            elif check.nino_returned:
                raise ValidationError(
                    self.env._("%s: a number was returned, so the reply is Confirmed or Another number.", who)
                )
            if check.reply != "waiting" and not check.replied_on:
                raise ValidationError(self.env._("%s: give the date of HMRC's notice.", who))

    def write(self, vals):
        """A reply that is on the person's record is kept."""
        if not self.env.su and any(check.taken_over for check in self):
            raise UserError(self.env._("The reply is already on the person's record and is kept as it was."))
        return super().write(vals)

    def action_take_over(self):
        """Put HMRC's number on the person's record; those not traced are left."""
        for check in self.filtered(lambda check: check.reply in ("verified", "corrected")):
            number = ninos.validate(check.nino_returned)
            check.employee_id.sudo().write({"nino": number})
            check.employee_id.sudo().message_post(
                body=self.env._(
                    "National Insurance number %(number)s from HMRC's notice of %(day)s (%(request)s).",
                    number=number,
                    day=check.replied_on,
                    request=check.submission_id.display_name,
                )
            )
            check.sudo().taken_over = True
        return True
