"""Fields that only the product's own steps may write: a token that no RPC call can send."""

from odoo import api, models
from odoo.exceptions import AccessError

OWN_STEP = object()


class PoliceFleetGuard(models.AbstractModel):
    """Set ``_guarded`` on the inheriting model; write such fields through ``self._own_step()``."""

    _name = "police.fleet.guard"
    _description = "Fields written by steps only"

    _guarded: frozenset[str] = frozenset()

    def _own_step(self):
        return self.with_context(police_fleet_step=OWN_STEP)

    @property
    def _in_own_step(self):
        return self.env.context.get("police_fleet_step") is OWN_STEP

    @api.model_create_multi
    def create(self, vals_list):
        if not self._in_own_step:
            vals_list = [{k: v for k, v in vals.items() if k not in self._guarded} for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        if not self._in_own_step and (found := self._guarded & vals.keys()):
            labels = ", ".join(sorted(self._fields[name].string for name in found))
            raise AccessError(self.env._("%s: use the buttons; who did what and when is recorded.", labels))
        return super().write(vals)
