import { registry } from "@web/core/registry";

const state = (name) => `.o_arrow_button_current:contains('${name}')`;

registry.category("web_tour.tours").add("police_rti_submission", {
    url: "/odoo/hmrc-submissions",
    steps: () => [
        { content: "the FPS is ready", trigger: ".o_kanban_record:contains('FPS 30 September 2026')", run: "click" },
        { trigger: `.o_form_view ${state("Ready")}` },
        { content: "send it", trigger: "button[name='action_send']", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "HMRC refuses it", trigger: `.o_form_view ${state("Rejected")}` },
        { trigger: ".o_notebook a:contains('Exceptions')", run: "click" },
        { content: "person and field are named", trigger: "td:contains('BirthDate')" },
        { content: "correct and resend", trigger: "button[name='action_correct']", run: "click" },
        { trigger: `.o_form_view ${state("Draft")}` },
        { trigger: "div[name='late_reason'] select, div[name='late_reason'] input", run: "click" },
        { trigger: "div[name='late_reason'] select, .o_select_menu_item:contains('Reasonable')", run: (h) => {
            const select = document.querySelector("div[name='late_reason'] select");
            if (select) {
                select.value = [...select.options].find((o) => o.textContent.includes("Reasonable")).value;
                select.dispatchEvent(new Event("change", { bubbles: true }));
            } else {
                document.querySelector(".o_select_menu_item:nth-child(6)").click();
            }
        } },
        { content: "check it", trigger: "button[name='action_ready']", run: "click" },
        { trigger: `.o_form_view ${state("Ready")}` },
        { trigger: "button[name='action_send']", run: "click" },
        { trigger: ".modal .btn-primary", run: "click" },
        { content: "accepted", trigger: `.o_form_view ${state("Accepted")}` },
        { content: "the conversation is kept", trigger: ".o_data_row:contains('Deleted at the gateway')" },
    ],
});
