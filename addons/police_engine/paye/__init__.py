"""PAYE: one statutory step a module (tax, nic, student_loan, statutory_pay, attachment, levy).

Each has ``compute(rules, period, ...)`` in pence and a context of whole numbers, made once for a
pay day and remembered, that the sums run on.
"""
