"""Take in HMRC's answers to an NVR from a CSV file: all rows or none, every bad row listed."""

import base64
import csv
import io
from datetime import date

from odoo import fields, models
from odoo.addons.police_engine.identifiers import nino as ninos
from odoo.exceptions import UserError

COLUMNS = ("payroll_number", "reply", "nino", "notice_date")
REPLIES = {"verified", "corrected", "not_traced"}


class RtiNinoReply(models.TransientModel):
    _name = "police.rti.nino.reply"
    _description = "HMRC's Answers About NI Numbers"

    file = fields.Binary(required=True)
    file_name = fields.Char()

    def action_import(self):
        """Store the answers on the waiting questions and show them."""
        self.ensure_one()
        self.env["police.rti.submission"]._check_role("police_core.group_payroll_clerk")
        rows, wrong = self._rows(), []
        waiting = {
            check.payroll_reference: check
            for check in self.env["police.rti.nino.check"].search(
                [("company_id", "=", self.env.company.id), ("reply", "=", "waiting")], order="id"
            )
        }
        values = [(number, self._read(row, waiting)) for number, row in enumerate(rows, start=2)]
        wrong = [f"{self.env._('Row')} {number}: {text}" for number, (_check, _v, text) in values if text]
        if wrong or not rows:
            raise UserError("\n".join(wrong) or self.env._("The file has no rows."))
        for _number, (check, vals, _text) in values:
            check.write({**vals, "source": self.file_name})
        action = self.env["ir.actions.act_window"]._for_xml_id("police_rti.action_rti_nino_check")
        return {**action, "domain": [("id", "in", [check.id for _n, (check, _v, _t) in values])]}

    def _rows(self):
        try:
            text = base64.b64decode(self.file).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise UserError(self.env._("The file is not UTF-8 text. Save it as CSV UTF-8.")) from error
        reader = csv.DictReader(io.StringIO(text))
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
            raise UserError(
                self.env._(
                    "The file lacks the columns %s. The first row names the columns.", ", ".join(missing)
                )
            )
        return list(reader)

    def _read(self, row, waiting):
        """(check, values, fault) of one row."""
        number = (row["payroll_number"] or "").strip()
        check = waiting.get(number)
        if not check:
            return (
                None,
                {},
                self.env._("nobody with payroll number %s is waiting for an answer.", number or "?"),
            )
        reply = (row["reply"] or "").strip()
        if reply not in REPLIES:
            return check, {}, self.env._("reply %s is not verified, corrected or not_traced.", reply or "?")
        given = (row["nino"] or "").replace(" ", "").upper()
        if reply == "not_traced":
            given = ""
        elif not ninos.is_valid(given):
            return check, {}, self.env._("%s is not a National Insurance number.", given or "?")
        try:
            day = date.fromisoformat((row["notice_date"] or "").strip())
        except ValueError:
            return (
                check,
                {},
                self.env._("notice date %s is not of the form 2026-09-30.", row["notice_date"] or "?"),
            )
        return check, {"reply": reply, "nino_returned": given or False, "replied_on": day}, ""
