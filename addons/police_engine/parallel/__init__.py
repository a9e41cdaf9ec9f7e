"""A parallel run against the old payroll: file, people, comparison, causes, criteria and the go-live gate.

Pure: rows in, rows out; money is ``int`` pence. The addon ``police_parallel`` keeps what is decided.
"""
