/**
 * The clerk sends September's FPS, HMRC refuses one person, the clerk corrects and sends again, and it is
 * accepted. Today is after the demonstration month, so HMRC wants a late reporting reason.
 */
import { registry } from "@web/core/registry";

const nowIn = (state) => ({
    content: `the submission is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
});
const press = (name) => ({
    content: `press ${name}`,
    trigger: `.o_statusbar_buttons button[name=${name}]:enabled`,
    run: "click",
});
const tab = (name) => ({
    content: `tab ${name}`,
    trigger: `.o_notebook_headers a[name=${name}]`,
    run: "click",
});
const confirmed = { content: "yes, do it", trigger: ".modal .modal-footer .btn-primary", run: "click" };

registry.category("web_tour.tours").add("police_rti_submission", {
    steps: () => [
        {
            content: "open the FPS that is ready",
            trigger: ".o_kanban_record:contains(FPS 30 September 2026)",
            run: "click",
        },
        nowIn("Ready"),
        press("action_send"),
        confirmed,
        nowIn("Rejected"),
        tab("errors"),
        { content: "the field is named", trigger: ".o_data_cell:contains(BirthDate)" },
        press("action_correct"),
        nowIn("Draft"),
        {
            content: "open the reasons",
            trigger: ".o_field_widget[name=late_reason] input, .o_field_widget[name=late_reason] select",
            run: "click",
        },
        {
            content: "a reasonable excuse",
            trigger: ".o_select_menu_item:contains(Reasonable excuse)",
            run: "click",
        },
        { content: "keep it", trigger: ".o_form_button_save", run: "click" },
        press("action_ready"),
        nowIn("Ready"),
        press("action_send"),
        confirmed,
        nowIn("Accepted"),
        tab("conversation"),
        {
            content: "every message is kept",
            trigger: ".o_data_cell:contains(Deleted at the gateway)",
        },
    ],
});
