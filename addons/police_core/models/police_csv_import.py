"""Wizards that take a CSV file: checked whole, taken whole or not at all, every bad row listed."""

import base64

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class PoliceCsvImport(models.AbstractModel):
    """Inherit, add ``error_ids`` (One2many to a model of ``police.csv.import.error``) and write ``_take``."""

    _name = "police.csv.import"
    _description = "Import of a CSV File"
    _importers = (
        ""  # XML ids of the roles that may import, separated by commas; empty: the access rights decide
    )

    content = fields.Binary(string="CSV file", attachment=False)
    file_name = fields.Char()
    state = fields.Selection(
        [("choose", "Choose"), ("refused", "Refused"), ("done", "Done")], default="choose", required=True
    )
    error_count = fields.Integer()

    def _take(self, data):
        """Check ``data`` (bytes) and store it if it is without a fault.

        Returns ``(values, errors)``: what to write on the wizard, and one dict a fault with the
        fields of the error model. With any fault nothing may have been stored.
        """
        raise NotImplementedError

    def action_import(self):
        """Check and take the file. With any fault nothing is taken and all faults are listed."""
        self.ensure_one()
        if self._importers and not self.env.user.has_groups(self._importers):
            raise AccessError(
                self.env._(
                    "%(user)s may not import this. It is for: %(roles)s.",
                    user=self.env.user.name,
                    roles=", ".join(self.env.ref(role).sudo().name for role in self._importers.split(",")),
                )
            )
        if "company_id" in self._fields and self.company_id not in self.env.companies:
            raise AccessError(self.env._("You do not work for %s.", self.company_id.sudo().name))
        if not self.content:
            raise UserError(self.env._("Choose a CSV file first."))
        values, errors = self._take(base64.b64decode(self.content))
        self.error_ids.unlink()
        self.write(
            {
                **values,
                "state": "refused" if errors else "done",
                "error_count": len(errors),
                "error_ids": [fields.Command.create(error) for error in errors],
            }
        )
        return self._show()

    def action_again(self):
        """Back to choosing a file."""
        self.write({"state": "choose", "content": False, "file_name": False})
        return self._show()

    def _show(self):
        return {
            "type": "ir.actions.act_window",
            "name": self._description,
            "res_model": self._name,
            "res_id": self.id,
            "views": [[False, "form"]],
            "target": "new",
        }

    def _download(self, name, data):
        """Action that downloads ``data`` (bytes); the file goes when the wizard goes."""
        kept = self.env["ir.attachment"].create(
            {"name": name, "raw": data, "mimetype": "text/csv", "res_model": self._name, "res_id": self.id}
        )
        return {"type": "ir.actions.act_url", "url": f"/web/content/{kept.id}?download=true", "target": "new"}


class PoliceCsvImportError(models.AbstractModel):
    """One fault; add ``wizard_id``."""

    _name = "police.csv.import.error"
    _description = "Fault in a CSV File"
    _order = "row, id"

    row = fields.Integer(aggregator=None, help="Line of the file; the header is 1, 0 is the file as a whole.")
    column_name = fields.Char(string="Column")
    value = fields.Char()
    reason = fields.Char()

    def _from_fault(self, fault):
        """Values from an engine's fault with ``row``, ``column``, ``value`` and ``reason``."""
        return {
            "row": fault.row,
            "column_name": fault.column,
            "value": fault.value,
            "reason": fault.reason,
        }
