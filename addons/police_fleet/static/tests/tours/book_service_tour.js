/** The fleet manager sees a service due and books the vehicle into the workshop. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_fleet_books", {
    steps: () => [
        {
            content: "book the overdue service",
            trigger: ".o_list_view tr.o_data_row:contains(AB12 CDE) button[name=action_book]",
            run: "click",
        },
        {
            content: "vehicle and service are filled in",
            trigger: ".o_form_view [name=vehicle_id] input:value(AB12)",
        },
        {
            content: "which workshop",
            trigger: ".o_field_widget[name=workshop_id] input",
            run: "edit Harbour workshop",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Harbour workshop)", run: "click" },
        { content: "book it", trigger: ".o_statusbar_buttons button[name=action_book]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Booked)" },
    ],
});
