"""Fuel and electricity bought: what cannot be right about it."""
