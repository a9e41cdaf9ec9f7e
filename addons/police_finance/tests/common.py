"""Two forces with a ledger each, the people of one of them, and a supplier."""

from datetime import date

from odoo import Command
from odoo.addons.police_finance.services import chart, delegation
from odoo.tests import TransactionCase, new_test_user

SOURCE = "Financial Regulations 2026, C.12"


class ForceCase(TransactionCase):
    """Force A with clerk, second clerk, two accountants, manager, administrator, auditor; force B empty."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context=dict(cls.env.context, tracking_disable=True))
        cls.force = cls._force("Thin Test North", "T91")
        cls.other_force = cls._force("Thin Test South", "T92")
        cls.roles = chart.prepare_force_ledger(cls.env, cls.force)
        cls.clerk = cls._user("t.clerk", "police_core.group_finance_clerk")
        cls.clerk2 = cls._user("t.clerk2", "police_core.group_finance_clerk")
        cls.accountant = cls._user("t.accountant", "police_core.group_force_accountant")
        cls.accountant2 = cls._user("t.accountant2", "police_core.group_force_accountant")
        cls.manager = cls._user("t.manager", "police_core.group_force_manager")
        cls.admin_user = cls._user("t.admin", "police_core.group_administrator")
        cls.auditor = cls._user("t.auditor", "police_core.group_auditor")
        cls.centre = cls._centre("T100", "Response north")
        cls.centre2 = cls._centre("T200", "Custody")
        cls.supplier = cls.env["res.partner"].create(
            {"name": "Tees Uniforms Ltd", "is_company": True, "supplier_rank": 1}
        )
        cls.limit_own = cls._limit("bill_own", 1000, "police_core.group_finance_clerk")
        cls.limit_other = cls._limit("bill_other", 5000, "police_core.group_finance_clerk")

    @classmethod
    def _force(cls, name, code):
        uk = cls.env.ref("base.uk")
        return cls.env["res.company"].create(
            {
                "name": name,
                "is_police_force": True,
                "force_code": code,
                "country_id": uk.id,
                "currency_id": cls.env.ref("base.GBP").id,
            }
        )

    @classmethod
    def _user(cls, login, group, company=None):
        company = company or cls.force
        return new_test_user(
            cls.env,
            login,
            groups=group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
            email=f"{login}@example.test",
        )

    @classmethod
    def _centre(cls, code, name, company=None):
        return cls.env["account.analytic.account"].create(
            {
                "name": name,
                "code": code,
                "plan_id": cls.env.ref("police_core.analytic_plan_cost_centre").id,
                "company_id": (company or cls.force).id,
            }
        )

    @classmethod
    def _limit(cls, activity, amount, group=None, **kw):
        return delegation.set_limit(
            cls.env,
            cls.force,
            activity=activity,
            amount=amount,
            group=group,
            source=SOURCE,
            date_from=kw.pop("date_from", date(2020, 1, 1)),
            prepared_by=cls.admin_user,
            approved_by=kw.pop("approved_by", cls.accountant),
            **kw,
        )

    def bill(self, amount=100.0, ref="INV-1", user=None, **kw):
        """A coded draft supplier invoice of ``amount`` before VAT (none is charged here)."""
        user = user or self.clerk
        return (
            self.env["account.move"]
            .with_user(user)
            .with_company(self.force)
            .create(
                {
                    "move_type": "in_invoice",
                    "partner_id": kw.pop("partner", self.supplier).id,
                    "ref": ref,
                    "invoice_date": kw.pop("invoice_date", date(2026, 9, 1)),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Boots",
                                "quantity": 1,
                                "price_unit": amount,
                                "tax_ids": [Command.clear()],
                                "account_id": self.roles["supplies_uniform"].id,
                                "analytic_distribution": {str(kw.pop("centre", self.centre).id): 100},
                            }
                            | kw.pop("line", {})
                        )
                    ],
                    **kw,
                }
            )
        )

    def assert_menus_open(self, root, user):
        """Every menu under ``root`` that ``user`` sees opens: its views are built and its rows read."""
        env = self.env(user=user, context={"allowed_company_ids": user.company_ids.ids, "lang": "en_GB"})
        visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
        menus = self.env["ir.ui.menu"].search(
            [("id", "child_of", self.env.ref(root).id), ("id", "in", list(visible))]
        )
        opened = 0
        for action in (
            menu.action for menu in menus if menu.action and menu.action._name == "ir.actions.act_window"
        ):
            with self.subTest(action.name):
                model = env[action.res_model]
                views = [(view_id, kind) for view_id, kind in action.views] + [
                    (action.search_view_id.id, "search")
                ]
                built = model.get_views(views, {"toolbar": True})["views"]
                kinds = {"list", "kanban", "form"} & built.keys()
                names = {name for kind in kinds for name in built[kind].get("fields", ())} or {"display_name"}
                self.assertTrue(built)
                if not model._transient and model._auto:
                    model.search_read([], [name for name in names if name in model._fields], limit=3)
                opened += 1
        return opened
