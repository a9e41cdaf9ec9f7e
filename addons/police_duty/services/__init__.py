"""Plain classes that take ``env``: read duties in bulk, ask the engine, store in bulk."""
