from . import preparer_mixin  # first: documents inherit it

# isort: split
from . import (
    account_move,
    account_move_line,
    account_move_prompt,
    account_move_work,
    account_payment,
    account_payment_register,
    bill_hold,
    budget,
    budget_entry,
    budget_line,
    budget_virement,
    delegation_limit,
    ledger_role,
    res_company,
    res_partner,
    res_partner_bank,
)
