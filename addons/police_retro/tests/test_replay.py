"""Every stored line can be worked out again to the penny from its facts and the law kept with its run."""

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_retro.services import law_store
from odoo.addons.police_retro.services.replay import replay_lines, replay_sample
from odoo.exceptions import UserError

from .common import AUGUST


class ReplayChecks:
    """Run by ``test_retro_edges``, on the same closed August."""

    def test_all_lines_of_closed_runs_agree_arrears_included(self):
        self.changed(self.sergeant, AUGUST, pay_point="4")
        self.check()
        self.change(self.sergeant).with_user(self.clerk).action_approve()
        run = self._approved_run(self.september)
        lines = (self.august_run | run).sudo().slip_ids.line_ids
        sample = replay_sample(self.env, 500, seed=7)
        self.assertEqual((sample.lines, sample.agreed, sample.differences), (len(lines), len(lines), []))
        self.assertTrue(lines.filtered(lambda line: line.rule == "arrears"))
        self.assertEqual(replay_sample(self.env, 5, seed=1), replay_sample(self.env, 5, seed=1))

    def test_a_line_whose_amount_was_altered_is_found(self):
        line = self.slip(self.august_run, self.sergeant).line_ids.filtered(lambda ln: ln.code == "basic_pay")
        self.env.cr.execute("UPDATE police_payslip_line SET amount = amount + 0.01 WHERE id = %s", [line.id])
        (found,) = replay_lines(self.env, line.ids)
        self.assertEqual((found.agrees, found.stored - found.again), (False, 1))
        action = line.with_user(self.auditor).action_replay()
        self.assertEqual(action["params"]["type"], "danger")

    def test_law_is_kept_whole_and_read_back_equal(self):
        rules = RuleSet.load()
        packed, digest = law_store.pack(rules)
        again = law_store.unpack(packed, digest, rules.hash)
        self.assertEqual((again.periods, again.hash), (rules.periods, rules.hash))
        with self.assertRaises(ValueError):
            law_store.unpack(packed, "0" * 64, rules.hash)
        kept = self.env["police.pay.law"].search([("rule_set_hash", "=", self.august_run.rule_set_hash)])
        self.assertEqual(len(kept), 1)
        self.assertEqual(self.env["police.pay.law"]._kept(rules.hash).periods, rules.periods)
        with self.assertRaises(UserError):
            kept.write({"files": 1})
        with self.assertRaises(UserError):
            kept.unlink()
