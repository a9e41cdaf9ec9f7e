"""Plain classes that take ``env``: records for HMRC, the courier, deadlines, what is owed."""
