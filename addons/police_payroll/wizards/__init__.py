"""Wizards: accepting warnings, importing people."""

from . import acknowledge, people_import
