"""BACS: the Standard 18 payment file and the banking-day calendar it needs."""
