/** The fleet manager's first page: figures of the day; each opens the list it was counted from. */
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { Component, onWillStart, useState } from "@odoo/owl";

export class FleetDashboard extends Component {
    static template = "police_fleet_cost.Dashboard";
    static props = { ...standardActionServiceProps };

    setup() {
        this.action = useService("action");
        this.orm = useService("orm");
        this.state = useState({ tiles: [], bases: [], roles: [] });
        onWillStart(() => this.load());
    }

    async load() {
        Object.assign(this.state, await this.orm.call("police.fleet.dashboard", "figures", []));
    }

    async open(action, domain, name) {
        const found = await this.action.loadAction(action);
        const views = [...found.views].sort((a, b) => (b[1] === "list") - (a[1] === "list"));
        this.action.doAction({ ...found, name, domain, context: {}, views, path: undefined });
    }

    openTile(tile) {
        return this.open(tile.action, tile.domain, tile.title);
    }

    openVehicles(row) {
        return this.open("police_fleet.action_vehicle", row.domain, row.name);
    }
}

registry.category("actions").add("police_fleet_cost.dashboard", FleetDashboard);
