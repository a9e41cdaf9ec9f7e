"""Reading one's own pay, words for it, and notices. Plain functions; callers have checked who asks."""
