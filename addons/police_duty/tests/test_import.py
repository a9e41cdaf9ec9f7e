"""CSV: all or nothing, every bad row listed, safe to repeat."""

import base64

from odoo.addons.police_duty.services.duty_import import DutyImport, template_csv
from odoo.tests import tagged

from .common import DutyCase

HEAD = "person,reference,kind,on,rostered_start,rostered_end,start,end,told_at,authorised_by,miles,shares\n"
GOOD = (
    "100001,D1,rostered,,2026-09-01T07:00,2026-09-01T15:00,"
    "2026-09-01T07:00,2026-09-01T17:30,2026-09-01T06:00,Insp,,\n"
)


@tagged("post_install", "-at_install", "police")
class TestImport(DutyCase):
    def take(self, text, user=None, **more):
        env = self.env(user=user or self.clerk)
        return DutyImport(env, self.company.with_env(env), "csv").take_csv(text.encode(), **more)

    def entries(self):
        return self.env["police.duty.entry"].search([("reference", "=like", "D%"), ("source", "=", "csv")])

    def test_a_good_file_is_taken_and_repeating_it_changes_nothing(self):
        answer = self.take(HEAD + GOOD + "100002,D2,rostered,2026-09-02,,,,,,,12,RES:60 FIN:40\n")
        self.assertEqual((answer["accepted"], answer["errors"]), (2, []))
        first, second = self.entries().sorted("reference")
        self.assertEqual((first.state, first.worked_text, first.source), ("draft", "07:00-17:30", "csv"))
        self.assertEqual(self.earned(first), [("overtime_casual", 2.5, "expected")])
        self.assertEqual((second.miles, second.split_ids.mapped("parts")), (12, [60, 40]))
        answer = self.take(HEAD + GOOD + "100002,D2,rostered,2026-09-02,,,,,,,12,RES:60 FIN:40\n")
        self.assertEqual((answer["accepted"], answer["unchanged"], answer["updated"]), (0, 2, 0))

    def test_a_changed_row_waits_for_approval_again(self):
        self.take(HEAD + GOOD)
        self.env["police.duty.entry"].browse(self.entries().ids).sudo().write({"sheet_id": self.sheet.id})
        self.entries()._mark_prepared()
        self.entries().with_user(self.supervisor).action_approve()
        answer = self.take(HEAD + GOOD.replace("17:30", "16:00"))
        self.assertEqual((answer["updated"], self.entries().state), (1, "draft"))
        self.assertEqual(self.earned(self.entries()), [("overtime_casual", 1.0, "expected")])

    def test_every_bad_row_is_listed_and_nothing_is_taken(self):
        rows = [
            GOOD,
            "999999,D2,rostered,2026-09-01,,,,,,,,\n",  # nobody
            "100001,D3,holiday,2026-09-01,,,,,,,,\n",  # no such kind
            "100001,D4,rostered,,,,2026-09-01T25:00,,,,,\n",  # no such time
            "100001,D1,rostered,2026-09-01,,,,,,,,\n",  # twice
            "100001,D5,rostered,2026-09-01,,,,,,,-3,\n",  # negative
        ]
        answer = self.take(HEAD + "".join(rows))
        self.assertEqual(answer["accepted"], 0)
        self.assertEqual([error["row"] for error in answer["errors"]], [4, 5, 6, 7])
        self.assertFalse(self.entries())
        answer = self.take(HEAD + rows[0] + rows[1] + "100001,D9,rostered,2026-09-01,,,,,,,3,RES:1 XYZ:1\n")
        self.assertEqual([error["row"] for error in answer["errors"]], [3, 4])
        self.assertIn("no cost centre XYZ", answer["errors"][1]["reason"])

    def test_files_that_are_none_are_refused_in_words(self):
        for content, words in (
            (b"\xff\xfe\x00", "UTF-8"),
            (b"", "lacks"),
            (b"person,reference,kind,rank\n", "personnel record"),
            (HEAD.encode(), "no duties"),
            (b"person,reference,kind,colour\n", "not a column"),
        ):
            answer = DutyImport(self.env, self.company, "csv").take_csv(content)
            self.assertIn(words, " ".join(error["reason"] for error in answer["errors"]), content)

    def test_the_template_can_be_imported_but_for_its_people(self):
        answer = self.take(template_csv().replace("300001", "200002"))
        self.assertEqual(answer["errors"], [])
        self.assertEqual(answer["accepted"], 4)

    def test_the_wizard_shows_what_is_wrong(self):
        wizard = (
            self.env["police.duty.import"]
            .with_user(self.clerk)
            .create({"content": base64.b64encode((HEAD + "1,D1,rostered,,,,,,,,,\n").encode())})
        )
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.error_ids[0].row), ("refused", 2))
        wizard.action_again()
        wizard.content = base64.b64encode((HEAD + GOOD).encode())
        wizard.action_import()
        self.assertEqual((wizard.state, wizard.accepted), ("done", 1))

    def test_a_paid_duty_is_corrected_by_a_new_reference(self):
        self.approved(self.august)
        self.take(HEAD + GOOD)
        self.entries().sudo().write({"sheet_id": self.sheet.id})
        self.entries()._mark_prepared()
        self.entries().with_user(self.supervisor).action_approve()
        self.approved()
        answer = self.take(HEAD + GOOD.replace("17:30", "16:00"))
        self.assertIn("paid already", answer["errors"][0]["reason"])
        head = HEAD.strip() + ",replaces\n"
        answer = self.take(head + GOOD.replace("17:30", "16:00").replace("D1", "D1a").strip() + ",D1\n")
        self.assertEqual((answer["accepted"], answer["errors"]), (1, []))
        correction = self.env["police.duty.entry"].search([("reference", "=", "D1a")])
        self.assertEqual(correction.replaces_id.reference, "D1")
        answer = self.take(head + GOOD.replace("D1", "D1b").strip() + ",D1\n")
        self.assertIn("corrected already by D1a", answer["errors"][0]["reason"])
