"""Benches: ``./constabulary bench NAME``. Each prints a table and writes ``var/bench/NAME.json``."""
