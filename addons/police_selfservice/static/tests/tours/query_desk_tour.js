/** The payroll clerk takes a question, looks at the line and last month, and answers with a prepared answer. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_query_desk", {
    steps: () => [
        { content: "the new question", trigger: ".o_kanban_record:contains(Half)", run: "click" },
        { trigger: ".o_form_view button[name=action_take]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(In progress)" },
        { content: "why it is so", trigger: ".o_police_why:contains(Worked out from)" },
        { trigger: ".o_notebook_headers a[name=compare]", run: "click" },
        { content: "last month beside it", trigger: ".o_field_widget[name=comparison]:contains(August 2026)" },
        { trigger: "button[name=action_answer]", run: "click" },
        { trigger: ".modal .o_field_widget[name=canned_id] input", run: "edit Tax: worked out" },
        { trigger: ".o-autocomplete--dropdown-item:contains(over the whole year)", run: "click" },
        {
            content: "the text is there to change, with the law",
            trigger: ".modal .o_field_widget[name=citation]:contains(PAYE)",
        },
        { trigger: ".modal button[name=action_send]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_statusbar_status .o_arrow_button_current:contains(Answered)" },
        { content: "it stands in the conversation", trigger: ".o-mail-Message:contains(Dear Joan)" },
    ],
});
