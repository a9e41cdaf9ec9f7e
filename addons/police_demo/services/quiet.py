"""Context for entering thousands of rows without a chatter message on each."""

QUIET = {"tracking_disable": True, "mail_create_nolog": True, "mail_create_nosubscribe": True}
