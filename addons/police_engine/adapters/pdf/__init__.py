"""Tagged PDFs: payslips, the run's control certificate, the run summary, schedules.

``fonts`` and ``ink`` set type, ``tagged`` writes the file with its structure tree, ``flow`` breaks
pages, the other modules are the documents.
"""
