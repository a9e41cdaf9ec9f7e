"""The odometer ledger: which readings count, which are queried, and why. Pure; no database, no clock."""
