"""Nothing automatic reaches the address of somebody who died in service."""

from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def _notify_get_recipients(self, message, msg_vals=False, **kwargs):
        """As core finds them, without people whose letters are stopped."""
        recipients = super()._notify_get_recipients(message, msg_vals, **kwargs)
        ids = [row["id"] for row in recipients if row.get("id")]
        if not ids:
            return recipients
        self.env.cr.execute(
            """SELECT p.id FROM res_partner p JOIN hr_employee e ON e.work_contact_id = p.id
                WHERE p.id = ANY(%s) AND e.letters_stopped
                UNION SELECT u.partner_id FROM res_users u JOIN hr_employee e ON e.user_id = u.id
                WHERE u.partner_id = ANY(%s) AND e.letters_stopped""",
            [ids, ids],
        )
        stopped = {row[0] for row in self.env.cr.fetchall()}
        return [row for row in recipients if row.get("id") not in stopped]
