"""Finance calculations that need no database."""
