/** A job card from booking to done: the manager writes it, the technician works, the manager tests. */
import { registry } from "@web/core/registry";

/** Nothing waits to be saved: the result itself, whatever the width of the screen. */
const SAVED = ".o_form_view:not(:has(.o_form_status_indicator_buttons:not(.invisible)))";

registry.category("web_tour.tours").add("police_workshop_card", {
    steps: () => [
        { content: "write the card", trigger: "button[name=action_make_job]", run: "click" },
        { content: "it has a bay", trigger: ".o_field_widget[name=bay_id] input:value(Bay 1)" },
        { trigger: ".o_field_widget[name=technician_id] input", run: "edit Ann" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Ann Spanner)", run: "click" },
        { content: "chosen", trigger: ".o_field_widget[name=technician_id] input:value(Ann Spanner)" },
        { content: "keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "kept", trigger: SAVED },
    ],
});

registry.category("web_tour.tours").add("police_workshop_technician", {
    steps: () => [
        { content: "begin", trigger: ".o_kanban_record:contains(AB12 CDE) button:contains(Start clock)", run: "click" },
        { trigger: ".o_kanban_record button:contains(Stop clock)" },
        { content: "fit the pads", trigger: ".o_kanban_record button:contains(Fit parts)", run: "click" },
        { content: "hand over", trigger: ".o_kanban_record button:contains(Stop clock)", run: "click" },
        { trigger: ".o_kanban_record button:contains(Start clock)" },
        { trigger: ".o_kanban_record button:contains(To test)", run: "click" },
        { trigger: ".o_kanban_record:contains(Test)" },
    ],
});

registry.category("web_tour.tours").add("police_workshop_test", {
    steps: () => [
        { content: "reading", trigger: ".o_field_widget[name=odometer] input", run: "edit 21500" },
        { content: "passed", trigger: "button[name=action_done]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});
