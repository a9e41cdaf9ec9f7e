/**
 * Two jobs on one order: the force manager approves it, and after the delivery the finance clerk enters
 * the supplier's invoice, matches it to the order and posts it.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("police_force_manager_approves", {
    steps: () => [
        {
            content: "the order that waits for me, with its purpose",
            trigger: ".o_kanban_record:contains(Tees Uniforms):contains(Boots for probationers)",
            run: "click",
        },
        {
            content: "cost centre and total are there for the decision",
            trigger: ".o_form_view:has([name=police_cost_centres]:contains(T100)):has([name=amount_untaxed]:contains(200.00))",
        },
        {
            content: "approve",
            trigger: ".o_statusbar_buttons button[name=button_approve]",
            run: "click",
        },
        { content: "it is approved", trigger: ".o_form_view [name=police_approval_ids] tr:contains(Approved)" },
    ],
});

tours.add("police_finance_clerk_posts", {
    steps: () => [
        { content: "a new supplier invoice", trigger: ".o-kanban-button-new", run: "click" },
        {
            content: "choose the supplier",
            trigger: ".o_field_widget[name=partner_id] input",
            run: "edit Tees Uniforms",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(Tees Uniforms)", run: "click" },
        {
            content: "match it to the order",
            trigger: ".o_field_widget[name=purchase_vendor_bill_id] input",
            run: "click",
        },
        { trigger: ".o-autocomplete--dropdown-item:contains(P0)", run: "click" },
        {
            content: "what was received is copied, coded to its cost centre",
            trigger: ".o_field_widget[name=invoice_line_ids] .o_data_row:contains(Boots):contains(Response north)",
        },
        {
            content: "the supplier's own number",
            trigger: ".o_field_widget[name=ref] input, .o_field_widget[name=ref] textarea",
            run: "edit TU-2026-0917",
        },
        {
            content: "its date",
            trigger: ".o_field_widget[name=invoice_date] input, .o_field_widget[name=invoice_date] button",
            run: "click",
        },
        { trigger: ".o_field_widget[name=invoice_date] input", run: "edit 09/09/2026 && press Enter" },
        { content: "post it", trigger: ".o_statusbar_buttons button[name=action_post]", run: "click" },
        {
            content: "posted",
            trigger: ".o_statusbar_status .o_arrow_button_current:contains(Posted)",
        },
    ],
});
