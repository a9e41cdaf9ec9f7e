"""Accidents of police vehicles: who, where, how, and a decision on blame by two people."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

CAUSES = [
    ("pursuit", "Pursuit"),
    ("emergency_response", "Emergency response"),
    ("reversing", "Reversing or manoeuvring"),
    ("rear_end", "Ran into the back"),
    ("junction", "Junction"),
    ("lane", "Changing lane"),
    ("loss_of_control", "Loss of control"),
    ("rammed", "Rammed on purpose"),
    ("hit_parked", "Hit while parked"),
    ("animal", "Animal"),
    ("vandalism", "Vandalism"),
    ("other", "Other"),
]
BLAMES = [
    ("police", "Police driver"),
    ("third_party", "Third party"),
    ("shared", "Shared"),
    ("nobody", "Nobody"),
]


class PoliceFleetAccident(models.Model):
    """Entered by the fleet manager, who proposes the blame; a force manager decides."""

    _name = "police.fleet.accident"
    _description = "Accident"
    _inherit = ["police.approval.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "happened_on desc, id desc"
    _check_company_auto = True
    _approval_group = "police_core.group_force_manager"

    name = fields.Char(string="Reference", required=True, readonly=True, default="New", copy=False)
    vehicle_id = fields.Many2one(
        "fleet.vehicle", required=True, index=True, ondelete="restrict", check_company=True, tracking=True
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    station_id = fields.Many2one(
        "police.station", string="Base", compute="_compute_company_id", store=True, help="As at the accident."
    )
    police_role = fields.Selection(related="vehicle_id.police_role", store=True)
    driver_id = fields.Many2one(
        "hr.employee", string="Police driver", check_company=True, index="btree_not_null", tracking=True
    )
    no_driver_reason = fields.Char(string="Why no driver", help="E.g. hit while parked.")
    happened_on = fields.Datetime(string="When", required=True, index=True, tracking=True)
    place = fields.Char(required=True)
    cause = fields.Selection(CAUSES, required=True, index=True, tracking=True)
    blue_lights = fields.Boolean(string="On blue lights")
    injuries = fields.Selection(
        [("none", "None"), ("slight", "Slight"), ("serious", "Serious"), ("fatal", "Fatal")],
        default="none",
        required=True,
    )
    account = fields.Text(string="What happened", required=True)
    photo_ids = fields.Many2many("ir.attachment", string="Photos and papers")
    third_party_ids = fields.One2many("police.fleet.accident.party", "accident_id", string="Third parties")
    claim_ids = fields.One2many("police.fleet.insurance.claim", "accident_id", string="Claims")
    state = fields.Selection(
        [
            ("reported", "Reported"),
            ("proposed", "Blame proposed"),
            ("decided", "Blame decided"),
            ("closed", "Closed"),
        ],
        default="reported",
        required=True,
        readonly=True,
        index=True,
        tracking=True,
        copy=False,
        group_expand=True,
    )
    blame = fields.Selection(BLAMES, tracking=True, index=True)
    blame_percent = fields.Integer(string="Police share (%)", aggregator="avg", tracking=True)
    blame_reason = fields.Text(string="Grounds", tracking=True)
    cost = fields.Monetary(
        compute="_compute_cost", store=True, help="Paid and other costs of all claims, less recoveries."
    )
    reserve = fields.Monetary(string="Still reserved", compute="_compute_cost", store=True)
    off_road = fields.Selection(related="vehicle_id.road_state", string="Vehicle is")

    _share = models.Constraint(
        "CHECK (blame_percent BETWEEN 0 AND 100)", "The police share is from 0 to 100 %."
    )

    @api.depends("vehicle_id")
    def _compute_company_id(self):
        for accident in self:
            accident.company_id = accident.vehicle_id.company_id
            accident.station_id = accident.station_id or accident.vehicle_id.station_id

    @api.depends("claim_ids.cost", "claim_ids.outstanding")
    def _compute_cost(self):
        for accident in self:
            accident.cost = sum(accident.claim_ids.mapped("cost"))
            accident.reserve = sum(accident.claim_ids.mapped("outstanding"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("name", "New") == "New":
                vals["name"] = self.env["ir.sequence"].sudo().next_by_code("police.fleet.accident")
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() & {"state", "station_id"} and not self.env.su:
            raise UserError(self.env._("Use the buttons: each step is recorded."))
        kept = {"blame", "blame_percent", "blame_reason", "cause", "driver_id", "vehicle_id", "happened_on"}
        if vals.keys() & kept and any(accident.state != "reported" for accident in self):
            raise UserError(self.env._("The blame is proposed: send it back before changing the facts."))
        return super().write(vals)

    @api.constrains("happened_on", "driver_id", "no_driver_reason")
    def _check_facts(self):
        for accident in self:
            if accident.happened_on > fields.Datetime.now():
                raise ValidationError(self.env._("%s: an accident of the future.", accident.name))
            if not accident.driver_id and not accident.no_driver_reason:
                raise ValidationError(
                    self.env._("%s: name the police driver or say why there was none.", accident.name)
                )

    def action_propose(self):
        """Propose who is to blame; another person with the role decides."""
        for accident in self:
            if accident.state != "reported":
                raise UserError(self.env._("%s: the blame is proposed already.", accident.name))
            accident._check_blame()
        self._mark_prepared()
        self.sudo().write({"state": "proposed"})

    def _check_blame(self):
        if not self.blame or not (self.blame_reason or "").strip():
            raise UserError(self.env._("%s: choose who is to blame and give the grounds.", self.name))
        wanted = {"police": (100, 100), "third_party": (0, 0), "nobody": (0, 0), "shared": (1, 99)}[
            self.blame
        ]
        if not wanted[0] <= self.blame_percent <= wanted[1]:
            raise UserError(
                self.env._(
                    "%(name)s: with this blame the police share is %(low)s to %(high)s %%.",
                    name=self.name,
                    low=wanted[0],
                    high=wanted[1],
                )
            )

    def action_decide(self):
        """Agree to the proposed blame."""
        for accident in self:
            if accident.state != "proposed":
                raise UserError(self.env._("%s: nothing is proposed.", accident.name))
        self.check_access("read")
        self.sudo()._mark_approved()  # the person behind env.uid counts, and is checked
        self.sudo().write({"state": "decided"})

    def action_back(self):
        """Send back: the facts and the proposal may be changed again. Not once decided."""
        self.check_access("write")
        for accident in self:
            if accident.state != "proposed":
                raise UserError(self.env._("%s cannot be sent back.", accident.name))
        self._clear_approval()
        self.sudo().write({"state": "reported"})

    def action_close(self):
        """Everything is settled."""
        self.check_access("write")
        for accident in self:
            if accident.state != "decided":
                raise UserError(self.env._("%s: the blame is not decided yet.", accident.name))
            if unsettled := accident.claim_ids.filtered(lambda claim: claim.state == "open"):
                raise UserError(self.env._("Still open: %s.", ", ".join(unsettled.mapped("name"))))
        self.sudo().write({"state": "closed"})

    def action_take_off_road(self):
        """The damage keeps the vehicle off the road."""
        self.check_access("write")
        for accident in self:
            accident.vehicle_id._take_off_road("accident", accident.name)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Accidents are kept on record."))


class PoliceFleetAccidentParty(models.Model):
    _name = "police.fleet.accident.party"
    _description = "Third party of an accident"

    accident_id = fields.Many2one("police.fleet.accident", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="accident_id.company_id", store=True, index=True)
    name = fields.Char(required=True)
    role = fields.Selection(
        [
            ("driver", "Driver"),
            ("passenger", "Passenger"),
            ("pedestrian", "Pedestrian"),
            ("cyclist", "Cyclist"),
            ("owner", "Owner of property"),
            ("witness", "Witness"),
        ],
        required=True,
        default="driver",
    )
    registration = fields.Char()
    insurer = fields.Char(string="Insurer and policy")
    contact = fields.Char(string="Telephone or e-mail")
    damage = fields.Char(string="Damage or injury")
