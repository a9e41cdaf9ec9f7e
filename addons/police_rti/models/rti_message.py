"""Every message sent to the gateway and every answer, as it went over the line, without the password."""

import base64
import hashlib

from lxml import etree
from odoo import api, fields, models
from odoo.addons.police_engine.adapters.rti import irmark
from odoo.addons.police_engine.exceptions import EngineError
from odoo.exceptions import UserError

STEPS = [
    ("submit", "Submission"),
    ("poll", "Question for the answer"),
    ("list", "What does the gateway hold?"),
    ("delete", "Closing"),
]
PEOPLE_SHOWN = 5
SHOWN = 20_000  # characters of XML on the screen; the whole is downloaded


class RtiMessage(models.Model):
    _name = "police.rti.message"
    _description = "Message to or from HMRC"
    _order = "submission_id, id"
    _rec_name = "summary"

    submission_id = fields.Many2one(
        "police.rti.submission", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(related="submission_id.company_id", store=True, index=True)
    direction = fields.Selection([("sent", "Sent"), ("received", "Received")], required=True, readonly=True)
    step = fields.Selection(STEPS, required=True, readonly=True)
    at = fields.Datetime(string="When", required=True, readonly=True)
    url = fields.Char(string="Address", readonly=True)
    summary = fields.Char(string="What happened", readonly=True)
    content = fields.Binary(attachment=True, readonly=True)
    file_name = fields.Char(compute="_compute_file_name")
    size = fields.Integer(string="Bytes", readonly=True, aggregator=None)
    sha256 = fields.Char(string="SHA-256", readonly=True)
    xml = fields.Text(string="Readable", compute="_compute_xml")

    @api.depends("step", "direction")
    def _compute_file_name(self):
        for message in self:
            message.file_name = f"{message.id}-{message.step}-{message.direction}.xml"

    @api.depends("content")
    def _compute_xml(self):
        for message in self:
            message.xml = readable(message._bytes())

    def _bytes(self):
        content = self.with_context(bin_size=False).content
        return base64.b64decode(content) if content else b""

    @api.model
    def _keep(self, submission, direction, exchange, at, summary):
        """Keep one direction of an exchange."""
        data = exchange.sent if direction == "sent" else exchange.received
        return self.sudo().create(
            {
                "submission_id": submission.id,
                "direction": direction,
                "step": exchange.kind,
                "at": at,
                "url": exchange.url,
                "summary": summary,
                "content": base64.b64encode(data or b""),
                "size": len(data or b""),
                "sha256": hashlib.sha256(data or b"").hexdigest(),
            }
        )

    def write(self, vals):
        """Refused: what was said is evidence."""
        raise UserError(self.env._("Messages to and from HMRC are kept as they were."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Messages to and from HMRC are kept."))

    def action_download(self):
        """The message as a file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/police.rti.message/{self.id}/content/{self.file_name}?download=true",
            "target": "self",
        }


def _shorten(root):
    """Leave the first people of a large submission; the rest is said in a comment."""
    people = root.findall("{*}Body/*/*/{*}Employee")
    if len(people) > PEOPLE_SHOWN:
        parent, last = people[0].getparent(), people[PEOPLE_SHOWN - 1]
        del parent[parent.index(people[PEOPLE_SHOWN]) : parent.index(people[-1]) + 1]
        last.addnext(etree.Comment(f" and {len(people) - PEOPLE_SHOWN:,} more people: download the whole "))


def readable(data):
    """Indented XML for the screen, shortened; what is not XML as it is."""
    try:
        root = irmark.parse(data)
    except EngineError:
        return data[:SHOWN].decode("utf-8", "replace")
    _shorten(root)
    etree.indent(root)
    text = etree.tostring(root, encoding="unicode")
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}\n… ({len(text):,} characters; download the whole)"
