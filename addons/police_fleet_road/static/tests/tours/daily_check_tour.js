/** An officer checks a car on a phone: one item fails, the car is off the road, the check is handed in. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_fleet_road_daily_check", {
    steps: () => [
        { content: "a new check", trigger: ".o-kanban-button-new, .o_control_panel .btn:contains(New)", run: "click" },
        { content: "which vehicle", trigger: ".o_field_widget[name=vehicle_id] input", run: "click" },
        { content: "it is in the list", trigger: ".modal .o_kanban_record:contains(AB12 CDE), .o-autocomplete--dropdown-item:contains(AB12 CDE)", run: "click" },
        { content: "begin", trigger: "button[name=action_begin]", run: "click" },
        {
            content: "brakes fail",
            trigger: ".o_kanban_record:contains(Brakes) button[name=action_fail]",
            run: "click",
        },
        { content: "what is wrong", trigger: ".modal [name=note] input", run: "edit Pedal goes to the floor" },
        { trigger: ".modal button[name=action_report]", run: "click" },
        { content: "off the road at once", trigger: ".alert-danger:contains(off the road)" },
        {
            content: "bodywork is in order",
            trigger: ".o_kanban_record:contains(Bodywork) button[name=action_pass]",
            run: "click",
        },
        { trigger: ".o_kanban_record:contains(Bodywork) .badge:contains(In order)" },
        { content: "the odometer", trigger: ".o_field_widget[name=odometer] input", run: "edit 41250" },
        { content: "hand in", trigger: "button[name=action_submit]", run: "click" },
        { trigger: ".o_field_widget[name=result]:contains(Off the road)" },
    ],
});
