"""September's award on the force's own scale: the old figures end, the new ones are entered and approved.

Officers need nothing of the kind: their published scales change by date in the engine's parameters.
"""

from odoo.addons.police_engine.money import text

from .quiet import QUIET


def apply_award(env, company, users, force):
    """HR ends the salaries of August and enters September's; the accountant approves. Returns how many."""
    raised = [s for s in force.salaries if s.date_to is None]
    officer = env(user=users["hr.officer"], context={**env.context, **QUIET})
    old = officer["police.local.salary"].search([("company_id", "=", company.id), ("date_to", "=", False)])
    old.write({"date_to": next(s.date_to for s in force.salaries if s.date_to)})
    enter(officer, company, users, raised)
    return len(raised)


def enter(officer, company, users, salaries):
    """Enter ``salaries`` as HR and have the force accountant approve them."""
    records = officer["police.local.salary"].create(
        [
            {
                "code": s.code,
                "name": s.name,
                "grade": s.grade,
                "point": int(s.point),
                "annual_salary": text(s.annual),
                "date_from": s.date_from,
                "company_id": company.id,
                "source": s.source,
            }
            for s in salaries
        ]
    )
    records.with_user(users["force.accountant"]).action_approve()
    return records
