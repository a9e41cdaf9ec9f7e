"""The workshop of police_workshop's tests, and an officer who finds the brakes worn."""

from odoo.addons.police_workshop.tests.common import WorkshopCase


class RepairCase(WorkshopCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer = cls._user("d.officer", "police_core.group_employee")
        cls.brakes = cls.env.ref("police_fleet_road.item_brakes")
        cls.tyres = cls.env.ref("police_fleet_road.item_tyres")
        cls.brakes.skill_id = cls.light

    def report(self, car=None, **values):
        return (
            self.env["police.fleet.defect"]
            .with_user(values.pop("user", self.officer))
            .create(
                {
                    "vehicle_id": (car or self.car).id,
                    "title": "Rear brakes grind",
                    "item_id": self.brakes.id,
                    "severity": "safety",
                }
                | values
            )
            .with_user(self.manager)
        )

    def mend(self, card, worked=1.5):
        """From open to the test: Ann works, ticks everything off and says what she did."""
        card.technician_id = self.ann
        card.action_start()
        self.work(card, worked)
        card.task_ids.with_user(self.ann.user_id).done = True
        card.with_user(self.ann.user_id).findings = "Pads and discs replaced"
        card.with_user(self.ann.user_id).action_test()

    def sign(self, card):
        card.test_note = "Road test 5 miles, brakes even"
        return card.with_user(self.manager).action_done()
