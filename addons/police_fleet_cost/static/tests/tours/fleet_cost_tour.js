/** The fleet manager opens the findings from the dashboard and answers one. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_fleet_finding", {
    steps: () => [
        { content: "one finding waits", trigger: ".o_police_tile[data-key=findings]:contains(1)", run: "click" },
        { content: "it is in the list", trigger: ".o_data_row:contains(AB12 CDE) td[name=text]", run: "click" },
        { content: "what the driver says", trigger: ".o_field_widget[name=answer] input", run: "edit Two jerrycans for the boat" },
        { content: "answer it", trigger: "button[name=action_explain]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Explained)" },
    ],
});
