"""Commissioning and decommissioning checklists, and the certificate that a vehicle is stripped for sale."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..services import certificate
from .fleet_vehicle import ROLES

KINDS = [("commissioning", "Commissioning"), ("decommissioning", "Decommissioning")]


class PoliceFleetChecklistTemplate(models.Model):
    _name = "police.fleet.checklist.template"
    _description = "Checklist template"
    _order = "kind, police_role, name"

    name = fields.Char(required=True)
    kind = fields.Selection(KINDS, required=True, default="commissioning")
    police_role = fields.Selection(
        ROLES, string="Role", help="Empty: every role without a template of its own."
    )
    company_id = fields.Many2one("res.company", index=True, help="Empty: every force.")
    item_ids = fields.One2many(
        "police.fleet.checklist.template.item", "template_id", string="Items", copy=True
    )
    active = fields.Boolean(default=True)

    @api.model
    def _for(self, vehicle, kind):
        """The template of the vehicle's role, else the one for every role; a force's own first."""
        found = self.search(
            [
                ("kind", "=", kind),
                ("police_role", "in", (vehicle.police_role, False)),
                ("company_id", "in", (vehicle.company_id.id, False)),
            ]
        )
        best = found.sorted(lambda t: (bool(t.police_role), bool(t.company_id)), reverse=True)[:1]
        if not best.item_ids:
            raise UserError(
                self.env._(
                    "There is no %(kind)s checklist for %(vehicle)s: enter one under Configuration.",
                    kind=dict(KINDS)[kind].lower(),
                    vehicle=vehicle.display_name,
                )
            )
        return best


class PoliceFleetChecklistTemplateItem(models.Model):
    _name = "police.fleet.checklist.template.item"
    _description = "Checklist template item"
    _order = "sequence, id"

    template_id = fields.Many2one(
        "police.fleet.checklist.template", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    livery = fields.Boolean(string="De-livery", help="The certificate before a sale vouches for it.")


class PoliceFleetChecklist(models.Model):
    _name = "police.fleet.checklist"
    _description = "Vehicle checklist"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, id desc"

    name = fields.Char(compute="_compute_name", store=True)
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", readonly=True
    )
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    kind = fields.Selection(KINDS, required=True, readonly=True, index=True)
    template_id = fields.Many2one("police.fleet.checklist.template", readonly=True)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done")],
        default="open",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
    )
    line_ids = fields.One2many("police.fleet.checklist.line", "checklist_id", string="Items")
    progress = fields.Integer(compute="_compute_progress", store=True, aggregator="avg")
    done_on = fields.Datetime(readonly=True)
    certificate_number = fields.Char(readonly=True, copy=False)
    certified_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    certified_on = fields.Datetime(readonly=True, copy=False)

    @api.depends("vehicle_id", "kind")
    def _compute_name(self):
        kinds = dict(KINDS)
        for checklist in self:
            mark = checklist.vehicle_id.license_plate or checklist.vehicle_id.fleet_number or ""
            checklist.name = " ".join(filter(None, (kinds.get(checklist.kind), mark)))

    @api.depends("line_ids.done", "line_ids.not_applicable")
    def _compute_progress(self):
        for checklist in self:
            closed = len(checklist.line_ids.filtered(lambda line: not line.open))
            checklist.progress = 100 * closed // len(checklist.line_ids) if checklist.line_ids else 0

    @api.model
    def _start(self, vehicle, kind):
        template = self.env["police.fleet.checklist.template"]._for(vehicle, kind)
        items = [
            (0, 0, {"sequence": item.sequence, "name": item.name, "livery": item.livery})
            for item in template.item_ids
        ]
        return self.create(
            [{"vehicle_id": vehicle.id, "kind": kind, "template_id": template.id, "line_ids": items}]
        )

    def _open(self):
        action = self.env["ir.actions.act_window"]._for_xml_id("police_fleet.action_checklist")
        if len(self) == 1:
            return {**action, "views": [(False, "form")], "res_id": self.id}
        return {**action, "domain": [("id", "in", self.ids)]}

    def action_done(self):
        """Every item is closed: into service, or ready to be certified and sold."""
        for checklist in self:
            missing = checklist.line_ids.filtered("open")
            if missing:
                raise UserError(
                    self.env._(
                        "%(checklist)s: still open: %(items)s.",
                        checklist=checklist.name,
                        items=", ".join(missing.mapped("name")),
                    )
                )
            checklist._check_stripped()
            checklist.write({"state": "done", "done_on": fields.Datetime.now()})
            if checklist.kind == "commissioning":
                checklist.vehicle_id.sudo().write(
                    {"life_state": "in_service", "in_service_on": fields.Date.context_today(self)}
                )

    def _check_stripped(self):
        fitted = self.vehicle_id.equipment_ids.filtered(lambda item: item.state == "fitted")
        if self.kind == "decommissioning" and fitted:
            raise UserError(
                self.env._(
                    "%(vehicle)s still carries %(items)s: take it off first.",
                    vehicle=self.vehicle_id.display_name,
                    items=", ".join(fitted.mapped("display_name")),
                )
            )

    def action_certify(self):
        """Another person certifies that livery and equipment are gone; the certificate is attached."""
        self.ensure_one()
        if self.kind != "decommissioning" or self.state != "done":
            raise UserError(self.env._("Only a finished decommissioning is certified."))
        if self.certificate_number:
            raise UserError(self.env._("Certified already: %s.", self.certificate_number))
        if not self.env.user.has_groups("police_core.group_fleet_manager,police_core.group_force_manager"):
            raise AccessError(self.env._("A fleet manager or force manager certifies."))
        if self.env.user in self.line_ids.filtered("livery").done_by_id:
            raise AccessError(self.env._("You removed the livery yourself: another person certifies it."))
        checklist = self.sudo()
        checklist.write(
            {
                "certificate_number": self.env["ir.sequence"].sudo().next_by_code("police.fleet.delivery"),
                "certified_by_id": self.env.uid,
                "certified_on": fields.Datetime.now(),
            }
        )
        checklist.vehicle_id.livery = "stripped"
        certificate.attach(checklist)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Checklists are kept on record."))


class PoliceFleetChecklistLine(models.Model):
    _name = "police.fleet.checklist.line"
    _description = "Vehicle checklist item"
    _order = "sequence, id"

    checklist_id = fields.Many2one("police.fleet.checklist", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="checklist_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True)
    livery = fields.Boolean(string="De-livery", readonly=True)
    done = fields.Boolean()
    done_by_id = fields.Many2one("res.users", string="By", readonly=True)
    done_on = fields.Datetime(string="On", readonly=True)
    not_applicable = fields.Char(string="Does not apply because")
    note = fields.Char()
    open = fields.Boolean(compute="_compute_open")

    @api.depends("done", "not_applicable")
    def _compute_open(self):
        for line in self:
            line.open = not line.done and not (line.not_applicable or "").strip()

    def write(self, vals):
        if any(line.checklist_id.state == "done" for line in self):
            raise UserError(self.env._("The checklist is done: it is kept as it was."))
        if {"done_by_id", "done_on"} & vals.keys() and not self.env.su:
            raise UserError(self.env._("Who ticked an item, and when, is recorded by the system."))
        if "done" in vals:
            who = {"done_by_id": self.env.uid, "done_on": fields.Datetime.now()} if vals["done"] else {}
            super(PoliceFleetChecklistLine, self.sudo()).write(who or {"done_by_id": False, "done_on": False})
        return super().write(vals)
