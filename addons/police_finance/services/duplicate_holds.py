"""Duplicate holds: the engine of ``check-duplicates`` on the force's own ledger.

``findings(moves)`` looks at drafts beside everything of the same supplier, of suppliers with the same bank
details and under the same reference that could matter, posted ones first: they are paid or about to be, so
the draft is the later one. Three queries, whatever the number of invoices.
"""

from collections import defaultdict
from typing import NamedTuple

from odoo.addons.police_engine.finance.duplicates import detect
from odoo.addons.police_engine.finance.duplicates.reading import bank_key
from odoo.addons.police_engine.finance.duplicates.records import Invoice
from odoo.tools import SQL

KINDS = ("in_invoice", "in_receipt", "in_refund")
FIELDS = (
    "ref",
    "police_ref_key",
    "invoice_date",
    "date",
    "amount_total",
    "amount_untaxed",
    "commercial_partner_id",
    "state",
    "move_type",
    "company_id",
    "invoice_origin",
)


class Found(NamedTuple):
    """``move`` repeats ``other``; ``kind`` stays the same as long as what is alike stays the same."""

    move: object
    other: object
    kind: str
    reason: str


def findings(moves):
    """A :class:`Found` for every draft of ``moves`` that repeats an earlier document of its force."""
    targets = moves.filtered("commercial_partner_id")
    if not targets:
        return []
    targets.env["account.move"].flush_model(FIELDS)
    targets.env["res.partner"].flush_model(["commercial_partner_id", "name"])
    targets.env["account.move.line"].flush_model(["move_id", "purchase_line_id"])
    banks = _banks(targets)
    rows = _rows(targets, banks)
    wanted = {str(move.id): move for move in targets}
    result = []
    for company in targets.company_id.ids:
        invoices = [_invoice(row, banks) for row in rows if row["company_id"] == company]
        for finding in detect.find(invoices):
            if finding.held and finding.id in wanted:
                other = moves.browse(int(finding.duplicate_of))
                result.append(Found(wanted[finding.id], other, finding.kind, finding.reason))
    return result


def _banks(targets):
    """``{partner id: bank key}`` of the suppliers of ``targets`` and of everybody who shares an account."""
    targets.env["res.partner.bank"].flush_model(["partner_id", "clearing_number", "sanitized_acc_number"])
    found = targets.env.execute_query(
        SQL(
            """SELECT p.commercial_partner_id, b.clearing_number, b.sanitized_acc_number
                 FROM res_partner_bank b JOIN res_partner p ON p.id = b.partner_id
                WHERE b.active AND b.sanitized_acc_number IN (
                      SELECT own.sanitized_acc_number
                        FROM res_partner_bank own JOIN res_partner holder ON holder.id = own.partner_id
                       WHERE own.active AND holder.commercial_partner_id = ANY(%s))
                ORDER BY b.id""",
            targets.commercial_partner_id.ids,
        )
    )
    sharing = defaultdict(list)
    for partner, clearing, account in found:
        if key := bank_key(clearing or "", account or ""):
            sharing[key].append(partner)
    banks = {}
    for key, partners in sorted(sharing.items(), key=lambda entry: -len(set(entry[1]))):
        for partner in partners:
            banks.setdefault(partner, key)
    return banks


def _rows(targets, banks):
    """Drafts and whatever of the ledger they could repeat: posted first, then by number."""
    linked = defaultdict(set)
    for partner, key in banks.items():
        linked[key].add(partner)
    asked = [
        (move.company_id.id, partner, move.police_ref_key or None, total, untaxed, day)
        for move in targets
        for total, untaxed, day in [(move.amount_total, move.amount_untaxed, move.invoice_date or move.date)]
        for partner in {
            move.commercial_partner_id.id,
            *linked.get(banks.get(move.commercial_partner_id.id), ()),
        }
    ]
    columns = [list(column) for column in zip(*asked, strict=True)]
    cursor = targets.env.cr
    cursor.execute(_query(columns, targets.ids))
    return cursor.dictfetchall()


def _query(columns, ids):
    return SQL(
        """WITH asked AS (
               SELECT * FROM unnest(
                   %s::int[], %s::int[], %s::text[], %s::numeric[], %s::numeric[], %s::date[])
                     AS asked(company, partner, key, total, untaxed, day)),
           near AS (
               SELECT m.id FROM account_move m JOIN asked a
                   ON m.company_id = a.company AND m.commercial_partner_id = a.partner
                WHERE m.move_type = ANY(%s) AND (
                      m.amount_total IN (a.total, a.untaxed) OR m.amount_untaxed IN (a.total, a.untaxed)
                      OR m.police_ref_key = a.key OR coalesce(m.invoice_date, m.date) = a.day
                      OR (abs(coalesce(m.invoice_date, m.date) - a.day) <= 62 AND (
                          starts_with(m.police_ref_key, a.key) OR starts_with(a.key, m.police_ref_key))))
               UNION
               SELECT m.id FROM account_move m JOIN asked a
                   ON m.company_id = a.company AND m.police_ref_key = a.key
                WHERE m.move_type = ANY(%s)
               UNION
               SELECT unnest(%s::int[]))
           SELECT m.id, m.company_id, m.ref, coalesce(m.invoice_date, m.date) AS day,
                  round(m.amount_untaxed * 100)::bigint AS net, round(m.amount_total * 100)::bigint AS gross,
                  m.move_type, m.commercial_partner_id, p.name,
                  coalesce((SELECT min(o.order_id) FROM account_move_line l
                              JOIN purchase_order_line o ON o.id = l.purchase_line_id
                             WHERE l.move_id = m.id)::text, m.invoice_origin, '') AS po
             FROM near JOIN account_move m ON m.id = near.id
             JOIN res_partner p ON p.id = m.commercial_partner_id
            WHERE m.state <> 'cancel' AND coalesce(m.invoice_date, m.date) IS NOT NULL
            ORDER BY (m.state <> 'posted'), m.id""",
        *columns,
        list(KINDS),
        list(KINDS),
        list(ids),
    )


def _invoice(row, banks):
    net, gross = row["net"], row["gross"]
    return Invoice(
        id=str(row["id"]),
        supplier_id=str(row["commercial_partner_id"]),
        supplier_name=row["name"] or "",
        reference=row["ref"] or "",
        invoice_date=row["day"],
        net=abs(net),
        vat=abs(gross - net),
        gross=abs(gross),
        credit=row["move_type"] == "in_refund",
        bank=banks.get(row["commercial_partner_id"], ""),
        po=row["po"],
    )
