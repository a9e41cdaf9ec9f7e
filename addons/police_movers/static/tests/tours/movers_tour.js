/**
 * The payroll clerk: puts a starter on payroll by the checklist, looks at what a leaver leaves behind, and
 * reads a file of HMRC's notices in which one person is not known.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("police_movers_starter", {
    steps: () => [
        {
            content: "HR's joiner is on the list by itself",
            trigger: ".o_data_row td:contains(Starter)",
            run: "click",
        },
        { content: "without papers 0T would be used", trigger: ".o_field_widget[name=tax_code]:contains(0T)" },
        {
            content: "the checklist says B",
            trigger: ".o_field_widget[name=declaration] select, .o_field_widget[name=declaration] input",
            run: "click",
        },
        {
            trigger: ".o-dropdown-item:contains(now the only job), .o_select_menu_item:contains(now the only job)",
            run: "click",
        },
        { content: "the code follows", trigger: ".o_field_widget[name=tax_code]:contains(1257L)" },
        { content: "onto payroll", trigger: "button[name=action_apply]", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(On payroll)" },
    ],
});

tours.add("police_movers_leaver", {
    steps: () => [
        { content: "the leaver", trigger: ".o_data_row td:contains(ukasik)", run: "click" },
        { trigger: ".o_field_widget[name=timing]:contains(Before the run)" },
    ],
});

tours.add("police_movers_notice", {
    steps: () => [
        { trigger: ".o_data_row td:contains(dps.csv)", run: "click" },
        { content: "read it", trigger: "button[name=action_read]", run: "click" },
        {
            content: "one person is not known",
            trigger: ".o_field_widget[name=notice_ids] tr:contains(999999):contains(Nobody has this number)",
        },
        {
            content: "and there is nothing to apply it with",
            trigger: ".o_form_view:not(:has(button[name=action_apply]))",
        },
    ],
});
