/** The clerk decides the cause of two variances; the approver agrees and finds the gate open. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const openProject = { trigger: ".o_data_row td[name=name]:contains(Parallel run 2026)", run: "click" };
const openVariances = { trigger: "button[name=action_open_variances]", run: "click" };
const chooseAll = { trigger: "thead .o_list_record_selector input", run: "click" };

tours.add("police_parallel_clerk", {
    steps: () => [
        openProject,
        {
            content: "closed, and it says why",
            trigger: ".alert-danger:contains(CLOSED)",
        },
        { trigger: "[name=gate_page]:contains(2 of 2 variances)" },
        openVariances,
        { trigger: ".o_list_view .o_data_row:contains(No cause)" },
        chooseAll,
        { trigger: "button[name=action_decide]", run: "click" },
        { trigger: ".modal [name=cause] input, .modal [name=cause] select", run: "click" },
        { trigger: ".o_select_menu_item:contains(The old system was wrong)", run: "click" },
        { trigger: ".modal [name=reason] input", run: "edit The old log shows the manual payment" },
        { trigger: ".modal button[name=action_decide]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_data_row:contains(Decided)" },
    ],
});

tours.add("police_parallel_approver", {
    steps: () => [
        openProject,
        { trigger: ".alert-danger:contains(CLOSED)" },
        openVariances,
        { trigger: ".o_list_view .o_data_row:contains(Decided)" },
        chooseAll,
        { trigger: "button[name=action_agree]", run: "click" },
        { trigger: ".o_data_row:contains(Agreed)" },
        { trigger: ".breadcrumb-item a:contains(Parallel run 2026), .o_back_button", run: "click" },
        { content: "nobody set it: it opened", trigger: ".alert-success:contains(OPEN)" },
    ],
});
