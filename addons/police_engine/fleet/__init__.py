"""Fleet calculations that need no database."""
