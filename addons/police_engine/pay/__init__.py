"""Police pay: scales, proration, overtime, unsocial hours, allowances and the element catalogue."""
