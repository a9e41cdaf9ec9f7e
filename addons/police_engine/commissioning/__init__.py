"""Commissioning calculations that need no database."""
