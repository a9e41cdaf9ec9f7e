"""Wizards for payments out of turn."""

from . import off_cycle, reversal
