"""Finds supplier invoices that look like one already there, before they are paid.

    findings = detect.find(invoices)          list[Invoice] in order of arrival -> list[Finding]
    check-duplicates --csv FILE --out RESULT  the same from a file, see ``cli``

A later row is held and names the earlier one; the first to arrive is never held. What counts, in words:

- ``references``  how two references relate: same, look-alike (O/0, 1/I/l), one with something added,
  digits transposed, nearly the same, blank, another kind of number, or another number of the same kind
- ``amounts``     equal, net keyed as gross, mistyped
- ``days``        same, mistyped (day and month swapped, another year), days apart
- ``suppliers``   one supplier, or two with the same bank details or name
- ``judge``       which of these together hold an invoice, and how sure that is
- ``splits``      parts that add up to an invoice that is there as a whole
- ``credits``     a credit note takes its invoice away: the re-bill is lawful, once

Rows are compared only where a key is shared (``index``), so time grows with rows, not with their square.
"""
