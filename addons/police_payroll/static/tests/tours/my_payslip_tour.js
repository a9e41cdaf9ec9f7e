/** A constable reads the own payslip on a phone and asks why National Insurance is what it is. */
import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("police_my_payslip", {
    steps: () => [
        {
            content: "the one payslip of mine",
            trigger: ".o_kanban_record:contains(September 2026)",
            run: "click",
        },
        { trigger: ".o_form_view .oe_title:contains(Net pay)" },
        {
            content: "earnings can be read without a table wider than the phone",
            trigger: ".o_field_widget[name=earning_ids] .o_kanban_record:contains(Basic pay)",
        },
        {
            content: "ask why",
            trigger:
                ".o_field_widget[name=deduction_ids] .o_kanban_record:contains(National Insurance) button[name=action_why]",
            run: "click",
        },
        { trigger: ".modal .o_police_why:contains(Worked out from):contains(Where it comes from)" },
    ],
});
