"""Names in a people file -> records of the force, and every name that does not exist."""

from odoo.addons.police_engine.adapters.people_csv import RowError
from odoo.addons.police_engine.money import display, text

from .money_fields import to_pence

_ONLY_RANK = {"staff": "police_staff", "pcso": "pcso", "special": "special_constable"}  # when none is given
_IDENTIFIERS = ("payroll_reference", "collar_number", "warrant_number")


class PeopleLookup:
    """Reads ranks, stations, cost centres and local salaries once, and checks all rows against them."""

    def __init__(self, env, company, rows, on):
        self.env = env(su=True)
        self.company = company
        self.rows = rows
        self.on = on
        own = [("company_id", "in", [company.id, False])]
        plan = env.ref("police_core.analytic_plan_cost_centre")
        self.ranks = {(r.code, r.police_type): r.id for r in self.env["police.rank"].search([])}
        self.stations = {s.code: s.id for s in self.env["police.station"].search(own)}
        centres = self.env["account.analytic.account"].search([("root_plan_id", "=", plan.id), *own])
        self.centres = {centre.code: centre.id for centre in centres}
        self.salaries = self._read_salaries()
        self.new_salaries = {}

    def _read_salaries(self):
        """{(grade, point): salary in force on the day, or the next one to come}."""
        found = {}
        domain = [
            ("company_id", "=", self.company.id),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", self.on),
        ]
        for salary in self.env["police.local.salary"].search(domain, order="date_from desc"):
            found[salary.grade or "", str(salary.point)] = salary
        return found

    # -- checks ----------------------------------------------------------------------------------

    def errors(self):
        """Every fault of every row that needs the database to be seen."""
        taken = self._taken()
        for row in self.rows:
            yield from self._row_errors(row, taken)

    def _row_errors(self, row, taken):
        def fault(column, reason):
            return RowError(row["row"], column, str(row[column]), reason)

        if row["rank"] and not self._known_rank(row):
            yield fault("rank", f"is not a rank for {row['person_type']}. See People, Configuration, Ranks.")
        if row["station"] and row["station"] not in self.stations:
            yield fault("station", "is not the code of a station of this force.")
        if row["cost_centre"] and row["cost_centre"] not in self.centres:
            yield fault("cost_centre", "is not the code of a cost centre of this force.")
        for column in _IDENTIFIERS:
            if row[column] and row[column] in taken[column]:
                yield fault(column, "already belongs to somebody in this force.")
        yield from self._salary_errors(row, fault)

    def _salary_errors(self, row, fault):
        if not row["local_grade"] or not row["local_point"]:
            return
        salary = self.salaries.get((row["local_grade"], row["local_point"]))
        if salary is None:
            if row["annual_salary"] is None:
                yield fault("local_point", f"grade {row['local_grade']} has no salary for this point.")
        elif row["annual_salary"] not in (None, to_pence(salary.annual_salary)):
            yield RowError(
                row["row"], "annual_salary", text(row["annual_salary"]),
                f"differs from {display(to_pence(salary.annual_salary))}, the salary of {salary.code}.",
            )  # fmt: skip

    def _known_rank(self, row):
        return (row["rank"], row["person_type"]) in self.ranks

    def _taken(self):
        taken = {}
        for column in _IDENTIFIERS:
            values = [row[column] for row in self.rows if row[column]]
            people = self.env["hr.employee"].with_context(active_test=False)
            domain = [("company_id", "=", self.company.id), (column, "in", values)]
            taken[column] = set(people.search_fetch(domain, [column]).mapped(column)) if values else set()
        return taken

    # -- ids -------------------------------------------------------------------------------------

    def rank(self, row):
        """Id of the rank, or False."""
        return self.ranks.get((row["rank"] or _ONLY_RANK.get(row["person_type"]), row["person_type"]), False)

    def station(self, row):
        """Id of the station, or False."""
        return self.stations.get(row["station"], False)

    def cost_centre(self, row):
        """Id of the cost centre, or False."""
        return self.centres.get(row["cost_centre"], False)

    def local_salary(self, row):
        """Id of the local salary that pays the row; a new, not yet approved one for a new figure."""
        key = (row["local_grade"] or "", row["local_point"] or "")
        if all(key) and key in self.salaries:
            return self.salaries[key].id
        if row["annual_salary"] is None:
            return False
        code = "-".join(key) if all(key) else f"P-{row['payroll_reference']}"
        if code not in self.new_salaries:
            self.new_salaries[code] = self._new_salary(code, row).id
        return self.new_salaries[code]

    def _new_salary(self, code, row):
        person = self.env["police.local.salary"].with_user(self.env.uid).sudo()
        return person.create(
            {
                "code": code, "name": row["posting"] or code, "grade": row["local_grade"],
                "point": int(row["local_point"]) if (row["local_point"] or "").isdigit() else 0,
                "annual_salary": row["annual_salary"] / 100, "company_id": self.company.id,
                "date_from": min(self.on, row["start_date"]), "source": self.env._("People import"),
            }
        )  # fmt: skip
