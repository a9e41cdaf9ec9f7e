"""Budgets of the year by cost centre: open orders, a requisition refused, a virement, an advisory one."""

from datetime import date

from odoo import Command
from odoo.addons.police_finance.services.budgets import set_budget
from odoo.exceptions import UserError

YEAR = (date(2026, 4, 1), date(2027, 3, 31))
ROOM = 130  # per cent of what a cost centre has spent and ordered so far, stretched to the year


def finish(demo):
    """An absolute budget for most cost centres, an advisory one for the last, and their use."""
    if "police.budget.entry" not in demo.env:
        return
    accountant, deputy = demo.users["force.accountant"], demo.users["deputy.accountant"]
    centres = _centres(demo)
    if len(centres) < 3:
        return
    spent = _spent(demo, centres)
    *absolute, advised = centres
    rows = [
        (centre, _round(max(spent.get(centre.id, 0) * 12 * ROOM // 200, 4_000_00)), _holder(demo, n), None)
        for n, centre in enumerate(absolute)
    ]
    names = {"date_from": YEAR[0], "date_to": YEAR[1], "prepared_by": accountant, "approved_by": deputy}
    budget = set_budget(demo.env, demo.company, "Revenue budget 2026-27", rows, **names)
    nearly = _round(_spent(demo, advised, YEAR[0]).get(advised.id, 0) + 30_000_00)
    set_budget(
        demo.env, demo.company, "Transport 2026-27", [(advised, nearly, None, None)],
        control="advisory", **names,
    )  # fmt: skip
    lines = budget.crossovered_budget_line_ids.sorted(lambda line: line.police_available)
    _requisitions(demo, lines, advised)
    _virements(demo, lines, accountant, deputy)


def _centres(demo):
    """The cost centres that order anything, the busiest first."""
    found = demo.env["purchase.order"].search([("company_id", "=", demo.company.id)]).order_line
    return found._police_cost_centres().sorted("id")


def _spent(demo, centres, since="2026-09-01"):
    """{cost centre id: pence posted to it until the end of September}."""
    column = demo.env.ref("police_core.analytic_plan_cost_centre")._column_name()
    rows = demo.env["account.analytic.line"]._read_group(
        [(column, "in", centres.ids), ("date", ">=", since), ("date", "<=", "2026-09-30")],
        [column],
        ["amount:sum"],
    )
    return {centre.id: -round(amount * 100) for centre, amount in rows}


def _round(pence):
    return -(-pence // 500_00) * 500_00


def _holder(demo, number):
    return demo.users["force.manager"] if number % 2 == 0 else demo.users["hr.officer"]


def _requisitions(demo, lines, advised):
    """Two that fit, one that does not (told so, kept as a draft), one beyond the advisory budget."""
    _ask(demo, lines[-1].analytic_account_id, "Stab vests, replacement of worn stock", 840)
    _ask(demo, lines[-2].analytic_account_id, "Chairs for the report writing room", 410)
    short = lines[0]
    draft = _ask(demo, short.analytic_account_id, "Second drone for search teams", 0, send=False)
    draft.line_ids.estimated_cost = short.police_available + 1_250
    try:
        with demo.env.cr.savepoint():
            draft.button_to_approve()
    except UserError as error:
        draft.message_post(body=str(error))
    _ask(demo, advised, "Hall hire for the summer scheme", 2_900)


def _ask(demo, centre, what, pounds, send=True):
    own = demo.env(user=demo.users["requester"])
    product = demo.env["product.product"].search(
        [("purchase_ok", "=", True), ("company_id", "in", [False, demo.company.id]), ("type", "=", "consu")],
        order="id", limit=1,
    )  # fmt: skip
    request = own["purchase.request"].create(
        {
            "company_id": demo.company.id,
            "description": what,
            "line_ids": [
                Command.create(
                    {
                        "name": what,
                        "product_id": product.id,
                        "product_uom_id": product.uom_id.id,
                        "product_qty": 1,
                        "estimated_cost": pounds,
                        "date_required": date(2026, 11, 30),
                        "analytic_distribution": {str(centre.id): 100},
                    }
                )
            ],
        }
    )
    if send:
        request.button_to_approve()
    return request


def _virements(demo, lines, accountant, deputy):
    """One approved, one that waits."""
    own = demo.env(user=accountant)["police.budget.virement"]
    first = own.create(
        {
            "name": "Vests brought forward from next year's programme",
            "from_line_id": lines[-1].id,
            "to_line_id": lines[0].id,
            "amount": 300,
        }
    )
    first.with_user(deputy).action_approve()
    own.create(
        {
            "name": "Room hire for the public meetings of the commissioner",
            "from_line_id": lines[-2].id,
            "to_line_id": lines[1].id,
            "amount": 450,
        }
    )
