"""Pension contributions of police officers (PPS) and staff (LGPS), and auto-enrolment."""
