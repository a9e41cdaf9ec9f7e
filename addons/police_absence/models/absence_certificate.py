"""Evidence of sickness: self-certificates and fit notes."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .absence import HR
from .absence_sickness import SELF_CERTIFIED


class AbsenceCertificate(models.Model):
    _name = "police.absence.certificate"
    _description = "Sickness Certificate"
    _order = "date_from, id"

    absence_id = fields.Many2one("police.absence", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="absence_id.company_id", store=True, index=True)
    employee_id = fields.Many2one(related="absence_id.employee_id", store=True, index=True)
    kind = fields.Selection(
        [("self", "Self-certificate"), ("fit_note", "Fit note"), ("hospital", "Hospital certificate")],
        required=True,
        default="fit_note",
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", required=True)
    received_on = fields.Date(string="Received on", default=fields.Date.context_today)
    may_be_fit = fields.Boolean(string="May be fit", help="May be fit for work with adjustments.")
    advice = fields.Char(groups=HR, help="Adjustments advised: phased return, altered hours, amended duties.")
    document = fields.Binary(attachment=True, groups=HR)
    document_name = fields.Char(groups=HR)

    _dates_ok = models.Constraint(
        "CHECK (date_to >= date_from)", "A certificate may not end before it starts."
    )

    @api.depends("kind", "date_from", "date_to")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for certificate in self:
            dates = (
                f" {certificate.date_from:%-d %b} to {certificate.date_to:%-d %b %Y}"
                if certificate.date_from and certificate.date_to
                else ""
            )
            certificate.display_name = f"{kinds.get(certificate.kind, '')}{dates}"

    @api.constrains("kind", "date_from", "date_to", "absence_id")
    def _check_dates(self):
        for certificate in self:
            absence = certificate.absence_id
            days = (certificate.date_to - absence.date_from).days + 1
            if certificate.kind == "self" and days > SELF_CERTIFIED:
                raise ValidationError(
                    self.env._(
                        "A self-certificate covers the first seven days: until %s. From then on a fit "
                        "note is "
                        "needed.",
                        f"{fields.Date.add(absence.date_from, days=SELF_CERTIFIED - 1):%-d %B %Y}",
                    )
                )
            if certificate.date_to < absence.date_from or (
                absence.date_to and certificate.date_from > absence.date_to
            ):
                raise ValidationError(
                    self.env._(
                        "%(certificate)s lies outside %(absence)s.",
                        certificate=certificate.display_name,
                        absence=absence.display_name,
                    )
                )
