/**
 * An order comes from the court: the clerk enters it and sends it for approval; the approver approves it.
 * Then the clerk sees what a reported leaver would cost, and says why it is right.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const choose = (field, text) => [
    { content: `choose ${field}`, trigger: `.o_field_widget[name=${field}] input`, run: `edit ${text}` },
    { trigger: `.o-autocomplete--dropdown-item:contains(${text})`, run: "click" },
];
const now = (state) => ({
    content: `the order is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
});

tours.add("police_deductions_clerk", {
    steps: () => [
        { content: "a new order", trigger: ".o-kanban-button-new", run: "click" },
        ...choose("employee_id", "Pat Beat"),
        { trigger: ".o_field_widget[name=kind] input", run: "click" },
        { trigger: ".o_select_menu_item:contains('CTAEO')", run: "click" },
        ...choose("payee_id", "Testshire Council"),
        // Enter closes the date's calendar: left open, it can write the date again after the form was saved
        {
            content: "made on",
            trigger: ".o_field_widget[name=made_on] input",
            run: "edit 01/07/2026 && press Enter",
        },
        {
            content: "the council's reference",
            trigger: ".o_field_widget[name=authority_reference] input",
            run: "edit CT/26/771",
        },
        { content: "send it, which keeps it first", trigger: "button[name=action_submit]", run: "click" },
        now("Waiting for approval"),
        { content: "nobody approves their own work", trigger: ".o_form_view:not(:has(button[name=action_approve]))" },
    ],
});

tours.add("police_deductions_approver", {
    steps: () => [
        { content: "the order that waits", trigger: ".o_kanban_record:contains(Pat Beat)", run: "click" },
        { content: "approve", trigger: "button[name=action_approve]", run: "click" },
        now("Running"),
    ],
});

tours.add("police_deductions_predicted", {
    steps: () => [
        {
            content: "the leaver, with money and evidence",
            trigger: ".o_data_row:contains(Pat Beat):contains(Sgt Bell)",
        },
        { content: "it is right", trigger: ".o_data_row:contains(Pat Beat) button[name=action_dismiss]", run: "click" },
        { content: "why", trigger: ".modal .o_field_widget[name=reason] input", run: "edit Came back on the 16th" },
        { content: "keep", trigger: ".modal button[name=action_go]", run: "click" },
        { content: "the worklist is empty", trigger: ".o_view_nocontent_smiling_face" },
    ],
});
