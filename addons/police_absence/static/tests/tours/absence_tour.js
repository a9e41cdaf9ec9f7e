/** The HR officer enters a sickness, warns of a drop from the clock, and records a return. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("police_absence_enter", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(O'Connor)" },
        { content: "enter a sickness", trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=employee_id] input", run: "edit Tomasz" },
        { trigger: ".ui-autocomplete .ui-menu-item a:contains(Łukasik)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "it takes effect at once",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Absent)",
        },
    ],
});

tours.add("police_absence_clock", {
    steps: () => [
        { content: "both people", trigger: ".o_pager_value:contains(1-2)" },
        { trigger: ".o_last_breadcrumb_item:contains(Sick pay clock)" },
        {
            content: "the person about to drop to half pay",
            trigger: ".o_list_view tr.o_data_row td[name=employee_id]:contains(Connor)",
            run: "click",
        },
        { content: "it is open", trigger: ".o_form_view h1:contains(Connor)" },
        { trigger: ".o_statusbar_buttons button[name=action_write_letters]", run: "click" },
        { trigger: ".o_breadcrumb:contains(Warning letters)" },
        { trigger: ".o_data_row:contains(O'Connor) td[name=level]:contains(Half pay)" },
    ],
});

tours.add("police_absence_return", {
    steps: () => [
        { trigger: "button[name=action_returned]", run: "click" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Returned)" },
    ],
});
