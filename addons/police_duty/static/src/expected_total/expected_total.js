import { Component, onWillStart, onWillUnmount, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { ListRenderer } from "@web/views/list/list_renderer";
import { listView } from "@web/views/list/list_view";

const EVERY = 5000; // milliseconds between two looks at the total while the page is open

/** The force's expected month on a card: worked out anew whenever something that decides pay changes. */
export class ExpectedTotal extends Component {
    static template = "police_duty.ExpectedTotal";
    static props = {};

    setup() {
        this.orm = useService("orm");
        this.state = useState({ total: null });
        onWillStart(() => this.load());
        const timer = setInterval(() => !document.hidden && this.load(), EVERY);
        onWillUnmount(() => clearInterval(timer));
    }

    async load() {
        this.state.total = await this.orm.silent.call("police.pay.expected", "force_total", []);
    }

    pounds(value) {
        return new Intl.NumberFormat("en-GB", { style: "currency", currency: "GBP" }).format(value);
    }

    get asOf() {
        const text = this.state.total.as_of;
        return text ? new Date(text.replace(" ", "T") + "Z").toLocaleTimeString("en-GB") : "";
    }
}

export class ExpectedPayRenderer extends ListRenderer {
    static template = "police_duty.ExpectedPayRenderer";
    static components = { ...ListRenderer.components, ExpectedTotal };
}

registry.category("views").add("police_expected_pay", { ...listView, Renderer: ExpectedPayRenderer });
