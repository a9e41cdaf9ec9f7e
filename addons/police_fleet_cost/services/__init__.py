"""Between the records and the pure rooms of police_engine.fleet."""
