"""Lists for third parties: pension contributions by scheme, deductions by code; as CSV and PDF."""
