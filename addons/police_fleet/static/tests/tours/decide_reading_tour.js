/** The fleet manager looks at what is queried and takes what was meant. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_fleet_decides", {
    steps: () => [
        {
            content: "the slip is shown with what was meant",
            trigger: ".o_list_view tr.o_data_row:contains(149,500):contains(Queried):contains(14,950)",
        },
        {
            content: "take what was meant",
            trigger: ".o_list_view tr.o_data_row:contains(149,500) button[name=action_take_likely]",
            run: "click",
        },
        { content: "the slip is void", trigger: ".o_list_view tr.o_data_row:contains(149,500):contains(Voided)" },
    ],
});
