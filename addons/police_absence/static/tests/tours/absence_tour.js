/** The HR officer enters a sickness, warns of a drop from the clock, and records a return. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_absence_hr", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(O'Connor)" },
        { content: "enter a sickness", trigger: ".o_list_button_add", run: "click" },
        { trigger: ".o_field_widget[name=employee_id] input", run: "edit Tomasz" },
        { trigger: ".ui-autocomplete .ui-menu-item a:contains(Tomasz)", run: "click" },
        { trigger: ".o_form_button_save", run: "click" },
        {
            content: "it takes effect at once",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Absent)",
        },
        { content: "the clock", trigger: ".o_menu_sections button:contains(Absence)", run: "click" },
        { trigger: ".o-dropdown--menu .o-dropdown-item:contains(Sick pay clock)", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(O'Connor) td[name=half_on]:not(:empty)" },
        { trigger: ".o_data_row:contains(O'Connor) .o_list_record_selector input", run: "click" },
        { trigger: "button[name=action_write_letters]", run: "click" },
        { trigger: ".o_breadcrumb:contains(Warning letters)" },
        { trigger: ".o_data_row:contains(O'Connor) td[name=level]:contains(Half pay)" },
        { content: "back to absences", trigger: ".o_menu_sections button:contains(Absence)", run: "click" },
        { trigger: ".o-dropdown--menu .o-dropdown-item:contains(Absences)", run: "click" },
        { trigger: ".o_list_view .o_data_row:contains(O'Connor) td[name=kind]", run: "click" },
        { trigger: "button[name=action_returned]", run: "click" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Returned)" },
    ],
});
