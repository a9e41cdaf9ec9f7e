"""What is here of each object that came from the old system: (count, hash total), by the database itself."""

from odoo.addons.police_engine.parallel.migration import OBJECTS

_DIGITS = "COALESCE(NULLIF(regexp_replace({column}, '\\D', '', 'g'), '')::numeric, 0)"
_PEOPLE = f"""
    SELECT count(*), sum({_DIGITS.format(column="e.payroll_reference")})
      FROM hr_employee e WHERE e.company_id = %(company)s AND COALESCE(e.payroll_reference, '') <> ''"""
_ACCOUNTS = f"""
    SELECT count(*), sum({_DIGITS.format(column="b.acc_number")})
      FROM hr_employee e JOIN {{relation}} r ON r.{{employee}} = e.id
      JOIN res_partner_bank b ON b.id = r.{{account}}
     WHERE e.company_id = %(company)s"""
_OPENINGS = """
    SELECT count(*), sum((o.gross * 100)::bigint)
      FROM police_pay_opening o
     WHERE o.company_id = %(company)s
       AND o.tax_year = (SELECT max(tax_year) FROM police_pay_opening WHERE company_id = %(company)s)"""
_HISTORY = """
    SELECT count(*), sum((h.pensionable * 100)::bigint)
      FROM police_pension_history h WHERE h.company_id = %(company)s AND h.origin = 'import'"""
_GAPS = """
    SELECT count(*) FROM (
        SELECT DISTINCT ON (p.employee_id) p.employee_id, p.pension_scheme
          FROM police_pay_profile p WHERE p.company_id = %(company)s
         ORDER BY p.employee_id, p.date_from DESC
    ) member
      JOIN hr_employee e ON e.id = member.employee_id AND e.active
     WHERE member.pension_scheme <> 'none'
       AND NOT EXISTS (
            SELECT 1 FROM police_pension_history h
             WHERE h.employee_id = e.id
               AND h.earned_from <= COALESCE(e.service_date, h.earned_from))
       AND NOT EXISTS (
            SELECT 1 FROM police_parallel_left l
              JOIN police_parallel_object o ON o.id = l.object_id
             WHERE o.project_id = %(project)s AND o.code = 'pension_history'
               AND l.reference = e.payroll_reference)"""
# Combination of what decides pay; tested when a payslip of it is on both sides of a current comparison.
COMBINATIONS = """
    SELECT c.id AS comparison_id, c.project_id, r.company_id, c.period_id, o.employee_id,
           v.police_type, v.rank_id, COALESCE(v.pay_point, '') AS pay_point,
           COALESCE(v.pay_region, '') AS pay_region,
           CASE WHEN v.weekly_hours < v.full_time_hours THEN 'part_time' ELSE 'full_time' END AS pattern,
           string_agg(DISTINCT o.label, ', ' ORDER BY o.label) FILTER (WHERE o.kind = 'earning') AS elements
      FROM police_parallel_comparison c
      JOIN police_parallel_rehearsal r ON r.id = c.rehearsal_id
      JOIN police_parallel_ours o ON o.rehearsal_id = r.id
      JOIN police_pay_period p ON p.id = c.period_id
      JOIN LATERAL (
            SELECT * FROM hr_version x
             WHERE x.employee_id = o.employee_id AND x.active AND x.date_version <= p.date_to
             ORDER BY x.date_version DESC LIMIT 1) v ON TRUE
     WHERE c.state = 'current'
     GROUP BY c.id, c.project_id, r.company_id, c.period_id, o.employee_id, v.police_type, v.rank_id,
              v.pay_point, v.pay_region, v.weekly_hours, v.full_time_hours"""
TESTED = """EXISTS (
        SELECT 1 FROM police_parallel_person q
          JOIN police_parallel_amount a ON a.person_id = q.id
          JOIN police_parallel_import i ON i.id = a.import_id AND i.state = 'taken'
         WHERE q.project_id = s.project_id AND q.state = 'matched' AND q.employee_id = s.employee_id
           AND i.period_id = s.period_id)"""
_COUNT_COMBINATIONS = f"""
    SELECT count(*), count(*) FILTER (WHERE tested) FROM (
        SELECT bool_or({TESTED}) AS tested FROM ({COMBINATIONS}) s
         WHERE s.project_id = %(project)s
         GROUP BY s.police_type, s.rank_id, s.pay_point, s.pay_region, s.pattern, s.elements) one"""


def loaded(env, company):
    """{object code: (count, hash total)} of what the database holds for ``company``."""
    env.flush_all()
    return {code: _one(env, _query(env, code), company) for code in OBJECTS}


def _query(env, code):
    if code == "people":
        return _PEOPLE
    if code == "bank_accounts":
        field = env["hr.employee"]._fields["bank_account_ids"]
        return _ACCOUNTS.format(relation=field.relation, employee=field.column1, account=field.column2)
    if code == "openings":
        return _OPENINGS
    return _HISTORY if "police.pension.history" in env else None


def _one(env, query, company):
    if query is None:
        return 0, 0
    env.cr.execute(query, {"company": company.id})
    count, total = env.cr.fetchone()
    return count, int(total or 0)


def pension_gaps(project):
    """Members of a scheme whose history misses the start of their service and who are not listed."""
    if "police.pension.history" not in project.env:
        return 0
    project.env.cr.execute(_GAPS, {"company": project.company_id.id, "project": project.id})
    return project.env.cr.fetchone()[0]


def combinations(project):
    """(ways of being paid among our copied payslips, those of which one is on both sides)."""
    project.env.cr.execute(_COUNT_COMBINATIONS, {"project": project.id})
    return project.env.cr.fetchone()
