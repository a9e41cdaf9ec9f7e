"""The demo month, step by step. Plain functions taking ``env``; every step acts as the user who would."""
