"""Licences asked about with DVLA: each enquiry is kept, what DVLA says is written to the driver's record.

Nobody is asked about without the driver's declaration; no address or date of birth is kept. A licence that
does not stand withdraws the authority to drive at once, and a person is told.
"""

from odoo import api, fields, models
from odoo.addons.police_fleet.models.lookup import OUTCOMES
from odoo.addons.police_fleet.services.gateway import Client, GatewayError
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ..services import licence

FAILURES = 3  # in a row; then the service is taken to be down
DECLARATION_YEARS = 3


class PoliceFleetLookupService(models.Model):
    _inherit = "police.fleet.lookup.service"

    code = fields.Selection(selection_add=[("driver", "DVLA driver enquiry")], ondelete={"driver": "cascade"})

    def action_run(self):
        """Drivers have a queue of their own."""
        drivers = self.filtered(lambda service: service.code == "driver")
        self.check_access("write")
        for service in drivers:
            service._ask_drivers(service._next_drivers())
        return super(PoliceFleetLookupService, self - drivers).action_run()

    def _next_drivers(self):
        """Whose check is due within a month, with a licence number and a declaration in force."""
        soon = fields.Date.add(fields.Date.context_today(self), months=1)
        drivers = self.env["police.fleet.driver"].search(
            Domain("company_id", "=", self.company_id.id)
            & Domain("licence_number", "!=", False)
            & (Domain("check_due", "=", False) | Domain("check_due", "<=", soon)),
            order="check_due, id",
        )
        return drivers.filtered(lambda driver: driver._may_be_asked())[: self.per_night]

    def _ask_drivers(self, drivers, each=None):
        """Ask about ``drivers``; returns the police.fleet.driver.check records made."""
        self.ensure_one()
        made, failed = self.env["police.fleet.driver.check"], 0
        try:
            client = Client(self._settings())
        except GatewayError as error:
            self.write({"last_run": fields.Datetime.now(), "last_message": error.message})
            return made
        for driver in drivers:
            check = driver._check_with(client)
            made |= check
            if each:
                each()
            failed = failed + 1 if check.outcome in ("failed", "timeout", "refused") else 0
            if check.outcome in ("limited", "setup") or failed >= FAILURES:
                break
        labels = dict(OUTCOMES)
        counts = {}
        for check in made:
            counts[check.outcome] = counts.get(check.outcome, 0) + 1
        told = ", ".join(f"{labels[kind]}: {number}" for kind, number in sorted(counts.items()))
        self.write(
            {"last_run": fields.Datetime.now(), "last_message": told or self.env._("Nobody's check is due")}
        )
        return made

    @api.model
    def _cron_ask_drivers(self):
        """Nightly, for every force; each answer is kept at once."""
        for service in self.search([("endpoint", "!=", False), ("code", "=", "driver")]):
            service._ask_drivers(
                service._next_drivers(), each=lambda: self.env["ir.cron"]._commit_progress(1)
            )


class PoliceFleetDriverCheck(models.Model):
    _name = "police.fleet.driver.check"
    _description = "Licence check with DVLA"
    _order = "asked_on desc, id desc"
    _rec_name = "driver_id"

    driver_id = fields.Many2one(
        "police.fleet.driver", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="driver_id.company_id", store=True, index=True)
    asked_on = fields.Datetime(required=True, readonly=True, default=lambda self: fields.Datetime.now())
    asked_by_id = fields.Many2one(
        "res.users", string="Asked by", required=True, readonly=True, default=lambda self: self.env.user
    )
    outcome = fields.Selection(OUTCOMES, required=True, readonly=True, index=True)
    http_status = fields.Integer(string="HTTP status", readonly=True, aggregator=None)
    message = fields.Char(readonly=True)
    licence_status = fields.Char(string="Licence", readonly=True)
    points = fields.Integer(string="Points", readonly=True, aggregator=None)
    offences = fields.Char(readonly=True)
    categories = fields.Char(readonly=True)
    valid_until = fields.Date(readonly=True)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Licence checks are kept on record."))


class PoliceFleetDriver(models.Model):
    _inherit = "police.fleet.driver"

    declaration_on = fields.Date(
        string="Declaration signed on", tracking=True,
        help="The driver's declaration that DVLA may be asked; it holds for three years.",
    )  # fmt: skip
    declaration_until = fields.Date(
        string="Declaration holds until", compute="_compute_declaration_until", store=True
    )
    dvla_check_ids = fields.One2many("police.fleet.driver.check", "driver_id", string="Checks with DVLA")

    @api.depends("declaration_on")
    def _compute_declaration_until(self):
        for driver in self:
            signed = driver.declaration_on
            driver.declaration_until = fields.Date.add(signed, years=DECLARATION_YEARS) if signed else False

    @api.constrains("declaration_on")
    def _check_declaration_past(self):
        today = fields.Date.context_today(self)
        if any(driver.declaration_on and driver.declaration_on > today for driver in self):
            raise ValidationError(self.env._("A declaration cannot be signed in the future."))

    def _may_be_asked(self):
        today = fields.Date.context_today(self)
        return bool(self.licence_number and self.declaration_until and self.declaration_until >= today)

    def action_ask_dvla(self):
        """Ask DVLA about these licences now."""
        self.check_access("write")
        for driver in self:
            if not driver._may_be_asked():
                raise UserError(
                    self.env._(
                        "%s: a licence number and a declaration in force are needed before DVLA is asked.",
                        driver.display_name,
                    )
                )
        checks = self.env["police.fleet.driver.check"]
        for company, drivers in self.grouped("company_id").items():
            service = self.env["police.fleet.lookup.service"].search(
                [("company_id", "=", company.id), ("code", "=", "driver")], limit=1
            )
            if not service:
                raise UserError(
                    self.env._("The driver enquiry is not set up: Fleet, Configuration, DVLA and DVSA.")
                )
            checks |= service._ask_drivers(drivers)
            if not checks:
                raise UserError(service.last_message)
        bad = checks.filtered(lambda check: check.outcome != "answered")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if bad else "success",
                "message": bad[:1].message or self.env._("Licence: %s", checks[:1].licence_status),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_with(self, client):
        """One enquiry, kept whatever comes of it; an answer is written to this record."""
        self.ensure_one()
        values = {"driver_id": self.id, "outcome": "answered", "http_status": 200}
        found = None
        try:
            found = licence.read(
                client.ask_driver(self.sudo().licence_number), fields.Date.context_today(self)
            )
            values |= {
                "licence_status": found.status, "points": found.points,
                "offences": ", ".join(found.offences), "categories": ", ".join(sorted(found.categories)),
                "valid_until": found.until,
            }  # fmt: skip
        except GatewayError as error:
            values |= {"outcome": error.kind, "message": error.message, "http_status": error.status}
        except (ValueError, AttributeError, TypeError) as error:
            words = self.env._("The answer is not in the published form: %s", error)
            values |= {"outcome": "failed", "message": words}
        if found and not self._same_name(found.surname):
            words = self.env._("The licence is of another surname; nothing was taken from it.")
            values |= {"outcome": "refused", "message": words}
            found = None
        check = self.env["police.fleet.driver.check"].sudo().create(values)
        if found:
            self._take(found)
        return check

    def _same_name(self, surname):
        """A slip in the licence number must not give somebody another person's licence."""
        person = self.sudo().employee_id
        ours = ("surname" in person._fields and person.surname) or (person.name or "").split(" ")[-1]
        plain = lambda text: "".join(c for c in (text or "").upper() if c.isalpha())  # noqa: E731
        return not surname or plain(surname) == plain(ours)

    def _take(self, found):
        """DVLA is who decides on licences: its facts count from today."""
        today = fields.Date.context_today(self)
        known = self.env["police.fleet.licence.category"].search([("code", "in", sorted(found.categories))])
        values = {
            "checked_on": today,
            "points": found.points,
            "licence_until": found.until or self.licence_until,
            "category_ids": known.ids,
            "disqualified_from": found.disqualified_from,
            "disqualified_until": found.disqualified_until,
        }
        if not found.stands and not self.withdrawn_on:
            why = self.env._("DVLA: the licence is %s.", found.status)
            values |= {"withdrawn_on": today, "withdrawn_reason": why}
        self.write(values)
        if not found.stands or found.disqualified_from:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=self._who_is_told().id,
                summary=self.env._("DVLA: %(status)s. This person may not drive.", status=found.status),
            )

    def _who_is_told(self):
        """Whoever asked, at night a fleet manager of the force."""
        if not self.env.user._is_superuser() and self.env.user.active:
            return self.env.user
        group = self.env.ref("police_core.group_fleet_manager")
        managers = group.sudo().all_user_ids.filtered(lambda u: u.active and self.company_id in u.company_ids)
        return managers[:1] or self.env.user
