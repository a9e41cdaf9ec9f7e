"""Orders on earnings: what a court, council or authority told the force to take, and how it stands."""

from odoo import api, fields, models
from odoo.addons.police_engine.deductions.records import Order, OrderState
from odoo.addons.police_engine.exceptions import EngineError
from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_payroll.services.money_fields import to_pence
from odoo.exceptions import UserError, ValidationError

KINDS = [
    ("maintenance", "AEO: maintenance (priority)"),
    ("fine", "AEO: fine (priority)"),
    ("judgment", "AEO: judgment debt (non-priority)"),
    ("council_tax", "CTAEO: council tax"),
    ("direct", "DEA: benefit overpaid (DWP)"),
    ("child_maintenance", "DEO: child maintenance (CMS)"),
    ("arrestment", "Scotland: earnings arrestment"),
    ("current_maintenance", "Scotland: current maintenance arrestment"),
    ("conjoined", "Scotland: conjoined arrestment order"),
]
PRIORITY = ("maintenance", "fine", "council_tax", "child_maintenance")
TABLES = [
    ("england", "England"), ("wales", "Wales"), ("standard", "Standard rate"), ("higher", "Higher rate"),
    ("ordinary", "Ordinary debts"), ("maintenance", "Maintenance"), ("both", "Debts and maintenance"),
]  # fmt: skip
TABLES_OF = {
    "council_tax": ("england", "wales"),
    "direct": ("standard", "higher"),
    "conjoined": ("ordinary", "maintenance", "both"),
}
NOTICES = "hmrc/order_notices"


def _money(label, **kwargs):
    return fields.Float(label, digits=(16, 2), **kwargs)


class DeductionOrder(models.Model):
    _name = "police.deduction.order"
    _description = "Order on Earnings"
    _inherit = ["police.deduction.mixin"]
    _order = "made_on desc, id desc"
    _number_code = "police.deduction.order"
    _decisive = (
        "employee_id", "kind", "made_on", "date_from", "date_to", "normal", "protected", "states_protected",
        "table", "total", "payee_id", "administration", "taken_before", "carried_before", "protection_before",
    )  # fmt: skip

    kind = fields.Selection(KINDS, string="Kind of order", required=True, tracking=True)
    stage = fields.Selection(
        [("1", "Priority"), ("2", "Scottish"), ("3", "After student loans")], compute="_compute_stage",
        store=True, help="In the order of the law; within a stage by the date of the order.",
    )  # fmt: skip
    authority_reference = fields.Char(
        string="Authority's reference",
        required=True,
        tracking=True,
        help="Quoted with every payment and letter.",
    )
    payee_id = fields.Many2one(
        "police.deduction.payee", string="Issued by, paid to", required=True, ondelete="restrict",
        check_company=True, tracking=True,
    )  # fmt: skip
    made_on = fields.Date(string="Date of the order", required=True, tracking=True,
                          help="Ranks it within its class. Scotland: the day it was received.")  # fmt: skip
    received_on = fields.Date(string="Received on", required=True, default=fields.Date.context_today)
    date_from = fields.Date(string="First pay day from", required=True, default=fields.Date.context_today)
    date_to = fields.Date(string="Last pay day by", tracking=True, help="Empty: until paid or discharged.")
    normal = _money("Normal deduction", tracking=True, help="Each pay period; current maintenance: a day.")
    states_protected = fields.Boolean(string="States protected earnings", tracking=True)
    protected = _money("Protected earnings", tracking=True, help="Of each pay period, as the order says.")
    table = fields.Selection(TABLES, string="Table or rate", tracking=True)
    total = _money("Total to be paid", tracking=True, help="0.00: a running order without a total.")
    administration = fields.Boolean(
        string="Take £1 for administration", default=True, tracking=True,
        help="The employer may take up to £1 from the person for each deduction made.",
    )  # fmt: skip
    taken_before = _money("Taken before this system", tracking=True)
    carried_before = _money("Shortfall brought in", tracking=True)
    protection_before = _money("Protected shortfall brought in", tracking=True)
    owner_id = fields.Many2one(
        "res.users", string="Looked after by", default=lambda self: self.env.user, tracking=True,
        help="Owns the exceptions of this order.",
    )  # fmt: skip
    end_reason = fields.Selection(
        [("paid", "Paid in full"), ("date", "Its last day has passed"),
         ("discharged", "Discharged or recalled"),
         ("left", "The person left"), ("returned", "Returned to the authority")],
        readonly=True, tracking=True, copy=False,
    )  # fmt: skip
    ended_on = fields.Date(readonly=True, copy=False)
    taken_ids = fields.One2many("police.deduction.taken", "order_id", string="What was taken")
    notice_ids = fields.One2many("police.deduction.notice", "order_id", string="Letters")
    taken_total = _money("Taken", compute="_compute_position", compute_sudo=True)
    left = _money("Still to pay", compute="_compute_position", compute_sudo=True)
    carried = _money("Shortfall carried", compute="_compute_position", compute_sudo=True)
    last_short = _money("Not met last time", compute="_compute_position", compute_sudo=True)

    _reference_uniq = models.UniqueIndex(
        "(employee_id, kind, authority_reference) WHERE state NOT IN ('ended')",
        "This person already has a running order of this kind and reference.",
    )
    _dates_ok = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "It ends before it starts."
    )
    _amounts_ok = models.Constraint(
        "CHECK (normal >= 0 AND protected >= 0 AND total >= 0 AND taken_before >= 0 AND carried_before >= 0"
        " AND protection_before >= 0)", "Amounts of an order may not be negative.",
    )  # fmt: skip

    @api.depends("kind")
    def _compute_stage(self):
        for order in self:
            if not order.kind:
                order.stage = False
            elif order.kind in PRIORITY:
                order.stage = "1"
            else:
                order.stage = "3" if order.kind in ("direct", "judgment") else "2"

    @api.depends("taken_ids.state", "taken_ids.amount", "total", "taken_before", "carried_before")
    def _compute_position(self):
        positions = self.env["police.deduction.taken"]._order_positions(self.ids)
        for order in self:
            position = positions.get(order._origin.id)
            order.taken_total = (to_pence(order.taken_before) + (position.taken if position else 0)) / 100
            order.left = max(0.0, order.total - order.taken_total) if order.total else 0.0
            order.carried = (position.deduction_carried if position else to_pence(order.carried_before)) / 100
            order.last_short = position.short / 100 if position else 0.0

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.table not in TABLES_OF.get(self.kind, ()):
            self.table = TABLES_OF[self.kind][0] if self.kind in TABLES_OF else False
        self.states_protected = self.kind in ("maintenance", "judgment")

    @api.constrains("kind", "table")
    def _check_table(self):
        for order in self:
            if order.table and order.table not in TABLES_OF.get(order.kind, ()):
                raise ValidationError(self.env._("%s has no such table or rate.", order.display_name))

    def _touched_from(self):
        return self.date_from

    def _check_complete(self):
        """An order the engine could not carry out is not approved: say what it lacks."""
        super()._check_complete()
        problems = self._engine_faults()
        if problems:
            raise UserError("\n".join(problems))

    def _engine_faults(self):
        from ..services.orders import faults

        return faults(self)

    def _to_engine(self):
        """The order as the engine's record, its number as reference."""
        self.ensure_one()
        return Order(
            reference=self.name, kind=self.kind, made=self.made_on, starts=self.date_from,
            normal=to_pence(self.normal),
            protected=to_pence(self.protected) if self.states_protected else None,
            table=self.table or "", total=to_pence(self.total) or None, ends=self.date_to or None,
            payee=self.payee_id.name, administration=self.administration,
        )  # fmt: skip

    def _opening(self):
        """The state brought into this system."""
        return OrderState(
            to_pence(self.carried_before), to_pence(self.protection_before), to_pence(self.taken_before)
        )

    def action_return(self):
        """Send it back: too many orders of its kind, not our employee, discharged."""
        self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
        self._move("ended", end_reason="returned", ended_on=fields.Date.context_today(self))
        return self.action_letter_left() if len(self) == 1 else True

    def action_end(self):
        """The authority discharged it."""
        self._check_role("police_core.group_payroll_clerk", "police_core.group_payroll_approver")
        self._move("ended", end_reason="discharged", ended_on=fields.Date.context_today(self))
        return True

    def _finish(self, reason, on):
        """Ended by the pay run: paid in full, or its last day has passed. Called by ``_paid``."""
        if self:
            self._move("ended", end_reason=reason, ended_on=on)

    def action_letter_left(self):
        """The employer's notice that the person left (or that the order is returned), as a letter."""
        self.ensure_one()
        notice = self.env["police.deduction.notice"]._make(self)
        return notice.action_open_letter()

    def _notice_days(self, on):
        try:
            return RuleSet.load().at(NOTICES, on)[self.kind]
        except EngineError as error:
            raise UserError(str(error)) from error

    def action_open_taken(self):
        """Every pay day of this order with its working."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("police_deductions.action_taken")
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}
