/** The fleet manager tests a repaired car, closes the defect and signs the car back in. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_fleet_road_sign_back", {
    steps: () => [
        { content: "the defect in work", trigger: ".o_kanban_record:contains(Rear brakes grind)", run: "click" },
        { content: "to test", trigger: "button[name=action_test]", run: "click" },
        { content: "on test", trigger: ".o_arrow_button_current:contains(On test)" },
        { content: "passed", trigger: ".o_field_widget[name=test_passed] input", run: "click" },
        { content: "how", trigger: ".o_field_widget[name=test_note] input", run: "edit Road test 5 miles, brakes even" },
        { content: "sign back in", trigger: "button[name=action_sign_back]", run: "click" },
        { content: "told", trigger: ".o_notification:contains(back in service)" },
        { content: "closed", trigger: ".o_arrow_button_current:contains(Closed)" },
    ],
});
