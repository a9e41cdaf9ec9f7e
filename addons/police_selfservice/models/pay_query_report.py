"""Queries counted by age and cause. A view over the table, so that ages are true at the moment of reading."""

from odoo import fields, models
from odoo.tools import SQL

from .pay_query import CATEGORIES, STATES

BANDS = [
    ("0", "Up to a day"),
    ("1", "2 to 5 days"),
    ("2", "6 to 14 days"),
    ("3", "15 to 30 days"),
    ("4", "More than 30 days"),
]


class PayQueryReport(models.Model):
    _name = "police.pay.query.report"
    _description = "Pay Query Measures"
    _auto = False
    _order = "asked_on desc"
    _rec_name = "query_id"

    query_id = fields.Many2one("police.pay.query", readonly=True)
    company_id = fields.Many2one("res.company", string="Force", readonly=True)
    assigned_id = fields.Many2one("res.users", string="With", readonly=True)
    cause_id = fields.Many2one("police.pay.query.cause", string="Cause found", readonly=True)
    category = fields.Selection(CATEGORIES, string="What about", readonly=True)
    state = fields.Selection(STATES, readonly=True)
    line_label = fields.Char(string="Payslip line", readonly=True)
    asked_on = fields.Datetime(readonly=True)
    age_band = fields.Selection(BANDS, string="Age", readonly=True)
    age_days = fields.Float(string="Days open", readonly=True, aggregator="avg", digits=(10, 1))
    hours_to_answer = fields.Float(
        string="Hours to first answer", readonly=True, aggregator="avg", digits=(10, 1)
    )
    open_queries = fields.Integer(string="Open", readonly=True)
    overdue_queries = fields.Integer(string="Overdue", readonly=True)
    in_time_percent = fields.Float(
        string="Answered in time (%)", readonly=True, aggregator="avg", digits=(10, 1)
    )
    first_contact_percent = fields.Float(
        string="Solved at first answer (%)", readonly=True, aggregator="avg", digits=(10, 1)
    )

    @property
    def _table_query(self):
        return SQL(
            """
            WITH q AS (
                SELECT *, EXTRACT(EPOCH FROM COALESCE(closed_on, now() AT TIME ZONE 'UTC') - asked_on) / 86400
                       AS days FROM police_pay_query WHERE active)
            SELECT id, id AS query_id, company_id, assigned_id, cause_id, category, state, line_label,
                   asked_on,
                   days AS age_days,
                   CASE WHEN days <= 1 THEN '0' WHEN days <= 5 THEN '1' WHEN days <= 14 THEN '2'
                        WHEN days <= 30 THEN '3' ELSE '4' END AS age_band,
                   CASE WHEN answered_on IS NOT NULL THEN hours_to_answer END AS hours_to_answer,
                   (state IN ('new', 'in_progress', 'reopened'))::int AS open_queries,
                   (state IN ('new', 'in_progress', 'reopened') AND due_on < now() AT TIME ZONE 'UTC')::int
                       AS overdue_queries,
                   CASE WHEN answered_on IS NOT NULL AND due_on IS NOT NULL
                        THEN answered_in_time::int * 100 END AS in_time_percent,
                   CASE WHEN state = 'closed' THEN first_contact::int * 100 END AS first_contact_percent
              FROM q"""
        )
