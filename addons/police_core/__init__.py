"""Shared ground of every police addon: forces, roles, auditor, mixins, parameter viewer."""

from . import models
from .hooks import post_init_hook
