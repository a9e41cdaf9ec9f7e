"""Retro pay, awards, what-if, and why pay changed: everything that calculates pay again."""

from . import models, wizards
