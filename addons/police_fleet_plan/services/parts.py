"""When the parts of each planned job are here: from the shelf, from orders, or from a supplier's usual time.

Jobs take parts in the order in which they are asked about (earliest due first), so that two services do not
count on the same filter. Parts reserved for a job card are its own already and are not on the free shelf.
"""

from collections import defaultdict
from datetime import timedelta

from odoo import fields
from odoo.fields import Domain

from .clock import to_stamp


class Parts:
    """The parts stores of a force: free now, and what comes on which day."""

    def __init__(self, plan, workshops, notes):
        self.env, self.plan, self.notes = plan.env, plan, notes
        self.today = fields.Date.context_today(plan)
        self.free, self.coming, self.waits = {}, defaultdict(list), {}
        if wanted := self._wanted():
            places = [shop._stores() for shop in workshops]
            self._read_shelf(wanted, places)
            self._read_orders(wanted)

    def _wanted(self):
        """Products that any service of the force takes."""
        rows = self.env["police.fleet.service.part"].search([("company_id", "=", self.plan.company_id.id)])
        return rows.product_id

    def _read_shelf(self, products, places):
        roots = self.env["stock.location"].union(*places)
        for quant in (
            self.env["stock.quant"]
            .sudo()
            .search(Domain("product_id", "in", products.ids) & Domain("location_id", "child_of", roots.ids))
        ):
            free = quant.quantity - quant.reserved_quantity
            self.free[quant.product_id.id] = self.free.get(quant.product_id.id, 0) + free

    def _read_orders(self, products):
        """Confirmed orders for the stores; what was ordered for one job card is that card's."""
        lines = (
            self.env["purchase.order.line"]
            .sudo()
            .search(
                Domain("product_id", "in", products.ids)
                & Domain("company_id", "=", self.plan.company_id.id)
                & Domain("order_id.state", "=", "purchase")
                & Domain("police_job_id", "=", False)
            )
        )
        for line in lines:
            left = line.product_qty - line.qty_received
            if left > 0:
                self.coming[line.product_id.id].append([_day(line.date_planned), left, line.order_id.name])
        for rows in self.coming.values():
            rows.sort()

    # -- asking ------------------------------------------------------------------------------------

    def ready(self, services, vehicle):
        """``(day or None, words)``: when everything the services of this vehicle take is here; takes it."""
        latest, words = None, []
        for service in services:
            for product, number in service._parts_for(vehicle):
                day, why = self._take(product, number)
                if day and (not latest or day > latest):
                    latest = day
                if day:
                    words.append(why)
        return latest, "; ".join(words)

    def _take(self, product, number):
        """The day the last of ``number`` is here (None: on the shelf) and where it comes from."""
        shelf = min(max(self.free.get(product.id, 0), 0), number)
        self.free[product.id] = self.free.get(product.id, 0) - shelf
        number -= shelf
        day, source = None, ""
        for row in self.coming[product.id]:
            if number <= 0:
                break
            taken = min(row[1], number)
            if taken > 0:
                row[1] -= taken
                number -= taken
                day, source = max(row[0], self.today), row[2]
        if number > 0:
            day, source = self._from_supplier(product, number)
        return day, f"{product.display_name}: {source}" if day else ""

    def _from_supplier(self, product, number):
        seller = product.sudo()._select_seller(quantity=number) or product.sudo().seller_ids[:1]
        if not seller:
            note = self.env._(
                "%s is short and has no supplier: its services are planned as if it were here.",
                product.display_name,
            )
            if note not in self.notes:
                self.notes.append(note)
            return None, ""
        day = self.today + timedelta(days=seller.delay)
        return day, self.env._("to order from %(who)s, %(days)s days",
                               who=seller.partner_id.name, days=seller.delay)  # fmt: skip

    def of_card(self, card):
        """The day the parts that a card is short of are here, by its own orders or the supplier's time."""
        latest = None
        for part in card.part_ids.filtered(lambda p: p.state == "short"):
            lines = card.sudo().purchase_line_ids.filtered(
                lambda line, p=part: line.product_id == p.product_id and line.order_id.state == "purchase"
            )
            days = [_day(moment) for moment in lines.mapped("date_planned") if moment]
            day = max(days, default=None) or self._take(part.product_id, part.quantity)[0]
            latest = max(filter(None, (latest, day)), default=None)
        return latest

    # -- what was found ----------------------------------------------------------------------------

    def of_due(self, due):
        """The day for a service due; what a person entered counts first. Remembers it for :meth:`keep`."""
        if not due.id:
            return None
        day, why = self.ready(due.plan_id, due.vehicle_id)
        self.waits[due] = (day, why)
        return due.parts_ready_on or day

    def keep(self):
        """Write what was reckoned on the dues, where it changed."""
        for due, (day, why) in self.waits.items():
            if (due.parts_expected_on or None, due.parts_why or "") != (day, why):
                due.sudo().write({"parts_expected_on": day, "parts_why": why})
        late = [due for due, (day, _why) in self.waits.items() if day and day > self.plan.date_from]
        if late:
            self.notes.append(
                self.env._(
                    "%(count)s services wait for parts, e.g. %(which)s.",
                    count=len(late), which=f"{late[0].vehicle_id.display_name}: {late[0].parts_why}",
                )
            )  # fmt: skip


def _day(moment):
    """Local day of a naive UTC datetime."""
    return fields.Date.to_date(to_stamp(moment)[:10])
