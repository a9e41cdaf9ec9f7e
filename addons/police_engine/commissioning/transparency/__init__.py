"""What a force publishes about its spending, worked out from ledger rows: no database.

- ``spend``      which rows belong in the file of expenditure, and that nothing of the ledger is lost
- ``changes``    what a corrected version says differently
- ``payments``   how promptly invoices were paid (Procurement Act 2023 s.69, regulation 38), payments for s.70
- ``interest``   what late payment costs by statute
- ``periods``    reporting periods and their last days for publication
"""
