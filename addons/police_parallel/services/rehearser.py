"""Copy our run of a period into the parallel run, in one statement, with a fingerprint of what was copied."""

import hashlib

_LINES = """
    INSERT INTO police_parallel_ours (rehearsal_id, employee_id, person_type, code, label, kind, amount,
                                      units, rate, date_from, date_to, rule, inputs, sources)
    SELECT %(rehearsal)s, s.employee_id, s.person_type, l.code, l.label, l.kind, l.amount, l.units, l.rate,
           l.date_from, l.date_to, l.rule, l.inputs, l.sources
      FROM police_payslip_line l JOIN police_payslip s ON s.id = l.slip_id WHERE s.run_id = %(run)s
     ORDER BY l.id"""
_TOTALS = """
    INSERT INTO police_parallel_ours (rehearsal_id, employee_id, person_type, code, label, kind, amount)
    SELECT %(rehearsal)s, s.employee_id, s.person_type, t.code, t.label, 'total', t.amount
      FROM police_payslip s
      CROSS JOIN LATERAL (VALUES ('gross', 'Gross pay (total)', s.gross),
                                 ('net', 'Net pay (total)', s.net)) AS t (code, label, amount)
     WHERE s.run_id = %(run)s"""
_ROWS = """
    SELECT employee_id, code, kind, (amount * 100)::bigint, COALESCE(inputs, '')
      FROM police_parallel_ours WHERE rehearsal_id = %s ORDER BY id"""


def take(project, period):
    """The current copy of ``period``: a new one when our run was calculated since, else the one there is."""
    kept = project.sudo().rehearsal_ids.filtered(
        lambda row: row.period_id == period and row.state == "current"
    )
    run = run_of(project, period)
    if not run or (kept and kept.result_hash == run.result_hash):
        return kept
    kept._keyed().write({"state": "past"})
    project.env.flush_all()
    keyed = project._keyed().env
    copy = keyed["police.parallel.rehearsal"].create(
        {
            "project_id": project.id,
            "period_id": period.id,
            "run_id": run.id,
            "run_name": run.name,
            "result_hash": run.result_hash,
            "rule_set_hash": run.rule_set_hash,
            "people_count": run.people_count,
        }
    )
    keyed.flush_all()
    for statement in (_LINES, _TOTALS):
        keyed.cr.execute(statement, {"rehearsal": copy.id, "run": run.id})
    keyed.cr.execute("ANALYZE police_parallel_ours")
    copy.rows_sha256 = fingerprint_now(keyed, copy.id)
    return project.env["police.parallel.rehearsal"].browse(copy.id)


def run_of(project, period):
    """Our calculated run of the period, or an empty recordset."""
    return (
        project.env["police.pay.run"]
        .sudo()
        .search([("period_id", "=", period.id), ("state", "in", ("review", "approved", "paid"))], limit=1)
    )


def fingerprint_now(env, rehearsal_id):
    """SHA-256 over what the table holds of the copy."""
    env.flush_all()
    env.cr.execute(_ROWS, [rehearsal_id])
    digest = hashlib.sha256()
    for row in env.cr.fetchall():
        digest.update(("|".join(map(str, row)) + "\n").encode())
    return digest.hexdigest()
