"""The made-up force as a company: pounds, the UK chart of accounts, well-formed references."""

import base64

from odoo.addons.police_finance.services.chart import prepare_force_ledger
from odoo.tools import file_open

from ..generator.figures import figures

FORCE = {
    "name": "Teesmouth Police",
    "street": "Ironmasters House, Transporter Way",
    "city": "Middlesbrough",
    "zip": "TS41 1AA",
    "phone": "01632 960101",  # Ofcom's range for drama
    "email": "payroll@teesmouth.police.example",
    "website": "https://teesmouth.police.example",
    "is_police_force": True,
    "force_code": "97",  # not a Home Office code in use
    "paye_office_number": "961",
    "paye_reference": "TP61200",
    "accounts_office_reference": "961PJ00061200",
    "bacs_service_user_number": "961200",
    "bacs_sort_code": "089999",
    "bacs_account_number": "66374958",  # worked example of the modulus-check specification
    "bacs_account_name": "TEESMOUTH POLICE",
    "pay_region": "england_wales",
}


def set_up(env):
    """Turn the database's first company into the force; returns it. Done before any journal entry exists."""
    company = env.ref("base.main_company")
    pounds = env.ref("base.GBP")
    pounds.active = True
    company.write({"country_id": env.ref("base.uk").id, "currency_id": pounds.id})
    if company.chart_template != "uk":
        env["account.chart.template"].try_loading("uk", company=company, install_demo=False)
    with file_open("police_demo/static/img/teesmouth.png", "rb") as logo:
        company.write({**FORCE, "logo": base64.b64encode(logo.read())})
    company.partner_id.write({"tz": "Europe/London", "is_company": True})
    return company


def use_british_english(env):
    """Install and choose en_GB; returns the language code in use."""
    lang = env["res.lang"]._activate_lang("en_GB")
    return lang.code if lang else "en_US"


def set_up_pay(env, company, users):
    """The ledger of a force, the LGPS employer rate of the (made-up) fund, and that the force is live."""
    _declare_live(env, company, users)
    mapping = prepare_force_ledger(env, company)
    Map = env["police.pay.account.map"]
    for role, _label in Map._fields["role"]._description_selection(env):
        if role in mapping:
            Map.create({"company_id": company.id, "role": role, "account_id": mapping[role].id})
    env["police.pay.pension.rate"].create(
        {
            "company_id": company.id,
            "date_from": "2026-04-01",
            "percent": float(figures("pay")["pensions"]["lgps_employer_percent"]),
            "source": "DEMO: made up; the fund's rates and adjustments certificate says",
        }
    )


def _declare_live(env, company, users):
    """The signed decision without which no first run passes the go-live gate, where that is installed."""
    if "police.parallel.exemption" not in env:
        return
    decision = env(user=users["force.accountant"])["police.parallel.exemption"].create(
        {
            "company_id": company.id,
            "date_from": "2026-04-06",
            "reason": "Paid from this system since April 2026, before the go-live gate existed. "
            "August is compared after the event, to see what the gate would have said.",
        }
    )
    decision.with_user(users["payroll.approver"]).action_approve()
