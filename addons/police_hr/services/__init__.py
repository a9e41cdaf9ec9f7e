"""Set-based readers and loaders; plain functions taking ``env``."""

from . import bank, dated_changes, increments, people_loader, version_reader
