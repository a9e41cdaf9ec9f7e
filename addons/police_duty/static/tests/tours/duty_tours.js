import { registry } from "@web/core/registry";

const cell = (name) => `.o_field_widget[name=entry_ids] .o_selected_row [name=${name}] input`;

registry.category("web_tour.tours").add("police_duty_clerk", {
    steps: () => [
        { content: "Open the team's sheet", trigger: ".o_data_cell:contains(Response A)", run: "click" },
        { content: "Type a duty", trigger: ".o_field_x2many_list_row_add a", run: "click" },
        { trigger: cell("employee_id"), run: "edit Siân" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Connor) a", run: "click" },
        { trigger: ".o_selected_row [name=duty_date] .o_input", run: "click" },
        { trigger: cell("duty_date"), run: "edit 01/09/2026 && press Tab" },
        { trigger: cell("rostered_text"), run: "edit 0700-1500" },
        { trigger: cell("worked_text"), run: "edit 0700-1730" },
        { trigger: ".o_selected_row [name=told_at] .o_input", run: "click" },
        { trigger: cell("told_at"), run: "edit 01/09/2026 06:00" },
        { trigger: cell("authorised_by"), run: "edit Insp 1042" },
        { content: "Save", trigger: ".o_form_button_save", run: "click" },
        { content: "What it earns is shown at once", trigger: ".o_data_row:contains(Overtime at time and a third 2.5 h)" },
        { content: "Not approved by the one who typed it", trigger: ".o_data_row .badge:contains(To approve)" },
    ],
});

registry.category("web_tour.tours").add("police_duty_supervisor", {
    steps: () => [
        { trigger: ".o_data_cell:contains(Response A)", run: "click" },
        { content: "Approve the week", trigger: "button[name=action_approve].btn-primary", run: "click" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { content: "Approved", trigger: ".o_data_row .badge:contains(Approved)" },
        { content: "No pay for supervisors' eyes", trigger: ".o_list_table:not(:has(th[data-name=expected_net]))" },
    ],
});

registry.category("web_tour.tours").add("police_duty_expected", {
    steps: () => [
        { content: "The force's month on one card", trigger: ".o_police_expected_total [data-name=net]:contains(£)" },
        { content: "With the duty in it", trigger: ".o_data_row:contains(Connor)" },
        { content: "The lines behind it", trigger: ".o_data_row:contains(Connor) .o_data_cell[name=payroll_reference]", run: "click" },
        { trigger: ".o_field_widget[name=lines]:contains(Overtime at time and a third)" },
        { trigger: ".o_field_widget[name=lines]:contains(Annex G)" },
    ],
});
