"""The made-up force as a company: pounds, the UK chart of accounts, references that HMRC would accept by form."""

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
    company.write(FORCE)
    company.partner_id.write({"tz": "Europe/London", "is_company": True})
    return company


def use_british_english(env):
    """Install and choose en_GB; returns the language code in use."""
    lang = env["res.lang"]._activate_lang("en_GB")
    return lang.code if lang else "en_US"
