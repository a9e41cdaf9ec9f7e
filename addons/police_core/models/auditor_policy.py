"""What an auditor may see and the few things their own session must be able to write.

The auditor reads every model and writes none. Two short lists are the whole policy; the
generated test ``tests/test_auditor.py`` walks every model in the registry against them.
"""

AUDITOR_GROUP = "police_core.group_auditor"

# Not business records but keys: reading them would let the reader act as somebody else.
SECRET_MODELS = frozenset(
    {
        "auth.oauth.provider",
        "auth.passkey.key",
        "auth_totp.device",
        "auth_totp.rate.limit.log",
        "change.password.own",
        "change.password.user",
        "change.password.wizard",
        "fetchmail.server",
        "google.gmail.mixin",
        "iap.account",
        "ir.config_parameter",
        "ir.mail_server",
        "mail.push",
        "mail.push.device",
        "payment.provider",
        "res.users.apikeys",
        "res.users.apikeys.description",
        "res.users.apikeys.show",
        "res.users.identitycheck",
    }
)

# The user's own desk, each with the reason why a read-only user still needs it. Record rules and
# core code limit these to the user's own rows; none of them is a business record.
OWN_DESK_MODELS = {
    "bus.presence": "the web client reports that the user is online",
    "discuss.channel.member": "the web client keeps the user's own unread counter",
    "ir.filters": "saves the user's own search filters",
    "mail.presence": "the web client reports that the user is online",
    "res.users.log": "core records the user's own login",
    "res.users.settings": "the user's own display settings",
    "res.users.settings.volumes": "the user's own display settings",
    "res.users.settings.embedded.action": "the user's own display settings",
    "web_tour.tour": "marks a product tour as seen by the user",
    "res.device": "the user's own sessions, so that they can end one",
    "res.device.log": "the user's own sessions",
}

# Transient forms that only show or print something: an auditor may fill them in, whatever their roles.
READING_WIZARDS = frozenset(
    {
        "aged.partner.balance.report.wizard",
        "change.password.own",
        "general.ledger.report.wizard",
        "journal.ledger.report.wizard",
        "open.items.report.wizard",
        "res.users.identitycheck",
        "trial.balance.report.wizard",
        "vat.report.wizard",
        "wiz.account.asset.report",
    }
)

# Fields that stay hidden from an auditor even on models they may read.
SECRET_FIELD_GROUPS = frozenset({"base.group_system", "base.group_erp_manager", "base.group_no_one"})


def is_auditor(env) -> bool:
    """True when the current user holds the auditor role and no sudo is in force."""
    if env.su or not env.uid:
        return False
    group_id = env["ir.model.data"]._xmlid_to_res_id(AUDITOR_GROUP, raise_if_not_found=False)
    return bool(group_id) and group_id in env.user._get_group_ids()
