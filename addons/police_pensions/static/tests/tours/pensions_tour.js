/** The clerk draws up September's police return from the history; the approver approves it. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("police_pensions_clerk", {
    steps: () => [
        { content: "what the run added", trigger: ".o_list_view .o_data_row:contains(O'Connor)" },
    ],
});

tours.add("police_pensions_draw_up", {
    steps: () => [
        { trigger: ".o_data_row:contains(Police pension schemes) td[name=family]", run: "click" },
        { content: "draw it up", trigger: "button[name=action_make]:contains(Draw up)", run: "click" },
        { content: "it agrees", trigger: ".alert-success:contains(agrees with the ledger to the penny)" },
        { trigger: ".o_arrow_button_current:contains(Made)" },
    ],
});

tours.add("police_pensions_approve", {
    steps: () => [
        { trigger: ".o_data_row:contains(Police pension schemes) td[name=family]", run: "click" },
        { trigger: "button[name=action_approve]", run: "click" },
        { trigger: ".o_arrow_button_current:contains(Approved)" },
    ],
});
