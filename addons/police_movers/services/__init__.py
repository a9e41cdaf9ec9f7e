"""Plain classes taking ``env``: read sets, ask the engine, write in bulk."""
