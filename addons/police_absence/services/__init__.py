"""Between the absence tables and the engine: read, work out, hand over."""
