"""The force's scheme of delegation: who may authorise what, up to how much, from when to when."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

APPROVERS = (
    "police_core.group_force_accountant",
    "police_core.group_force_manager",
)


class PoliceDelegationLimit(models.Model):
    """One line of the scheme, in force only when a second person has approved it.

    The amount is compared with a document's total *including* VAT, the larger figure, so that a
    scheme that does not say is never read generously. A person's own rows replace the rows of
    their roles for the same activity. Approved rows are ended, never edited.
    """

    _name = "police.delegation.limit"
    _description = "Delegated limit"
    _inherit = ["mail.thread", "police.approval.mixin", "police.dated.mixin"]
    _order = "company_id, activity, amount, id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        tracking=True,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    activity = fields.Selection(
        [
            ("bill_own", "Post a supplier invoice one entered oneself"),
            ("bill_other", "Post a supplier invoice entered by somebody else"),
        ],
        required=True,
        default="bill_own",
        tracking=True,
    )
    user_id = fields.Many2one("res.users", string="Person", index=True, ondelete="restrict", tracking=True)
    group_id = fields.Many2one(
        "res.groups",
        string="Role",
        index=True,
        ondelete="restrict",
        tracking=True,
        domain=lambda self: [("id", "in", self._police_roles().ids)],
    )
    cost_centre_id = fields.Many2one(
        "account.analytic.account",
        index=True,
        ondelete="restrict",
        tracking=True,
        domain="[('company_id', 'in', [False, company_id])]",
        check_company=True,
        help="Empty: every cost centre of the force.",
    )
    amount = fields.Monetary(
        required=True, tracking=True, aggregator=None, help="Highest total including VAT."
    )
    source = fields.Char(
        required=True,
        tracking=True,
        help="Where the scheme says so, e.g. “Financial Regulations 2026, C.12”.",
    )
    state = fields.Selection(
        [("draft", "Waiting for approval"), ("approved", "Approved")],
        compute="_compute_state",
        store=True,
    )

    _one_holder = models.Constraint(
        "CHECK ((user_id IS NULL) <> (group_id IS NULL))",
        "A limit belongs to one person or to one role.",
    )
    _positive = models.Constraint("CHECK (amount > 0)", "A limit must be more than £0.00.")

    @api.model
    def _police_roles(self):
        data = (
            self.env["ir.model.data"]
            .sudo()
            .search([("model", "=", "res.groups"), ("module", "=like", "police\\_%")])
        )
        return self.env["res.groups"].sudo().browse(data.mapped("res_id"))

    @api.depends("approved_by_id")
    def _compute_state(self):
        for limit in self:
            limit.state = "approved" if limit.approved_by_id else "draft"

    @api.depends("activity", "user_id", "group_id", "amount")
    def _compute_display_name(self):
        for limit in self:
            holder = limit.user_id.name or limit.group_id.sudo().name or self.env._("nobody")
            amount = limit.currency_id.format(limit.amount) if limit.currency_id else limit.amount
            limit.display_name = self.env._("%(holder)s: up to %(amount)s", holder=holder, amount=amount)

    # -- approval of the limit itself ---------------------------------------------------------

    def _approval_obstacle(self):
        """Why the current user may not approve this limit: role, preparer, or beneficiary."""
        self.ensure_one()
        user = self.env.user
        if not user._is_superuser() and not any(user.has_group(group) for group in APPROVERS):
            return self.env._(
                "%s may not approve limits: the role of accountant or force manager is needed.",
                user.name,
            )
        if user == self.user_id or (self.group_id and self.group_id in user.sudo().all_group_ids):
            return self.env._(
                "%s would approve their own limit. Ask somebody who does not gain by it.", user.name
            )
        return self._preparer_obstacle()

    def _preparer_obstacle(self):
        user = self.env.user
        if user._is_superuser():
            return self.env._("The system cannot approve a limit: a named person must.")
        if user == self.prepared_by_id:
            return self.env._("%s prepared this limit and so cannot approve it.", user.name)
        return ""

    def action_approve(self):
        """Bring the limit into force. Raises AccessError for the preparer and the beneficiary."""
        self._check_may_approve()
        self.sudo()._mark_approved()
        for limit in self:
            limit.sudo().message_post(body=self.env._("Approved by %s.", self.env.user.name))

    def action_end_today(self):
        """End the limit today; what was authorised under it stays authorised."""
        self.write({"date_to": fields.Date.context_today(self)})

    def write(self, vals):
        terms = {
            "company_id",
            "activity",
            "user_id",
            "group_id",
            "cost_centre_id",
            "amount",
            "source",
            "date_from",
        }
        for limit in self.filtered("approved_by_id"):
            if terms & vals.keys():
                raise UserError(
                    self.env._(
                        "“%s” is approved and cannot be changed. End it and enter a new limit.",
                        limit.display_name,
                    )
                )
            if "date_to" in vals and limit._would_extend(vals["date_to"]):
                raise UserError(
                    self.env._(
                        "“%s” cannot be extended, only ended earlier. Enter a new limit.", limit.display_name
                    )
                )
        result = super().write(vals)
        if terms & vals.keys():
            self._mark_prepared()
        return result

    def _would_extend(self, date_to):
        if not self.date_to:
            return False
        return not date_to or fields.Date.to_date(date_to) > self.date_to

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        if self.filtered("approved_by_id"):
            raise UserError(self.env._("Approved limits stay on record: end them instead."))

    @api.constrains("cost_centre_id", "company_id")
    def _check_cost_centre(self):
        for limit in self:
            company = limit.cost_centre_id.company_id
            if company and company != limit.company_id:
                raise ValidationError(self.env._("The cost centre belongs to %s.", company.name))

    # -- use ----------------------------------------------------------------------------------

    @api.model
    def _held_by(self, user, activity, company, on):
        """Approved limits of ``user`` in force on ``on``: their own rows, else those of their roles."""
        domain = (
            Domain("company_id", "=", company.id)
            & Domain("activity", "=", activity)
            & Domain("approved_by_id", "!=", False)
            & self._in_force_domain(on)
        )
        own = self.sudo().search(domain & Domain("user_id", "=", user.id))
        return own or self.sudo().search(domain & Domain("group_id", "in", user.sudo().all_group_ids.ids))

    @api.model
    def _covering(self, user, activity, company, amount, cost_centres, on):
        """Limits under which ``user`` may authorise ``amount`` charged to ``cost_centres`` on ``on``.

        Returns ``(limits, obstacle)``; ``limits`` has one row per cost centre (the smallest that
        covers), ``obstacle`` is ``""`` or the reason in words.
        """
        held = self._held_by(user, activity, company, on)
        label = dict(self._fields["activity"]._description_selection(self.env))[activity]
        if not held:
            return held, self.env._(
                "%(user)s has no delegated limit in %(force)s on %(date)s for: %(activity)s.",
                user=user.name,
                force=company.name,
                date=on,
                activity=label,
            )
        used = self.browse()
        for centre in cost_centres or [self.env["account.analytic.account"]]:
            rows = held.filtered(lambda r, c=centre: not r.cost_centre_id or r.cost_centre_id == c)
            enough = rows.filtered(lambda r: r.currency_id.compare_amounts(r.amount, amount) >= 0)
            if not enough:
                return self.browse(), self._too_small(user, rows, amount, centre, company, label)
            used |= enough.sorted("amount")[0]
        return used, ""

    def _too_small(self, user, rows, amount, centre, company, label):
        currency = company.currency_id
        best = max(rows.mapped("amount"), default=0.0)
        return self.env._(
            "%(total)s is above the limit of %(user)s (%(limit)s%(centre)s) for: %(activity)s. "
            "Somebody with a higher limit must do this.",
            total=currency.format(amount),
            user=user.name,
            limit=currency.format(best),
            activity=label,
            centre=f", {centre.display_name}" if centre else "",
        )

    @api.model
    def _check_covering(self, user, activity, company, amount, cost_centres, on):
        """As :meth:`_covering`, but raises AccessError with the reason."""
        limits, obstacle = self._covering(user, activity, company, amount, cost_centres, on)
        if obstacle:
            raise AccessError(obstacle)
        return limits
