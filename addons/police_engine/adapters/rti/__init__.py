"""Real Time Information for HMRC: Full Payment Submission, Employer Payment Summary, IRmark, checks.

HMRC's 2026-27 schema could not be had when this was written, so element names and their order follow
published secondary sources and HMRC's own older documents; see ``schema/README.md``.
"""
