"""Dated parameters with citations: ``RuleSet.load()`` once, ``rule_set.at(name, on)`` everywhere."""

from .loader import Mark, Period, RuleSet

__all__ = ["Mark", "Period", "RuleSet"]
