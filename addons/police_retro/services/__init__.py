"""What the screens call: histories read, periods worked out again, awards and scenarios costed."""
