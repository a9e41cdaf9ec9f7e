/** From a defect to the car back on the road: the manager gives the card, the technician works, the manager signs. */
import { registry } from "@web/core/registry";

/** Nothing waits to be saved: the result itself, whatever the width of the screen. */
const SAVED = ".o_form_view:not(:has(.o_form_status_indicator_buttons:not(.invisible)))";
const tours = registry.category("web_tour.tours");

tours.add("police_fleet_repair_give", {
    steps: () => [
        { content: "the defect on the board", trigger: ".o_kanban_record:contains(Rear brakes grind)", run: "click" },
        { content: "off the road", trigger: ".alert-danger:contains(off the road)" },
        { content: "its job card", trigger: ".o_statusbar_buttons button[name=action_view_card]", run: "click" },
        { content: "the card says what is wrong", trigger: ".o_field_widget[name=fault] textarea:value(Rear brakes grind)" },
        { content: "who", trigger: ".o_field_widget[name=technician_id] input", run: "edit Ann" },
        { trigger: ".o-autocomplete--dropdown-item:contains(Ann Spanner)", run: "click" },
        { content: "chosen", trigger: ".o_field_widget[name=technician_id] input:value(Ann Spanner)" },
        { content: "keep it", trigger: ".o_form_button_save:enabled", run: "click" },
        { content: "kept", trigger: SAVED },
    ],
});

tours.add("police_fleet_repair_work", {
    steps: () => [
        { content: "begin", trigger: ".o_kanban_record:contains(AB12 CDE) button:contains(Start clock)", run: "click" },
        { trigger: ".o_kanban_record button:contains(Stop clock)" },
        { content: "fit the pads", trigger: ".o_kanban_record button:contains(Fit parts)", run: "click" },
        { content: "open the card", trigger: ".o_kanban_record:contains(AB12 CDE) .fw-bold", run: "click" },
        { content: "what was done", trigger: ".o_field_widget[name=findings] textarea", run: "edit Pads and discs replaced" },
        { content: "the task", trigger: ".o_field_widget[name=task_ids] .o_data_row .o_field_boolean_toggle input", run: "click" },
        { content: "done", trigger: ".o_field_widget[name=task_ids] .o_data_row .o_field_boolean_toggle input:checked" },
        { content: "keep it", trigger: ".o_form_button_save", run: "click" },
        { content: "kept", trigger: SAVED },
        { content: "back to my jobs", trigger: ".o_back_button", run: "click" },
        { content: "hand over", trigger: ".o_kanban_record:contains(AB12 CDE) button:contains(To test)", run: "click" },
        { content: "it waits for its test", trigger: ".o_kanban_record:contains(AB12 CDE):not(:has(button:contains(To test))) .badge:contains(Test)" },
    ],
});

tours.add("police_fleet_repair_sign", {
    steps: () => [
        { content: "what was tested", trigger: ".o_field_widget[name=test_note] input", run: "edit Road test 5 miles, brakes even" },
        { content: "passed", trigger: ".o_statusbar_buttons button[name=action_done]", run: "click" },
        { content: "told", trigger: ".o_notification:contains(back in service)" },
        { content: "over", trigger: ".o_statusbar_status .o_arrow_button_current:contains(Done)" },
    ],
});
