"""The auditor reads every model and writes none: walked over the whole registry, not over a list."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

from ..models.auditor_policy import OWN_DESK_MODELS, READING_WIZARDS, SECRET_FIELD_GROUPS, SECRET_MODELS

# Every role of Odoo and of the force that could grant a write.
EVERYTHING = "police_core.group_administrator,police_core.group_force_accountant,police_core.group_hr_officer"
WRITES = ("write", "create", "unlink")


@tagged("post_install", "-at_install", "police")
class TestAuditor(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plain = new_test_user(cls.env, "test.auditor", groups="police_core.group_auditor")
        cls.mighty = new_test_user(
            cls.env, "test.mighty.auditor", groups=f"police_core.group_auditor,{EVERYTHING}"
        )
        cls.mighty.group_ids |= (
            cls.env["res.groups"]
            .search([("share", "=", False)])
            .filtered(
                lambda group: (
                    cls.env.ref("base.group_public") not in group.all_implied_ids
                    and cls.env.ref("base.group_portal") not in group.all_implied_ids
                )
            )
        )

    def _models(self, user):
        for name, model in self.env.registry.models.items():
            if not model._abstract:
                yield name, self.env[name].with_user(user)

    def test_reads_every_model_but_keys(self):
        refused = {name for name, model in self._models(self.plain) if not model.has_access("read")}
        self.assertLessEqual(refused, SECRET_MODELS)
        self.assertIn("ir.config_parameter", refused)
        self.assertNotIn("account.analytic.account", refused)

    def test_writes_no_model(self):
        for user in (self.plain, self.mighty):
            for operation in WRITES:
                allowed = {name for name, model in self._models(user) if model.has_access(operation)}
                self.assertLessEqual(
                    allowed, OWN_DESK_MODELS.keys() | READING_WIZARDS, (user.login, operation)
                )

    def test_writes_no_existing_record(self):
        """Models may answer otherwise for a record than for the model as a whole (messages, attachments)."""
        exempt = OWN_DESK_MODELS.keys() | READING_WIZARDS
        for name, model in self._models(self.mighty):
            if name in exempt or not model._auto or model._transient:
                continue
            record = model.sudo().with_context(active_test=False).search([], limit=1).sudo(False)
            for operation in ("write", "unlink") if record else ():
                self.assertFalse(record.has_access(operation), f"{name}: {operation}")

    def test_reads_an_existing_record_of_every_model(self):
        """What belongs to the auditor's force is readable, whatever rules core has for other roles."""
        company = self.env.company
        for name, model in self._models(self.plain):
            if name in SECRET_MODELS or name in OWN_DESK_MODELS or model._transient or not model._auto:
                continue
            if "company_id" in model._fields and model._fields["company_id"].store:
                record = model.sudo().search([("company_id", "=", company.id)], limit=1).sudo(False)
                if record and name not in PERSONAL:
                    self.assertTrue(record.has_access("read"), name)

    def test_refused_with_a_reason(self):
        with self.assertRaises(AccessError):
            self.env.company.with_user(self.mighty).write({"name": "Changed"})
        with self.assertRaises(AccessError):
            self.env["res.partner"].with_user(self.mighty).create({"name": "New"})
        with self.assertRaises(AccessError):
            self.env["res.partner"].search([], limit=1).with_user(self.mighty).unlink()
        with self.assertRaises(AccessError):
            self.env.company.partner_id.with_user(self.mighty).message_post(body="Hello")

    def test_fields_kept_for_a_role_are_readable_and_not_writable(self):
        opened = 0
        for _name, model in self._models(self.plain):
            for field in model._fields.values():
                if not field.groups or field.groups == "." or self.plain.has_groups(field.groups):
                    continue
                kept = set(field.groups.split(",")) <= SECRET_FIELD_GROUPS or model._name in SECRET_MODELS
                self.assertEqual(model._has_field_access(field, "read"), not kept, field)
                self.assertFalse(model._has_field_access(field, "write"), field)
                opened += not kept
        self.assertTrue(opened)

    def test_sees_the_companies_given_and_no_other(self):
        other = self.env["res.company"].create({"name": "Another force"})
        accounts = self.env["account.analytic.account"]
        plan = self.env.ref("police_core.analytic_plan_cost_centre")
        mine, theirs = accounts.create(
            [
                {"name": "Mine", "code": "T-MINE", "plan_id": plan.id, "company_id": self.env.company.id},
                {"name": "Theirs", "code": "T-THEIRS", "plan_id": plan.id, "company_id": other.id},
            ]
        )
        seen = accounts.with_user(self.plain).search([("id", "in", (mine + theirs).ids)])
        self.assertEqual(seen, mine)

    def test_the_role_can_be_taken_away(self):
        self.mighty.group_ids -= self.env.ref("police_core.group_auditor")
        self.assertTrue(self.env["res.partner"].with_user(self.mighty).has_access("write"))


# Read under rules that core makes global on purpose: they are a person's own, or another kind of user's.
PERSONAL = frozenset({"mail.activity", "mail.message", "ir.attachment", "calendar.event"})
