"""Two transactions that each see room for one: the second waits for the first, then is refused."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from odoo import SUPERUSER_ID, api
from odoo.addons.police_finance.models.budget_entry import Call
from odoo.exceptions import UserError
from odoo.modules.registry import Registry
from odoo.tests import BaseCase, get_db_name, tagged

PLAYERS, ROOM, EACH = 6, 100_00, 30_00


@tagged("post_install", "-at_install", "police")
class TestBudgetRace(BaseCase):
    """Real connections, each with a transaction of its own; what they leave is removed again."""

    def setUp(self):
        super().setUp()
        self.registry = Registry(get_db_name())
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            company = env["res.company"].search([], limit=1)
            plan = env.ref("police_core.analytic_plan_cost_centre")
            centre = env["account.analytic.account"].create(
                {"name": "Race", "code": "RACE", "plan_id": plan.id, "company_id": company.id}
            )
            post = env["account.budget.post"].create(
                {"name": "Race", "company_id": company.id, "police_everything": True}
            )
            budget = env["crossovered.budget"].create(
                {"name": "Race", "company_id": company.id, "date_from": "2026-04-01", "date_to": "2027-03-31"}
            )
            line = env["crossovered.budget.lines"].create(
                {"crossovered_budget_id": budget.id, "analytic_account_id": centre.id,
                 "general_budget_id": post.id, "police_amount": ROOM / 100}
            )  # fmt: skip
            env.flush_all()
            cr.execute("UPDATE crossovered_budget SET state = 'validate' WHERE id = %s", [budget.id])
            self.ids = {"line": line.id, "budget": budget.id, "post": post.id, "centre": centre.id}
        self.addCleanup(self.remove)

    def remove(self):
        with self.registry.cursor() as cr:
            cr.execute("DELETE FROM police_budget_entry WHERE line_id = %s", [self.ids["line"]])
            cr.execute("DELETE FROM crossovered_budget_lines WHERE id = %s", [self.ids["line"]])
            cr.execute("DELETE FROM crossovered_budget WHERE id = %s", [self.ids["budget"]])
            cr.execute("DELETE FROM account_budget_post WHERE id = %s", [self.ids["post"]])
            cr.execute("DELETE FROM account_analytic_account WHERE id = %s", [self.ids["centre"]])

    def test_only_so_many_get_in_as_there_is_room_for(self):
        begun = Barrier(PLAYERS)
        # Environments are made here: another thread would wait for the registry that the test run holds.
        envs = [api.Environment(self.registry.cursor(), SUPERUSER_ID, {}) for _ in range(PLAYERS)]

        def play(number):
            env, model = envs[number - 1], "purchase.request.line"
            try:
                # every transaction has its picture of the database before anybody calls
                self.assertEqual(env["crossovered.budget"].browse(self.ids["budget"]).state, "validate")
                begun.wait(30)
                call = Call(self.ids["line"], "reserve", model, -number, f"Race {number}", EACH)
                env["police.budget.entry"]._settle({model: [-number]}, [call], "race")
                env.cr.commit()
            except UserError:
                return False
            finally:
                env.cr.close()
            return True

        with ThreadPoolExecutor(PLAYERS) as pool:
            got_in = list(pool.map(play, range(1, PLAYERS + 1)))
        self.assertEqual(sum(got_in), ROOM // EACH)
        with self.registry.cursor() as cr:
            cr.execute(
                "SELECT sum((amount * 100)::bigint) FROM police_budget_entry WHERE line_id = %s",
                [self.ids["line"]],
            )
            self.assertEqual(int(cr.fetchone()[0]), ROOM // EACH * EACH)
