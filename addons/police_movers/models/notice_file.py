"""A file of HMRC's notices: read whole or not at all, applied in one go by a second person."""

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services.notice_reader import NoticeReader

MAX_BYTES = 10_000_000


class HmrcNoticeFile(models.Model):
    _name = "police.hmrc.notice.file"
    _description = "File of HMRC Notices"
    _inherit = ["mail.thread", "police.approval.mixin"]
    _order = "id desc"
    _approval_group = "police_core.group_payroll_approver"

    name = fields.Char(string="File", required=True)
    company_id = fields.Many2one(
        "res.company", string="Force", required=True, index=True, default=lambda self: self.env.company
    )
    content = fields.Binary(attachment=True, required=True)
    sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Not read"),
            ("read", "Read: to be applied"),
            ("refused", "Refused"),
            ("applied", "Applied"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )
    findings = fields.Text(readonly=True, copy=False)
    notice_ids = fields.One2many("police.hmrc.notice", "file_id", string="Notices", readonly=True)
    notice_count = fields.Integer(compute="_compute_counts")
    to_apply_count = fields.Integer(compute="_compute_counts", string="To apply")
    problem_count = fields.Integer(compute="_compute_counts", string="Do not fit")
    applied_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("notice_ids.state", "notice_ids.finding")
    def _compute_counts(self):
        for record in self:
            notices = record.notice_ids
            record.notice_count = len(notices)
            record.to_apply_count = len(notices.filtered(lambda n: n.finding == "apply"))
            record.problem_count = len(
                notices.filtered(lambda n: n.finding not in ("apply", "twin") and n.state == "read")
            )

    def action_read(self):
        """Read the file. Any bad row refuses the whole of it, with a list of all of them."""
        for record in self:
            record.check_access("write")
            if record.state != "draft":
                raise UserError(self.env._("%s was read already.", record.name))
            record._read_content()
        return True

    def _read_content(self):
        data = base64.b64decode(self.with_context(bin_size=False).content or b"")
        if not data or len(data) > MAX_BYTES:
            raise UserError(self.env._("%s is empty, or larger than a file of notices can be.", self.name))
        digest = hashlib.sha256(data).hexdigest()
        same = self.search(
            [("company_id", "=", self.company_id.id), ("sha256", "=", digest), ("id", "!=", self.id),
             ("state", "in", ("read", "applied"))], limit=1,
        )  # fmt: skip
        if same:
            raise UserError(self.env._("The same file was read before, as %s.", same.name))
        values, faults = NoticeReader(self.env, self.company_id).read(data)
        self._mark_prepared()
        if faults:
            self.write({"state": "refused", "sha256": digest, "findings": "\n".join(faults)})
            return
        self.env["police.hmrc.notice"].sudo().create([{**row, "file_id": self.id} for row in values])
        self.write({"state": "read", "sha256": digest})

    def action_apply(self):
        """Write dated payroll facts for every notice that fits. A second person does it, all or nothing."""
        for record in self:
            record._check_applicable()
            record._check_may_approve()
            record._mark_approved()
            NoticeReader(record.env(su=True), record.company_id).apply(record.sudo().notice_ids)
            record.sudo().write({"state": "applied", "applied_on": fields.Datetime.now()})
            record.message_post(body=self.env._("%s notices applied.", record.to_apply_count))
        return True

    def _check_applicable(self):
        self.ensure_one()
        if self.state != "read":
            raise UserError(self.env._("%s has not been read, or is applied already.", self.name))
        if self.problem_count:
            raise UserError(
                self.env._(
                    "%(count)s notices of %(file)s do not fit. Set each aside with a reason, or ask HMRC; "
                    "nothing of the file is applied before.",
                    count=self.problem_count, file=self.name,
                )
            )  # fmt: skip
        if not self.to_apply_count:
            raise UserError(self.env._("Nothing in %s is to be applied.", self.name))

    def write(self, vals):
        """The content of a file that was read is fixed."""
        if {"content", "name", "company_id"} & vals.keys() and any(
            record.state != "draft" for record in self
        ):
            raise UserError(
                self.env._("A file that was read is kept as it is. Import the right one as a new file.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unread(self):
        if any(record.state in ("read", "applied") for record in self):
            raise UserError(self.env._("Files of notices that were read are kept."))
