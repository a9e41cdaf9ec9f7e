"""Variance: why a person's net pay changed, as typed causes that sum to the penny."""
