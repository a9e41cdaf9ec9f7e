"""A change to a fact behind closed pay, noted as it happens: who, what, from which day.

Nothing is calculated here. The next check (before every calculation of a run, or by button) works out the pay
of the people noted, and only theirs.
"""

from odoo import api, fields, models
from odoo.tools import SQL

CAUSES = [
    ("job", "Rank, point, hours or dates"),
    ("element", "Pay element"),
    ("pension", "Pension membership"),
    ("local_salary", "Local salary"),
    ("award", "Pay award"),
    ("law", "Figures of the law"),
    ("input", "Absence or other input"),
]


class RetroTouch(models.Model):
    _name = "police.retro.touch"
    _description = "Change Behind Closed Pay"
    _order = "id desc"
    _rec_name = "what"

    company_id = fields.Many2one("res.company", string="Force", required=True, readonly=True, index=True)
    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(string="Takes effect", required=True, readonly=True)
    cause = fields.Selection(CAUSES, required=True, readonly=True)
    what = fields.Char(string="What changed", required=True, readonly=True)
    award_id = fields.Many2one("police.award", readonly=True, ondelete="cascade", index="btree_not_null")
    done = fields.Boolean(string="Checked", readonly=True, default=False)
    change_id = fields.Many2one(
        "police.retro.change", readonly=True, index="btree_not_null", ondelete="set null"
    )
    create_uid = fields.Many2one("res.users", string="Changed by", readonly=True)
    create_date = fields.Datetime(string="Changed on", readonly=True)

    _waiting = models.Index("(company_id, employee_id) WHERE NOT done")

    @api.model
    def _closed_until(self, company_id):
        """Last day of the force's closed pay; None before the first closed run."""
        self.env["police.pay.run"].flush_model(["state", "period_id", "company_id"])
        self.env.cr.execute(
            """SELECT max(p.date_to) FROM police_pay_run r JOIN police_pay_period p ON p.id = r.period_id
                WHERE r.company_id = %s AND r.state IN ('approved', 'paid')""",
            [company_id],
        )
        return self.env.cr.fetchone()[0]

    @api.model
    def _note(self, rows):
        """Keep ``rows`` of (employee, first day, cause, what) that reach into closed pay. Returns how
        many."""
        if self.env.context.get("police_retro_quiet") or not rows:
            return 0
        until, values = {}, []
        for employee, since, cause, what in rows:
            company = employee.sudo().company_id
            if company.id not in until:
                until[company.id] = self._closed_until(company.id)
            closed = until[company.id]
            if closed and since and since <= closed:
                values.append(
                    {
                        "company_id": company.id,
                        "employee_id": employee.id,
                        "date_from": since,
                        "cause": cause,
                        "what": what,
                    }
                )
        self.sudo().create(values)
        return len(values)

    @api.model
    def _of_law(self, company, since, names, scales=None):
        """Everybody whom changed files (``scales``: only these scales) may concern, by one statement."""
        what = self.env._("Figures changed: %s", names)
        self._insert(
            company, since, "law", what, self._on_scales(scales) if scales is not None else SQL("TRUE")
        )

    @api.model
    def _on_scales(self, scales):
        return SQL("v.pay_scale = ANY(%s)", list(scales))

    @api.model
    def _insert(self, company, since, cause, what, condition, award=None):
        """Note all people of the force with a version ``v`` in force after ``since`` that meets
        ``condition``."""
        for name in ("hr.version", "police.local.salary"):
            self.env[name].flush_model()
        self.env.cr.execute(
            SQL(
                """INSERT INTO police_retro_touch (company_id, employee_id, date_from, cause, what,
                award_id, done,
                          create_uid, write_uid, create_date, write_date)
                   SELECT %(company)s, v.employee_id, %(since)s, %(cause)s, %(what)s, %(award)s, FALSE,
                   %(user)s,
                          %(user)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                     FROM hr_version v LEFT JOIN police_local_salary l ON l.id = v.local_salary_id
                    WHERE v.company_id = %(company)s AND v.active AND v.employee_id IS NOT NULL
                      AND v.contract_date_start IS NOT NULL
                      AND (v.contract_date_end IS NULL OR v.contract_date_end >= %(since)s) AND %(condition)s
                    GROUP BY v.employee_id""",
                company=company.id,
                since=since,
                cause=cause,
                what=what,
                award=award.id if award else None,
                user=self.env.uid,
                condition=condition,
            )
        )
        self.invalidate_model()
        return self.env.cr.rowcount
