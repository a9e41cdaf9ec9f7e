"""Files of fuel cards, charge points and telematics: taken whole and once, or refused with every bad row."""

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..services import intake

KINDS = [("card", "Fuel cards"), ("charge", "Charge points"), ("telematics", "Telematics, by day")]
SHOWN = 40  # faults told at once


class PoliceFleetSupplierFile(models.Model):
    _name = "police.fleet.supplier.file"
    _description = "Supplier file"
    _order = "id desc"

    name = fields.Char(string="File", required=True, readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    digest = fields.Char(readonly=True, required=True)
    received_on = fields.Datetime(string="Received on", default=fields.Datetime.now, readonly=True)
    user_id = fields.Many2one("res.users", string="By", default=lambda self: self.env.user, readonly=True)
    rows = fields.Integer(readonly=True)
    gross = fields.Monetary(readonly=True)
    readings_offered = fields.Integer(string="Odometer readings offered", readonly=True)
    readings_refused = fields.Text(string="Readings that the odometer ledger refused", readonly=True)
    fuel_ids = fields.One2many("police.fleet.fuel", "file_id", string="Fuel and charging", readonly=True)
    day_ids = fields.One2many("police.fleet.day", "file_id", string="Days", readonly=True)
    finding_count = fields.Integer(compute="_compute_finding_count")

    _once = models.UniqueIndex("(company_id, kind, digest)", "This file was received already.")

    def _compute_finding_count(self):
        for file in self:
            file.finding_count = len(file.fuel_ids.finding_ids)

    @api.model
    def _receive(self, kind, name, content, company):
        """Take ``content`` (bytes) of a file; returns its record. UserError: nothing was taken, and why."""
        self.check_access("create")
        digest = hashlib.sha256(content).hexdigest()
        self._refuse_twin(kind, digest, company)
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise UserError(self.env._("The file is not text (UTF-8); save it as CSV.")) from None
        file = self.create([{"name": name, "kind": kind, "company_id": company.id, "digest": digest}])
        faults = intake.take(file, text)
        if faults:
            raise UserError(self._told(faults))
        return file

    def _refuse_twin(self, kind, digest, company):
        domain = [("company_id", "=", company.id), ("kind", "=", kind), ("digest", "=", digest)]
        if twin := self.search(domain, limit=1):
            when = fields.Datetime.context_timestamp(self, twin.received_on).strftime("%d/%m/%Y %H:%M")
            raise UserError(
                self.env._(
                    "This file was received on %(when)s by %(who)s as %(name)s; nothing was added.",
                    when=when,
                    who=twin.user_id.name,
                    name=twin.name,
                )
            )

    def _told(self, faults):
        more = len(faults) - SHOWN
        rest = [self.env._("… and %s more.", more)] if more > 0 else []
        return "\n".join([self.env._("Nothing was taken; mend these rows:"), *faults[:SHOWN], *rest])

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Received files are kept on record."))

    def action_findings(self):
        """What is odd about the purchases of the file."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet_cost.action_finding")
        return {**action, "domain": [("fuel_id.file_id", "=", self.id)], "context": {}}
