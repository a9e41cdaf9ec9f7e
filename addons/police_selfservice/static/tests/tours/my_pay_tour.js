/** An officer on a phone: the list, the payslip, why a line is what it is, a question, and its answer. */
import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const open = (trigger, content) => ({ content, trigger, run: "click", expectUnloadPage: true });

tours.add("police_my_pay_ask", {
    steps: () => [
        open(".o_pay_row:contains(September 2026)", "the newest payslip"),
        { content: "the net and what changed, in words", trigger: ".o_pay_difference:contains(August 2026)" },
        {
            content: "nothing is wider than the phone",
            trigger: ".o_pay_net",
            run: () => {
                const width = document.documentElement.scrollWidth;
                if (width > window.innerWidth) {
                    throw new Error(`The page is ${width} wide on a screen of ${window.innerWidth}`);
                }
            },
        },
        {
            content: "open the reason of income tax",
            trigger: ".o_pay_line:contains(Income tax) > summary",
            run: "click",
        },
        { content: "facts of both months", trigger: ".o_pay_line[open] .o_pay_why:contains(Tax code):contains(Amount)" },
        { content: "the law", trigger: ".o_pay_line[open] .o_pay_law summary", run: "click" },
        open(".o_pay_line[open] .o_pay_why a:contains(Ask about this line)", "ask about it"),
        { trigger: "#ask_category", run: "select tax" },
        { trigger: "#ask_question", run: "edit Why is it more than my colleague pays?" },
        open("form[action='/my/pay/ask/send'] button[type=submit]", "send"),
        { content: "it has arrived and says until when", trigger: ".o_my_pay:contains(Received):contains(answer by)" },
    ],
});

tours.add("police_my_pay_answer", {
    steps: () => [
        open("a.alert:contains(has an answer)", "an answer waits"),
        open(".list-group-item:contains(Answered)", "open it"),
        {
            content: "the answer with the law under it",
            trigger: ".o_pay_said.o_desk:contains(Dear Joan):contains(The law)",
        },
        open("button:contains(That answers it)", "it is enough"),
        { trigger: ".badge:contains(Closed)" },
    ],
});
