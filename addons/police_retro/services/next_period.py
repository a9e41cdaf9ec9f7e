"""The period a force pays next: what a month costs is measured on it."""

from odoo.exceptions import UserError


def next_period(env, company, not_before):
    """The first open period (engine's record) that ends on or after ``not_before``; by the calendar, else
    by month."""
    env["police.pay.period"].flush_model()
    env.cr.execute(
        """SELECT p.id FROM police_pay_period p
            WHERE p.company_id = %s AND p.date_to >= %s AND p.kind = 'regular' AND NOT EXISTS (
                  SELECT 1 FROM police_pay_run r WHERE r.period_id = p.id AND r.state IN ('approved', 'paid'))
              AND p.date_from > COALESCE((
                  SELECT max(q.date_from) FROM police_pay_run r JOIN police_pay_period q ON q.id = r.period_id
                   WHERE r.company_id = p.company_id AND r.state IN ('approved', 'paid')
                     AND q.kind = 'regular'), '1900-01-01')
            ORDER BY p.date_from LIMIT 1""",
        [company.id, not_before],
    )
    row = env.cr.fetchone()
    if row:
        return env["police.pay.period"].browse(row[0])._to_engine()
    calendar = env["police.pay.calendar"].search([("company_id", "=", company.id)], limit=1)
    if not calendar:
        raise UserError(env._("%s has no pay calendar: enter one under Configuration first.", company.name))
    raise UserError(
        env._(
            "The pay calendar of %(force)s has no open period on or after %(day)s. Generate the next "
            "year's periods.",
            force=company.name,
            day=f"{not_before:%-d %B %Y}",
        )
    )
