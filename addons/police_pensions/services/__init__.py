"""Plain classes taking ``env``: history writer and reader, CSV, returns, statements, checks of a run."""
