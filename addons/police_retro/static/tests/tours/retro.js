import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_retro_clerk", {
    steps: () => [
        { content: "Work out those who changed", trigger: "button[name=action_check_now]", run: "click" },
        { content: "The sergeant is found", trigger: ".o_data_row:contains(Connor) .o_data_cell[name=state]", run: "click" },
        { content: "What changed, in words", trigger: ".o_field_widget[name=causes]:contains(→ 4)" },
        { content: "Why?", trigger: ".o_field_widget[name=line_ids] .o_data_row button[name=action_why]", run: "click" },
        { content: "Paid and should be", trigger: ".modal .o_field_widget[name=explanation]:contains(should be)" },
        { content: "Close", trigger: ".modal .btn-close", run: "click" },
        { content: "Approve", trigger: "button[name=action_approve]", run: "click" },
        { content: "To be paid", trigger: ".o_statusbar_status .o_arrow_button_current:contains(To be paid)" },
    ],
});

registry.category("web_tour.tours").add("police_retro_review", {
    steps: () => [
        { content: "Review", trigger: "button[name=action_review_changes]", run: "click" },
        { content: "The unusual first", trigger: ".o_list_view .o_data_row .o_data_cell[name=employee_name]", run: "click" },
        { content: "Causes", trigger: ".o_field_widget[name=cause_ids] .o_data_row" },
        { content: "Right, next", trigger: "button[name=action_next]", run: "click" },
        { content: "The next one, or the end", trigger: ".o_form_view button[name=action_next], .o_notification" },
    ],
});
