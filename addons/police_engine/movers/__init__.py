"""Starters, leavers and notices: category letters, P45, P60, payments after leaving, HMRC's notices."""
