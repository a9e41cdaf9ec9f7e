"""What the old system has of each object, what is here, and what was left behind with its reason."""

from odoo import api, fields, models
from odoo.addons.police_engine.parallel.migration import OBJECTS, ObjectFact, faults, hash_number
from odoo.exceptions import UserError, ValidationError

from ..services import migration_counts

CODES = [(code, title) for code, (title, _total) in OBJECTS.items()]
_ROLES = ("group_payroll_clerk", "group_payroll_approver", "group_hr_officer")


class MigrationObject(models.Model):
    """The old system's own count and hash total, stated by one person and agreed by another."""

    _name = "police.parallel.object"
    _description = "Migrated object"
    _inherit = ["police.parallel.guarded", "mail.thread", "police.approval.mixin"]
    _order = "project_id, id"
    _rec_name = "code"
    _approval_group = "police_core.group_payroll_approver"
    _by_hand = frozenset({"project_id", "code", "source_count", "source_total", "evidence", "left_ids"})

    project_id = fields.Many2one(
        "police.parallel.project", string="Parallel run", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(related="project_id.company_id", store=True, index=True)
    code = fields.Selection(CODES, string="Object", required=True)
    source_count = fields.Integer(string="In the old system", required=True, tracking=True, aggregator=None)
    source_total = fields.Char(
        string="Hash total there", required=True, default="0", tracking=True,
        help="A whole number: of people the sum of the payroll numbers, of bank accounts the sum of the "
        "account numbers, of pay to date and pension history pence. Letters in a number do not count.",
    )  # fmt: skip
    evidence = fields.Char(required=True, help="The report of the old system that says so, and its date.")
    loaded_count = fields.Integer(string="Here", compute="_compute_loaded", compute_sudo=True)
    loaded_total = fields.Char(string="Hash total here", compute="_compute_loaded", compute_sudo=True)
    left_ids = fields.One2many("police.parallel.left", "object_id", string="Records left behind")
    left_count = fields.Integer(string="Left behind", compute="_compute_loaded", compute_sudo=True)
    found = fields.Char(compute="_compute_loaded", compute_sudo=True)
    ties = fields.Boolean(compute="_compute_loaded", compute_sudo=True)

    _once = models.Constraint("UNIQUE(project_id, code)", "An object is counted once in a parallel run.")
    _not_negative = models.Constraint("CHECK (source_count >= 0)", "A count is nought or more.")

    @api.depends("source_count", "source_total", "approved_by_id", "left_ids.reference", "left_ids.amount")
    def _compute_loaded(self):
        here = {company: migration_counts.loaded(self.env, company) for company in self.company_id}
        for item in self:
            fact = item._fact(here[item.company_id])
            item.loaded_count, item.loaded_total = fact.loaded_count, str(fact.loaded_total)
            item.left_count = fact.left_count
            words = [word for word in faults((fact,)) if not word.endswith("not stated")]
            item.found = words[0].split(": ", 1)[1] if words else self.env._("ties")
            item.ties = not words

    def _fact(self, here):
        """ObjectFact with ``here`` = {code: (count, total)} of the force."""
        self.ensure_one()
        count, total = here[self.code]
        return ObjectFact(
            self.code,
            self.source_count,
            int(self.source_total or 0),
            count,
            total,
            len(self.left_ids),
            sum(left._hash() for left in self.left_ids),
            bool(self.approved_by_id),
        )

    @api.constrains("source_total")
    def _check_total(self):
        for item in self:
            if not (item.source_total or "").lstrip("-").isdigit():
                raise ValidationError(
                    self.env._("The hash total “%s” is not a whole number.", item.source_total or "")
                )

    def _may_be_written(self):
        return not self.approved_by_id

    def action_agree(self):
        """Somebody else read the old system's report and the reasons."""
        self._mark_approved()
        return True

    def action_reopen(self):
        """The figures were wrong: stated anew, and agreed anew."""
        self._check_role(*_ROLES)
        self._mark_prepared()
        return True


class MigrationLeft(models.Model):
    """One record of the old system that is not here; visible to its owner until there is none."""

    _name = "police.parallel.left"
    _description = "Record left behind"
    _inherit = ["police.parallel.guarded"]
    _order = "object_id, reference"
    _rec_name = "reference"
    _by_hand = frozenset({"object_id", "reference", "amount", "reason", "owner_id"})

    object_id = fields.Many2one("police.parallel.object", required=True, index=True, ondelete="restrict")
    project_id = fields.Many2one(related="object_id.project_id", store=True, index=True)
    company_id = fields.Many2one(related="object_id.company_id", store=True, index=True)
    reference = fields.Char(string="Number there", required=True, help="Payroll number or account number.")
    amount = fields.Float(
        digits=(16, 2), help="Its part of the hash total, in pounds: of pay to date or pensionable pay."
    )
    reason = fields.Char(required=True)
    owner_id = fields.Many2one("res.users", string="With", required=True, default=lambda self: self.env.user)

    _once = models.Constraint("UNIQUE(object_id, reference)", "This record is listed already.")

    def _may_be_written(self):
        return not self.object_id.approved_by_id

    @api.model_create_multi
    def create(self, vals_list):
        self._check_open(self.env["police.parallel.object"].browse(vals["object_id"] for vals in vals_list))
        return super().create(vals_list)

    def unlink(self):
        """It came over after all. Only before the second person agreed."""
        self._check_open(self.object_id)
        return super(MigrationLeft, self._keyed()).unlink()

    def _check_open(self, objects):
        for item in objects:
            if item.approved_by_id:
                raise UserError(
                    self.env._("%s is agreed. Open it again before the list changes.", item.display_name)
                )

    def _hash(self):
        """What this record adds to the hash total of its object."""
        if self.object_id.code in ("people", "bank_accounts"):
            return hash_number(self.reference)
        return round(self.amount * 100)
