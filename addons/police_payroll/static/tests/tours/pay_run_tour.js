/**
 * The monthly payroll by two people. The clerk starts the run, sees the exceptions, accepts the warning
 * with a reason and asks one payslip line why; the approver, logged in on their own, approves and pays.
 */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const nowIn = (state) => ({
    content: `the run is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current:contains(${state})`,
});
const press = (name) => ({
    content: `press ${name}`,
    trigger: `.o_statusbar_buttons button[name=${name}]`,
    run: "click",
});
const tab = (name) => ({
    content: `tab ${name}`,
    trigger: `.o_notebook_headers a[name=${name}]`,
    run: "click",
});
const confirmed = { content: "yes, do it", trigger: ".modal .modal-footer .btn-primary", run: "click" };

tours.add("police_payroll_clerk", {
    steps: () => [
        { content: "start a pay run", trigger: ".o-kanban-button-new", run: "click" },
        {
            content: "choose the period",
            trigger: ".o_field_widget[name=period_id] input",
            run: "edit September 2026",
        },
        {
            trigger: ".o-autocomplete--dropdown-item:contains(September 2026)",
            run: "click",
        },
        { content: "keep it", trigger: ".o_form_button_save", run: "click" },
        press("action_calculate"),
        nowIn("In review"),
        tab("exceptions"),
        {
            content: "the person without a tax code is named, with the rule",
            trigger: ".o_field_widget[name=problem_ids] tr.o_data_row:contains(Beat):contains(tax code)",
        },
        {
            content: "accept the warning",
            trigger: ".o_field_widget[name=problem_ids] tr:contains(Beat) button[name=action_acknowledge]",
            run: "click",
        },
        {
            content: "say why",
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit P45 is in the post: seen by HR",
        },
        { trigger: ".modal button[name=action_accept]", run: "click" },
        {
            content: "the reason stands on the run",
            trigger: ".o_field_widget[name=problem_ids] tr:contains(Beat):contains(P45 is in the post)",
        },
        tab("comparison"),
        { trigger: ".o_field_widget[name=comparison_ids] tr.o_data_row:contains(O'Connor)" },
        { content: "open the payslips", trigger: "button[name=action_open_slips]", run: "click" },
        { content: "all four", trigger: ".o_pager_value:contains(1-4)" },
        { trigger: ".o_last_breadcrumb_item:contains(Payslips)" },
        {
            content: "open the constable's",
            trigger: ".o_list_view tr.o_data_row td[name=employee_name]:contains(Half)",
            run: "click",
        },
        { content: "it is open", trigger: ".o_form_view h1:contains(Half)" },
        {
            content: "ask why National Insurance is what it is",
            trigger:
                ".o_field_widget[name=deduction_ids] tr:contains(National Insurance) button[name=action_why]",
            run: "click",
        },
        {
            content: "rule, facts and law are there",
            trigger: ".modal .o_police_why:contains(Worked out from):contains(Where it comes from)",
        },
        { trigger: ".modal .btn-close", run: "click" },
        { content: "closed", trigger: "body:not(:has(.modal))" },
    ],
});

tours.add("police_payroll_approver", {
    steps: () => [
        {
            content: "the run that waits",
            trigger: ".o_kanban_record:contains(September 2026)",
            run: "click",
        },
        nowIn("In review"),
        tab("exceptions"),
        {
            content: "what the clerk accepted, and why",
            trigger: ".o_field_widget[name=problem_ids] tr:contains(P45 is in the post)",
        },
        press("action_approve"),
        confirmed,
        nowIn("Approved"),
        tab("certificate"),
        { trigger: ".o_field_widget[name=certificate_ids] tr.o_data_row" },
        press("action_pay"),
        confirmed,
        nowIn("Paid"),
        tab("outputs"),
        { content: "the bank file is there", trigger: ".o_field_widget[name=output_ids] tr:contains(BACS-)" },
        { content: "and HMRC's", trigger: ".o_field_widget[name=output_ids] tr:contains(FPS-)" },
        {
            content: "and there is no button to pay twice",
            trigger: ".o_statusbar_buttons:not(:has(button[name=action_pay]))",
        },
    ],
});
