"""Keeps the words and citation of every rule used, and the citation and confidence of every source."""

from odoo.addons.police_engine import rulebook
from odoo.tools import SQL


class Snapshots:
    """Evidence rows for one rule set; existing rows are left as they are."""

    def __init__(self, env, rules):
        self.env = env
        self.rules = rules

    def keep(self, results):
        """Make sure that every rule and source of ``results`` has its snapshot."""
        lines = [line for result in results for line in result.lines]
        self._insert(
            "police_pay_rule",
            "rule",
            ("title", "formula", "citation", "confidence", "note"),
            self._rules({line.rule for line in lines}),
        )
        self._insert(
            "police_pay_source",
            "source",
            ("title", "citation", "confidence", "note"),
            self._sources({source for group in {line.sources for line in lines} for source in group}),
        )

    def _rules(self, keys):
        for key in sorted(keys):
            law = rulebook.rule(key)
            yield key, law.title, law.formula, law.citation, law.confidence, law.note or None

    def _sources(self, keys):
        for key in sorted(keys):
            period, name = self.rules.by_source(key)
            mark = period.mark(name)
            title = f"{period.title}: {name}" if name else period.title
            yield key, title, mark.citation, mark.confidence, mark.note or None

    def _insert(self, table, key, columns, rows):
        values = [
            SQL("(%s)", SQL(", ").join([SQL("%s", v) for v in (self.rules.hash, *row)])) for row in rows
        ]
        if not values:
            return
        names = SQL(", ").join(SQL.identifier(name) for name in ("rule_set_hash", key, *columns))
        self.env.cr.execute(
            SQL(
                "INSERT INTO %s (%s) VALUES %s ON CONFLICT (rule_set_hash, %s) DO NOTHING",
                SQL.identifier(table),
                names,
                SQL(", ").join(values),
                SQL.identifier(key),
            )
        )
