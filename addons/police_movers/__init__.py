"""Starters, leavers, notices, off-cycle payments and the year end."""

from . import models, wizards
