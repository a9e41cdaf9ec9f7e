"""The legal register: what each vehicle must have in date, on what basis, and the evidence of it."""

from odoo import api, fields, models
from odoo.addons.police_engine.fleet.gate import add_months
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_fleet.models.fleet_vehicle import WITHOUT_PLATE
from odoo.exceptions import ValidationError

KINDS = [
    ("mot", "MOT"),
    ("ved", "Vehicle tax"),
    ("insurance", "Insurance"),
    ("tachograph", "Tachograph calibration"),
    ("loler", "LOLER thorough examination"),
]
MIRRORED = ("mot", "ved", "insurance")  # dates kept on the vehicle itself, which DVLA and DVSA look-ups write


class PoliceFleetRequirement(models.Model):
    """One row a vehicle and kind. MOT, tax and insurance mirror the vehicle's own fields, both ways."""

    _name = "police.fleet.requirement"
    _description = "Legal date of a vehicle"
    _inherit = ["mail.thread"]
    _order = "due_on, id"

    vehicle_id = fields.Many2one("fleet.vehicle", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="vehicle_id.company_id", store=True, index=True)
    station_id = fields.Many2one(related="vehicle_id.station_id", string="Base", store=True)
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    kind = fields.Selection(KINDS, string="Requirement", required=True, index=True)
    basis = fields.Selection(
        [("dated", "Certificate"), ("exempt", "Exempt"), ("none", "Does not apply")],
        compute="_compute_mirror", store=True, readonly=False, required=True, precompute=True, tracking=True,
    )  # fmt: skip
    due_on = fields.Date(
        string="In date until", compute="_compute_mirror", inverse="_inverse_due_on", store=True,
        readonly=False,
        precompute=True, index=True, tracking=True,
        help="For a vehicle exempt from the MOT: until when its approved inspection is in date.",
    )  # fmt: skip
    done_on = fields.Date(string="Tested or issued on", tracking=True)
    lifts_people = fields.Boolean(help="Examined every six months instead of every twelve.")
    workshop_id = fields.Many2one(
        "police.fleet.workshop", string="Maintained by", tracking=True,
        domain="[('company_id', '=', company_id)]",
        help="For the MOT exemption: the approved workshop that maintains the vehicle.",
    )  # fmt: skip
    approved_until = fields.Date(related="workshop_id.approved_until", string="Workshop approved until")
    reference = fields.Char(string="Certificate or report", tracking=True)
    evidence = fields.Binary(attachment=True, copy=False)
    evidence_name = fields.Char(copy=False)
    recorded = fields.Boolean(
        compute="_compute_recorded", store=True, help="A report number or a document is kept."
    )
    note = fields.Char()
    law = fields.Char(compute="_compute_law", help="Where the requirement or its exemption is laid down.")
    confidence = fields.Char(compute="_compute_law", string="How sure we are of the law")

    _once = models.UniqueIndex("(vehicle_id, kind)", "The vehicle has a row for this requirement already.")

    @api.depends("kind", "vehicle_id")
    def _compute_display_name(self):
        kinds = dict(KINDS)
        for row in self:
            row.display_name = " · ".join(filter(None, (row.vehicle_id.license_plate, kinds.get(row.kind))))

    @api.depends("evidence", "reference")
    def _compute_recorded(self):
        for row in self:
            row.recorded = bool(row.reference or row.evidence)

    @api.depends(
        "kind", "vehicle_id.mot_due", "vehicle_id.mot_exempt", "vehicle_id.inspection_due",
        "vehicle_id.ved_due",
        "vehicle_id.ved_exempt", "vehicle_id.insurance_due", "vehicle_id.company_id.fleet_insured_until",
        "vehicle_id.company_id.fleet_self_insured", "vehicle_id.police_role",
    )  # fmt: skip
    def _compute_mirror(self):
        for row in self:
            if row.kind in MIRRORED:
                row.basis, row.due_on = row._mirrored()
            else:
                row.basis, row.due_on = row.basis or "dated", row.due_on

    def _mirrored(self):
        """(basis, due) as the vehicle's own fields and the force's policy say."""
        vehicle, company = self.vehicle_id, self.vehicle_id.company_id.sudo()
        if vehicle.police_role in WITHOUT_PLATE:
            return "none", False
        if self.kind == "mot":
            return ("exempt", vehicle.inspection_due) if vehicle.mot_exempt else ("dated", vehicle.mot_due)
        if self.kind == "ved":
            return ("exempt", False) if vehicle.ved_exempt else ("dated", vehicle.ved_due)
        if company.fleet_self_insured and not vehicle.insurance_due:
            return "exempt", False
        return "dated", vehicle.insurance_due or company.fleet_insured_until

    def _inverse_due_on(self):
        names = {"mot": "mot_due", "ved": "ved_due", "insurance": "insurance_due"}
        for row in self.filtered(lambda r: r.kind in MIRRORED):
            name = "inspection_due" if row.kind == "mot" and row.basis == "exempt" else names[row.kind]
            if row.due_on != row._mirrored()[1]:
                row.vehicle_id[name] = row.due_on

    @api.onchange("done_on", "lifts_people")
    def _onchange_done_on(self):
        """Propose until when it is in date; the certificate settles it."""
        if self.done_on and (months := self._every()):
            self.due_on = add_months(self.done_on, months)

    def _every(self):
        law = RuleSet.load().at("fleet/vehicle_law", fields.Date.context_today(self))
        if self.kind == "mot":
            return law["mot.inspection_every"] if self.basis == "exempt" else 12
        if self.kind == "loler":
            return law["loler.every_lifting_people" if self.lifts_people else "loler.every"]
        return law["tachograph.every"] if self.kind == "tachograph" else 0

    @api.depends("kind", "basis")
    def _compute_law(self):
        rules = RuleSet.load()
        law = rules.at("fleet/vehicle_law", fields.Date.context_today(self))
        for row in self:
            if not row.kind:
                row.law = row.confidence = False
                continue
            mark = law.mark(row.kind)
            row.law = law[f"{row.kind}.exemption"] if row.basis == "exempt" else mark.citation
            row.confidence = mark.confidence

    @api.constrains("done_on")
    def _check_done_on(self):
        today = fields.Date.context_today(self)
        for row in self:
            if row.done_on and row.done_on > today:
                raise ValidationError(
                    self.env._("%s: a test cannot have been done on a day to come.", row.display_name)
                )

    @api.model
    def _ensure(self, vehicles):
        """Rows for MOT, tax and insurance of ``vehicles`` of forces that lack them."""
        vehicles = vehicles.filtered("company_id.is_police_force")
        known = {
            (vehicle.id, kind)
            for vehicle, kind in self.sudo()._read_group(
                [("vehicle_id", "in", vehicles.ids), ("kind", "in", MIRRORED)], ["vehicle_id", "kind"]
            )
        }
        return self.sudo().create(
            [
                {"vehicle_id": vehicle.id, "kind": kind}
                for vehicle in vehicles
                for kind in MIRRORED
                if (vehicle.id, kind) not in known
            ]
        )

    @api.model
    def _cron_ensure(self):
        """Nightly: vehicles that came by import have their rows too."""
        self._ensure(self.env["fleet.vehicle"].search([]))
