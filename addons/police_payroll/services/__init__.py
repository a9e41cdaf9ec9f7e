"""Plain classes that take ``env``: collect facts with set-based reads, call the engine, store in bulk."""
