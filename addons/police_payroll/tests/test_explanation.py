"""Every line says why: rule, words, citation, confidence; and can be recomputed from what is stored."""

from odoo.addons.police_engine.params import RuleSet
from odoo.addons.police_engine.replay import replay
from odoo.addons.police_payroll.services.documents import payslip_file
from odoo.addons.police_payroll.services.slip_reader import read_lines
from odoo.tests import tagged

from .common import PayrollCase


@tagged("post_install", "-at_install", "police")
class TestExplanation(PayrollCase):
    def test_no_line_without_rule_words_and_citation(self):
        run = self.calculated()
        lines = run.sudo().slip_ids.line_ids
        self.assertGreater(len(lines), 15)
        for line in lines:
            with self.subTest(line=line.label):
                self.assertTrue(line.rule_id.formula)
                self.assertTrue(line.rule_id.citation)
                self.assertEqual(len(line.source_ids), len((line.sources or "").splitlines()))
                self.assertTrue(all(line.source_ids.mapped("citation")))
                self.assertIn(line.confidence, ("verified", "derived", "recalled", "unknown"))
                self.assertIn(line.rule_id.title.replace("'", "&#39;"), str(line.explanation))

    def test_stored_lines_replay_to_the_same_penny(self):
        run, rules = self.calculated(), RuleSet.load()
        for lines in read_lines(self.env.cr, run.id).values():
            for line in lines:
                with self.subTest(line=line.label):
                    self.assertEqual(replay(line, rules), line.amount)

    def test_unverified_figures_are_listed_on_run_and_payslip(self):
        """Scales from September 2026 are a projection: never shown as verified."""
        run = self.calculated()
        slip = self.slip(run, self.sergeant)
        self.assertTrue(slip.unverified)
        self.assertLessEqual(set(slip.unverified.splitlines()), set(run.unverified.splitlines()))
        self.assertTrue(
            run.source_ids.filtered(lambda s: s.source.startswith("police/pay/scales@2026-09-01"))
        )
        self.assertNotIn("verified", run.source_ids.mapped("confidence"))

    def test_snapshots_cannot_be_changed(self):
        run = self.calculated()
        rule = run.sudo().slip_ids.line_ids[0].rule_id
        for record in (rule, run.sudo().source_ids[0]):
            with self.assertRaisesRegex(Exception, "evidence"):
                record.write({"citation": "something else"})
            with self.assertRaisesRegex(Exception, "evidence"):
                record.unlink()

    def test_why_window_and_pdf(self):
        run = self.calculated()
        line = self.slip(run, self.sergeant).with_user(self.clerk).line_ids[0]
        action = line.action_why()
        self.assertEqual((action["res_id"], action["target"]), (line.id, "new"))
        name, data = payslip_file(line.slip_id)
        self.assertTrue(data.startswith(b"%PDF"))
        self.assertIn("100001", name)
