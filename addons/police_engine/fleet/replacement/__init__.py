"""Which vehicles to replace in which year under a yearly limit of capital."""
