"""Files made from a run: bank file, FPS, payslips, schedules, certificate. Kept as they were made."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

KINDS = [
    ("bacs", "BACS Standard 18"),
    ("fps", "FPS for HMRC"),
    ("payslips", "Payslip book"),
    ("schedule", "Schedule"),
    ("certificate", "Control certificate"),
]


class PayOutput(models.Model):
    _name = "police.pay.output"
    _description = "Pay Run Output"
    _order = "run_id desc, kind, name"

    run_id = fields.Many2one("police.pay.run", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="run_id.company_id", store=True, index=True)
    kind = fields.Selection(KINDS, required=True)
    name = fields.Char(string="File", required=True)
    content = fields.Binary(attachment=True, required=True)
    size = fields.Integer(string="Bytes", aggregator=None)
    sha256 = fields.Char(string="SHA-256", required=True)
    description = fields.Char()
    made_on = fields.Datetime(default=fields.Datetime.now, required=True)

    _one_bank_file = models.UniqueIndex(
        "(run_id) WHERE kind = 'bacs'",
        "The bank file of this run has already been made; it is made once only.",
    )

    @api.model
    def _store(self, run, kind, name, data, description=""):
        """Keep ``data`` (bytes) as an output of ``run``."""
        return self.sudo().create(
            {
                "run_id": run.id,
                "kind": kind,
                "name": name,
                "content": base64.b64encode(data),
                "size": len(data),
                "sha256": hashlib.sha256(data).hexdigest(),
                "description": description,
            }
        )

    def _bytes(self):
        """The file's content; UserError when it is gone: an empty file must never pass for a real one."""
        self.ensure_one()
        content = self.with_context(bin_size=False).content
        if not content:
            raise UserError(
                self.env._("The file %s is gone from the store. Restore it from backup.", self.name)
            )
        return base64.b64decode(content)

    def write(self, vals):
        """Refused: an output is kept as it was made."""
        raise UserError(self.env._("An output file is kept as it was made and may not be changed."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_before_approval(self):
        if any(output.run_id.state in ("approved", "paid") for output in self):
            raise UserError(self.env._("Outputs of an approved run are kept."))

    def action_download(self):
        """Download the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/police.pay.output/{self.id}/content/{self.name}?download=true",
            "target": "self",
        }
