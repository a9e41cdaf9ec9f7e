"""Setting a budget: one accountant prepares, another approves."""

from odoo import Command


def set_budget(env, company, name, rows, *, date_from, date_to, prepared_by, approved_by, control="absolute"):
    """Create a ``crossovered.budget`` and bring it into force; returns it.

    ``rows``: (cost centre, amount in pence, holder or None, accounts or None) each; without accounts the
    line covers all running costs. Raises as the screens would.
    """
    own = env(user=prepared_by)
    everything = own["account.budget.post"].search(
        [("company_id", "=", company.id), ("police_everything", "=", True)], limit=1
    ) or own["account.budget.post"].create(
        {"name": env._("All running costs"), "company_id": company.id, "police_everything": True}
    )
    budget = own["crossovered.budget"].create(
        {
            "name": name,
            "company_id": company.id,
            "date_from": date_from,
            "date_to": date_to,
            "police_control": control,
            "crossovered_budget_line_ids": [
                Command.create(
                    {
                        "analytic_account_id": centre.id,
                        "general_budget_id": (_post(own, company, accounts) if accounts else everything).id,
                        "date_from": date_from,
                        "date_to": date_to,
                        "police_amount": amount / 100,
                        "police_holder_id": holder.id if holder else False,
                    }
                )
                for centre, amount, holder, accounts in rows
            ],
        }
    )
    budget.action_budget_confirm()
    budget.with_user(approved_by).action_budget_validate()
    return budget.with_env(env)


def _post(env, company, accounts):
    return env["account.budget.post"].create(
        {
            "name": ", ".join(accounts.mapped("name"))[:60],
            "company_id": company.id,
            "account_ids": [Command.set(accounts.ids)],
        }
    )
