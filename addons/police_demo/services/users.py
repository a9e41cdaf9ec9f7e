"""The demo users, one for each role, and a buyer: who raises orders may not post their invoices.

Password = login: only ever in a demo database.
"""

from odoo.fields import Command
from passlib.context import CryptContext

# Where each role starts work.
HOME = {
    "finance.clerk": "police_finance.action_bill_worklist",
    "payroll.clerk": "police_payroll.action_pay_run",
    "payroll.approver": "police_payroll.action_pay_run",
    "hr.officer": "police_hr.action_people",
    "fleet.manager": "police_fleet_cost.action_dashboard",
    "force.manager": "police_commissioning.action_to_approve",
    "force.accountant": "police_payroll.action_pay_run",
    "deputy.accountant": "police_finance.action_budget_line",
    "requester": "police_commissioning.action_request",
    "auditor": "police_payroll.action_pay_run",
    "employee": "police_payroll.action_my_payslip",
    "buyer": "police_commissioning.action_order",
    "administrator": "police_core.action_force",
}

# login: (name, role groups)
USERS = {
    "finance.clerk": ("Fiona Clerk (finance)", ["police_core.group_finance_clerk"]),
    "payroll.clerk": ("Petra Clerk (payroll)", ["police_core.group_payroll_clerk"]),
    "payroll.approver": ("Alan Approver (payroll)", ["police_core.group_payroll_approver"]),
    "hr.officer": ("Hema Officer (HR)", ["police_core.group_hr_officer"]),
    "fleet.manager": ("Frank Manager (fleet)", ["police_core.group_fleet_manager"]),
    "force.manager": ("Moira Manager (commissioning)", ["police_core.group_force_manager"]),
    "force.accountant": ("Angus Accountant (chief finance office)", ["police_core.group_force_accountant"]),
    "deputy.accountant": ("Dora Accountant (deputy)", ["police_core.group_force_accountant"]),
    "requester": ("Rory Requester (response)", ["police_commissioning.group_requester"]),
    "auditor": ("Audrey Auditor (external audit)", ["police_core.group_auditor"]),
    "employee": ("Eddie Employee (self-service)", ["police_core.group_employee"]),
    "buyer": ("Bella Buyer (procurement)", ["police_commissioning.group_buyer"]),
    "administrator": ("Ada Administrator (systems)", ["police_core.group_administrator"]),
}


def create(env, company, lang):
    """Make (or find) the users of ``company``; returns ``{login: res.users}``."""
    Users = env["res.users"].with_context(no_reset_password=True, mail_create_nolog=True, active_test=False)
    known = {user.login: user for user in Users.search([("login", "in", list(USERS))])}
    for login, (name, groups) in USERS.items():
        values = {
            "name": name,
            "login": login,
            "email": f"{login}@teesmouth.police.example",
            "active": True,
            "company_id": company.id,
            "company_ids": [Command.set(company.ids)],
            "lang": lang,
            "tz": "Europe/London",
            "notification_type": "inbox",
            "odoobot_state": "disabled",
            "action_id": env.ref(HOME[login]).id,
            "group_ids": [Command.set([env.ref(group).id for group in groups])],
        }
        if login in known:
            known[login].write(values)
        else:
            known[login] = Users.create(values)
    _set_passwords(known)
    return known


def _set_passwords(known):
    """Straight to the hash: a password policy is right to refuse these outside a demo.

    Hashed with few rounds, because the password is no secret; Odoo hashes it anew at the first login.
    """
    context = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=25_000)
    for login, user in known.items():
        user._set_encrypted_password(user.id, context.hash(login))


def link_employee(users, employee):
    """Give the self-service user a person of the force, so that there is a payslip to see."""
    employee.sudo().write({"user_id": users["employee"].id})
