/** A progress bar that reloads its record every two seconds for as long as the run is being calculated. */
import { registry } from "@web/core/registry";
import { onWillUnmount, useEffect } from "@odoo/owl";
import { ProgressBarField, progressBarField } from "@web/views/fields/progress_bar/progress_bar_field";

const INTERVAL = 2000;

export class RunProgressField extends ProgressBarField {
    setup() {
        super.setup();
        useEffect(
            (state) => {
                if (state === "calculating") {
                    this.timer = setInterval(() => this.reload(), INTERVAL);
                }
                return () => clearInterval(this.timer);
            },
            () => [this.props.record.data.state],
        );
        onWillUnmount(() => clearInterval(this.timer));
    }

    async reload() {
        if (!document.hidden && !(await this.props.record.isDirty())) {
            await this.props.record.load();
        }
    }
}

registry.category("fields").add("police_run_progress", {
    ...progressBarField,
    component: RunProgressField,
    displayName: "Pay run progress",
});
