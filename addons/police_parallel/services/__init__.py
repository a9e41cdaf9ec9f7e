"""Between the database and the pure parallel run: import, comparison, counting for the gate."""
