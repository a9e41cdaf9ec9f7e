"""Posted bills of the demo fleet, shared where they name no vehicle, and its replacement programme."""

from datetime import timedelta

from odoo.fields import Command

from .quiet import QUIET

PRICES = {
    "response": 31_500,
    "roads_policing": 46_000,
    "motorcycle": 19_500,
    "dog": 38_000,
    "arv": 58_000,
    "van": 42_000,
    "covert": 24_000,
    "pool": 21_000,
    "cycle": 1_400,
    "boat": 95_000,
}
SOURCE = "DEMO figures, no framework contract"
RESIDUAL = (100, 64, 48, 36, 27, 20, 15, 11, 8)
RUNNING = (19, 20, 22, 26, 33, 45, 62, 84, 110)
BILLS = (  # account, kind, pounds a vehicle
    ("Vehicle repairs and servicing", "servicing", 212.40),
    ("Vehicle insurance", "insurance", 61.15),
    ("Vehicle depreciation", "depreciation", 405.83),
)


def bills(demo, env, vehicles, today):
    """Posted entries: most name the vehicle, the fuel invoice is one for all and shared by what was taken."""
    books = demo.env(user=1, context={**demo.env.context, **QUIET})
    journal = books["account.journal"].search(
        [("company_id", "=", demo.company.id), ("type", "=", "general")], limit=1
    )
    creditors = (
        books["account.account"]
        .with_company(demo.company)
        .search(
            [("company_ids", "in", demo.company.ids), ("account_type", "=", "liability_current")], limit=1
        )
    )
    if not journal or not creditors:
        return
    month_end = today.replace(day=1) - timedelta(days=1)
    for name, kind, pounds in BILLS:
        flag = _flag(books, demo.company, name, kind)
        for quarter in range(4):
            lines = [
                (v.id, round(3 * pounds * _wear(v, kind, today) * (0.8 + (n + quarter) % 5 / 10), 2))
                for n, v in enumerate(vehicles)
            ]
            day = month_end - timedelta(days=91 * quarter)
            _post(books, journal, flag.account_id, creditors, day, lines, name)
        if kind == "servicing":
            _workshop_books_there(books, demo.company, flag.account_id)
    flag = _flag(books, demo.company, "Vehicle fuel", "fuel")
    total = sum(env["police.fleet.fuel"].search([("company_id", "=", demo.company.id)]).mapped("net"))
    line = _post(
        books,
        journal,
        flag.account_id,
        creditors,
        today,
        [(False, round(total, 2))],
        "Fuel cards, invoice 88121",
    )
    env["police.fleet.share.wizard"].create(
        {
            "move_line_id": line.id,
            "cost_account_id": flag.id,
            "method": "fuel",
            "note": "Card invoice",
            "date_from": today - timedelta(days=31),
            "date_to": today,
        }
    ).action_share()
    _post(books, journal, flag.account_id, creditors, today, [(False, 318.40)], "AdBlue, 200 litres")


def _workshop_books_there(books, company, account):
    """Job cards cost the vehicle in the account that is counted as its servicing."""
    if "police.workshop.ledger" in books:
        books["police.workshop.ledger"].search([("company_id", "=", company.id)]).cost_account_id = account


def _wear(vehicle, kind, today):
    """Repairs grow with age: nobody replaces vehicles whose upkeep stays the same."""
    age = (today - (vehicle.acquisition_date or today)).days / 365.25
    return 0.5 + age**2 / 8 if kind == "servicing" else 1.0


def _flag(books, company, name, kind):
    accounts = books["account.account"].with_company(company)
    account = accounts.search([("company_ids", "in", company.ids), ("name", "=ilike", name)], limit=1)
    if not account:
        used = set(accounts.search([("company_ids", "in", company.ids)]).mapped("code"))
        code = next(str(n) for n in range(581001, 589999) if str(n) not in used)
        account = accounts.create(
            {"name": name, "code": code, "account_type": "expense", "company_ids": [Command.set(company.ids)]}
        )
    return books["police.fleet.cost.account"].create(
        {"company_id": company.id, "account_id": account.id, "kind": kind}
    )


def _post(books, journal, account, creditors, day, lines, text):
    total = round(sum(amount for _vehicle, amount in lines), 2)
    move = books["account.move"].create(
        {
            "journal_id": journal.id,
            "company_id": journal.company_id.id,
            "date": day,
            "ref": text,
            "line_ids": [
                *(
                    Command.create(
                        {"account_id": account.id, "name": text, "debit": amount, "vehicle_id": vehicle}
                    )
                    for vehicle, amount in lines
                ),
                Command.create({"account_id": creditors.id, "name": text, "credit": total}),
            ],
        }
    )
    move.action_post()
    return move.line_ids.filtered(lambda line: line.account_id == account)[:1]


def replacement(demo, env, today):
    """Figures for every role, approved by the accountant; one programme worked out, to be adopted."""
    rates = env["police.fleet.rate"].create(
        [
            {
                "company_id": demo.company.id,
                "police_role": role,
                "price": price,
                "source": SOURCE,
                "date_from": today.replace(month=1, day=1),
                "age_limit": 9 if role == "arv" else 0,
                "line_ids": [
                    Command.create(
                        {"age": n, "residual_percent": r, "pence_a_mile": p * (1 + price / 100_000)}
                    )
                    for n, (r, p) in enumerate(zip(RESIDUAL, RUNNING, strict=True))
                ],
            }
            for role, price in PRICES.items()
        ]
    )
    rates.with_user(demo.users["force.accountant"]).action_approve()
    Scenario = env["police.fleet.scenario"]
    year = Scenario._next_year()
    fleet = env["fleet.vehicle"].search_count([("company_id", "=", demo.company.id)])
    capital = max(120_000, fleet * 4_000)
    Scenario.create(
        {
            "name": "Capital as in the medium-term plan",
            "company_id": demo.company.id,
            "limit_ids": [Command.create({"year": year + n, "capital": capital}) for n in range(3)],
        }
    ).action_work_out()
