from . import (
    account_move,
    budget_documents,
    delegation_limit,
    purchase_approval,
    purchase_order,
    purchase_order_approval,
    purchase_order_line,
    purchase_request,
    reason_wizard,
    stock_picking,
)
