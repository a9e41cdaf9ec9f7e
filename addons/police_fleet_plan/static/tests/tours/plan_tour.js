/** The fleet manager makes a plan, drags a job to another bay and reads the hint meanwhile. */
import { registry } from "@web/core/registry";

const BAR = ".o_fp_bar[data-job^='AB12 CDE']";

registry.category("web_tour.tours").add("police_fleet_plan_drags", {
    steps: () => [
        { content: "make the plan", trigger: "button[name=action_plan]:contains(Make the plan)", run: "click" },
        { trigger: ".o_statusbar_status .o_arrow_button_current:contains(Proposed)" },
        { content: "beside earliest due first", trigger: ".o_fp_compare th:contains(Earliest due first)" },
        { content: "the board", trigger: "button[name=action_board]", run: "click" },
        { trigger: BAR },
        {
            content: "drag it to the second bay of a Thursday: the hint says at once whether that can be",
            trigger: BAR,
            async run() {
                const bar = document.querySelector(BAR);
                const cell = [...document.querySelectorAll(".o_fp_lane")][1].querySelectorAll(".o_fp_cell")[3];
                const from = bar.getBoundingClientRect();
                const to = cell.getBoundingClientRect();
                const event = (type, target, x, y) =>
                    target.dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y }));
                event("pointerdown", bar, from.left + 4, from.top + 9);
                event("pointermove", window, from.left + 40, from.top + 20);
                event("pointermove", window, to.left + 8, to.top + 20);
            },
        },
        { content: "the hint", trigger: ".o_fp_hint.o_fp_yes .o_fp_change, .o_fp_hint.o_fp_short .o_fp_change" },
        {
            content: "let go",
            trigger: ".o_fp_ghost",
            run: () => window.dispatchEvent(new PointerEvent("pointerup", { bubbles: true })),
        },
        { trigger: ".o_notification:contains(is promised there)" },
        {
            trigger: `${BAR}`,
            run() {
                const bar = document.querySelector(BAR);
                bar.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true }));
            },
        },
        { trigger: ".modal button[name=action_try]", run: "click" },
        { trigger: ".modal .alert:not(.d-none)" },
        { trigger: ".modal footer button[special=cancel], .modal footer .btn:contains(Close)", run: "click" },
        { trigger: "body:not(:has(.modal))" },
    ],
});
