/** The HR officer changes a constable's hours from a date; the preview says what will be written. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_hr_changes_hours", {
    steps: () => [
        { content: "the person", trigger: ".o_list_view tr.o_data_row td:contains(Quartermain)", run: "click" },
        {
            content: "change from a date",
            trigger: "button[name=action_change_from_date]",
            run: "click",
        },
        {
            content: "from 1 December 2026",
            trigger: ".modal .o_field_widget[name=date] input, .modal .o_field_widget[name=date] button",
            run: "click",
        },
        { trigger: ".modal .o_field_widget[name=date] input", run: "edit 01/12/2026 && press Enter" },
        {
            content: "24 hours a week",
            trigger: ".modal .o_field_widget[name=weekly_hours] input",
            run: "edit 24 && press Tab",
        },
        {
            content: "the preview says it",
            trigger: ".modal .o_field_widget[name=preview]:contains(24)",
        },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "done", trigger: "body:not(:has(.modal))" },
    ],
});
