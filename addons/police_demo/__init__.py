"""A made-up force for demonstrations, tests and benches. Installing it adds nothing; run ``police_demo``."""
