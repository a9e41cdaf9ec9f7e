"""The journal entry of a disposal: through the fixed asset where there is one, else plain."""

from odoo import Command, fields
from odoo.exceptions import UserError

NEEDED = {
    "fleet_disposal_journal_id": "disposal journal",
    "fleet_proceeds_account_id": "account of proceeds",
    "fleet_asset_account_id": "account of vehicles at book value",
    "fleet_gain_account_id": "account of gains",
    "fleet_loss_account_id": "account of losses",
}


def post(disposal):
    """Make and post the entry of ``disposal`` (superuser); an empty account.move when no money is involved.

    Debit proceeds, credit the vehicle at book value; what remains is a gain (credit) or a loss (debit).
    """
    asset = disposal.asset_id
    if not (disposal.proceeds or disposal.book_value or asset):
        return disposal.env["account.move"]
    _check_accounts(disposal)
    move = _remove_asset(disposal) if asset else _plain(disposal)
    if move.state == "draft":
        move.action_post()
    return move


def _check_accounts(disposal):
    company = disposal.company_id
    missing = [label for name, label in NEEDED.items() if not company[name]]
    if missing:
        raise UserError(
            disposal.env._(
                "%(company)s: enter the %(missing)s under Fleet, Configuration, Fleet policy.",
                company=company.name,
                missing=", ".join(missing),
            )
        )


def _remove_asset(disposal):
    """OCA's removal of an asset: cost and depreciation out, proceeds in, difference to gain or loss."""
    asset, company = disposal.asset_id, disposal.company_id
    if asset.state != "open":
        raise UserError(
            disposal.env._(
                "The fixed asset %s is not running: the accountant confirms it first.", asset.display_name
            )
        )
    wizard = (
        disposal.env["account.asset.remove"]
        .with_company(company)
        .with_context(active_id=asset.id, active_ids=asset.ids, early_removal=asset.method_time == "year")
        .create(
            {
                "company_id": company.id,
                "date_remove": disposal.date,
                "sale_value": disposal.proceeds,
                "account_sale_id": company.fleet_proceeds_account_id.id,
                "account_plus_value_id": company.fleet_gain_account_id.id,
                "account_min_value_id": company.fleet_loss_account_id.id,
                "posting_regime": "gain_loss_on_sale",
                "note": disposal.name,
            }
        )
    )
    wizard.remove()
    removal = asset.depreciation_line_ids.filtered(lambda line: line.type == "remove")
    move = removal[-1:].move_id
    gone = sum(
        asset.depreciation_line_ids.filtered(lambda row: row.type == "depreciate" and row.move_check).mapped(
            "amount"
        )
    )
    disposal.book_value = asset.depreciation_base - gone
    move.ref = f"{disposal.name} {disposal.vehicle_id.license_plate or ''}".strip()
    return move


def _plain(disposal):
    company, gain = disposal.company_id, disposal.currency_id.round(disposal.gain)
    label = f"{disposal.name} {disposal.vehicle_id.display_name}"
    rows = [
        (company.fleet_proceeds_account_id, disposal.proceeds, 0.0),
        (company.fleet_asset_account_id, 0.0, disposal.book_value),
        (company.fleet_gain_account_id, 0.0, gain)
        if gain > 0
        else (company.fleet_loss_account_id, -gain, 0.0),
    ]
    return disposal.env["account.move"].create(
        {
            "journal_id": company.fleet_disposal_journal_id.id,
            "company_id": company.id,
            "date": fields.Date.to_date(disposal.date),
            "ref": label,
            "line_ids": [
                Command.create(
                    {
                        "account_id": account.id,
                        "name": label,
                        "debit": debit,
                        "credit": credit,
                        "partner_id": disposal.partner_id.id,
                    }
                )
                for account, debit, credit in rows
                if debit or credit
            ],
        }
    )
