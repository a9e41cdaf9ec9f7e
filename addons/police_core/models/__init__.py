from . import (
    account_analytic_account,
    auditor_policy,
    base,
    ir_http,
    ir_model_access,
    ir_rule,
    ir_ui_menu,
    police_approval_mixin,
    police_dated_mixin,
    police_immutable_mixin,
    police_parameter,
    res_company,
)
