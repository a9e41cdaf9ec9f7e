"""Forms that ask for one decision or one file."""

from . import agreement_import, overpayment_plan, rate_change, reason
