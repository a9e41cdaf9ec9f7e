"""Retro pay: closed periods recalculated in memory, the differences paid now; never edits a closed slip."""
