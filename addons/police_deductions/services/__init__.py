"""Plain classes that read facts with few queries, ask the engine, and store its answers in bulk."""
