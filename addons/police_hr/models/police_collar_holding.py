"""Who held which collar number, and when it may be given to somebody else."""

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

DEFAULT_YEARS = 5
PARAMETER = "police_hr.collar_reuse_years"


class PoliceCollarHolding(models.Model):
    """Holdings are kept by ``hr.employee`` as the number on the person changes; PostgreSQL refuses
    the same number twice in a force before the quiet years are over, whoever writes it."""

    _name = "police.collar.holding"
    _description = "Collar number holding"
    _order = "number, date_from desc"
    _rec_name = "number"

    employee_id = fields.Many2one(
        "hr.employee", string="Person", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", string="Force", required=True, index=True)
    number = fields.Char(string="Collar number", required=True, index=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="To", help="Last day; empty while it is held.")
    free_from = fields.Date(string="Free from", help="First day on which somebody else may have this number.")

    _dates_in_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_to >= date_from)", "The end date is before the start date."
    )
    _free_after_end = models.Constraint(
        "CHECK ((date_to IS NULL) = (free_from IS NULL) AND (free_from IS NULL OR free_from > date_to))",
        "A number becomes free only after it was given back.",
    )
    _one_holder = models.Constraint(
        "EXCLUDE USING gist (int8range(company_id, company_id, '[]') WITH &&,"
        " int8range(hashtextextended(number, 0) >> 1, hashtextextended(number, 0) >> 1, '[]') WITH &&,"
        " daterange(date_from, free_from, '[)') WITH &&)",
        "This collar number is held, or was given back too recently to be used again.",
    )

    @api.model
    def _reuse_years(self) -> int:
        """Whole years for which a number rests after its holder gave it back."""
        text = self.env["ir.config_parameter"].sudo().get_param(PARAMETER, str(DEFAULT_YEARS))
        if not text.isdigit():
            raise ValidationError(
                self.env._(
                    "System parameter %(name)s must be a whole number of years, not “%(value)s”.",
                    name=PARAMETER,
                    value=text,
                )
            )
        return int(text)

    @api.model
    def _free_after(self, last_day):
        """First day on which a number given back on ``last_day`` may be used again."""
        return last_day + relativedelta(years=self._reuse_years(), days=1)

    @api.model_create_multi
    def create(self, vals_list):
        self._refuse_taken(vals_list)
        for vals in vals_list:
            if vals.get("date_to") and not vals.get("free_from"):
                vals["free_from"] = self._free_after(fields.Date.to_date(vals["date_to"]))
        return super().create(vals_list)

    def _give_back(self, start, number):
        """End this holding because its holder has ``number`` (or none) from ``start`` on.

        A number that was never really held (corrected on its first day) leaves no trace; a holder who
        takes their own number again ends its rest.
        """
        self.ensure_one()
        if self.number == number:
            self.free_from = start
        elif self.date_from >= start:
            self.unlink()
        elif not self.date_to or self.date_to >= start:
            last_day = start - relativedelta(days=1)
            self.write({"date_to": last_day, "free_from": self._free_after(last_day)})

    def _correct(self, number):
        """The number was written down wrongly: it was ``number``, or none, all the time."""
        self.ensure_one()
        if number:
            self.number = number
        else:
            self.unlink()

    def _refuse_taken(self, vals_list):
        """A readable refusal before the database's own, in one query for the whole batch."""
        if not vals_list:
            return
        self.flush_model()
        rows = self.env.execute_query_dict(
            SQL(
                _TAKEN,
                companies=[vals["company_id"] for vals in vals_list],
                numbers=[vals["number"] for vals in vals_list],
                starts=[fields.Date.to_date(vals["date_from"]) for vals in vals_list],
                ends=[fields.Date.to_date(vals.get("date_to")) or None for vals in vals_list],
            )
        )
        if rows:
            raise ValidationError("\n".join(self._taken_message(row) for row in rows[:20]))

    def _taken_message(self, row):
        person = self.env["hr.employee"].sudo().browse(row["employee_id"]).name
        if row["date_to"] is None:
            return self.env._(
                "Collar number %(number)s is held by %(person)s.", number=row["number"], person=person
            )
        return self.env._(
            "Collar number %(number)s was held by %(person)s until %(until)s "
            "and is free again from %(free)s.",
            number=row["number"],
            person=person,
            until=row["date_to"].strftime("%d/%m/%Y"),
            free=row["free_from"].strftime("%d/%m/%Y"),
        )


_TAKEN = """
    SELECT h.number, h.employee_id, h.date_to, h.free_from
      FROM unnest(%(companies)s::int[], %(numbers)s::varchar[], %(starts)s::date[], %(ends)s::date[])
           AS wanted(company_id, number, date_from, date_to)
      JOIN police_collar_holding h ON h.company_id = wanted.company_id AND h.number = wanted.number
       AND daterange(h.date_from, h.free_from, '[)') && daterange(wanted.date_from, wanted.date_to, '[]')
     ORDER BY h.number
"""
