"""Sickness and family leave: clocks, statutory pay within occupational pay, elements by period."""
