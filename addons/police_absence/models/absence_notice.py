"""Warning letters before sick pay drops: nobody finds half pay on a payslip unannounced (Q-32)."""

import base64

from odoo import api, fields, models

from ..services.letters import drop_letter


class AbsenceNotice(models.Model):
    _name = "police.absence.notice"
    _description = "Warning of a Drop in Sick Pay"
    _inherit = ["mail.thread"]
    _order = "drop_on desc, id desc"

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", string="Force", related="employee_id.company_id", store=True, index=True
    )
    absence_id = fields.Many2one("police.absence", index=True, ondelete="cascade", readonly=True)
    drop_on = fields.Date(string="Pay drops on", required=True, readonly=True)
    level = fields.Selection(
        [("half", "Half pay"), ("nil", "No sick pay")], string="To", required=True, readonly=True
    )
    told_on = fields.Date(
        tracking=True, help="The day the letter was given or sent. The notice counts from this day."
    )
    told_how = fields.Selection(
        [("post", "By post"), ("email", "By e-mail"), ("hand", "In person")], default="post", tracking=True
    )
    manager_told = fields.Boolean(string="Line manager told", tracking=True)
    letter = fields.Binary(attachment=True, readonly=True)
    letter_name = fields.Char(readonly=True)

    _one_a_drop = models.Constraint(
        "UNIQUE(employee_id, drop_on)", "A warning of this drop has been written already."
    )

    @api.depends("employee_id", "drop_on", "level")
    def _compute_display_name(self):
        levels = dict(self._fields["level"]._description_selection(self.env))
        for notice in self:
            day = f" on {notice.drop_on:%-d %b %Y}" if notice.drop_on else ""
            notice.display_name = (
                f"{notice.employee_id.sudo().name or ''}: {levels.get(notice.level, '')}{day}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Each notice comes with its letter."""
        notices = super().create(vals_list)
        for notice in notices:
            notice.sudo().write(
                {
                    "letter": base64.b64encode(drop_letter(notice.sudo())),
                    "letter_name": f"sick-pay-{notice.drop_on:%Y-%m-%d}.pdf",
                }
            )
        notices._refresh_clock()
        return notices

    def write(self, vals):
        result = super().write(vals)
        if "told_on" in vals:
            self._refresh_clock()
        return result

    def _refresh_clock(self):
        for company, notices in self.grouped("company_id").items():
            self.env["police.absence.clock"].sudo()._refresh(company, notices.employee_id.ids)

    def action_told_today(self):
        """The letter went out today."""
        self.filtered(lambda notice: not notice.told_on).write({"told_on": fields.Date.context_today(self)})

    def action_open_letter(self):
        """The letter as PDF."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/police.absence.notice/{self.id}/letter/{self.letter_name}",
            "target": "new",
        }
