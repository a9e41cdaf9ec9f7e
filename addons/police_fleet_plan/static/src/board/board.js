import {
    Component, markRaw, onMounted, onWillRender, onWillStart, onWillUnmount, useExternalListener, useRef, useState,
} from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { clockOf, dayWords, minutesOf, openHours, placeAt, stampOf, weekdayOf } from "./geometry";

const MODEL = "police.fleet.plan";
const SPANS = [
    { days: 1, words: _t("Day") },
    { days: 7, words: _t("Week") },
    { days: 28, words: _t("Four weeks") },
];
const HEAD = 170; // pixels of the column with the names of bays
const LEAST = { 1: 600, 7: 130, 28: 84 }; // pixels of a day at least
const STILL = 5; // pixels a pointer may tremble before it drags

/** Workshop board: days across, bays (or vehicles) down; a job is dragged and the server says at once whether it may be there. */
export class FleetPlanBoard extends Component {
    static template = "police_fleet_plan.Board";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.canvas = useRef("canvas");
        this.spans = SPANS;
        this.state = useState({
            plans: [], board: null, first: 0, span: 7, rows: "bays", width: 1000, drag: null, hint: null, search: "",
        });
        onWillStart(() => this.loadPlans());
        onWillRender(() => this.layOut());
        onMounted(() => this.measure());
        useExternalListener(window, "resize", () => this.measure());
        useExternalListener(window, "pointermove", (ev) => this.onMove(ev));
        useExternalListener(window, "pointerup", (ev) => this.onUp(ev));
        useExternalListener(window, "keydown", (ev) => ev.key === "Escape" && this.dropNothing());
        onWillUnmount(() => clearTimeout(this.asking));
    }

    // -- what is shown -----------------------------------------------------------------------------

    async loadPlans() {
        this.state.plans = await this.orm.call(MODEL, "board_plans", []);
        const wanted = this.props.action.params?.plan_id || this.state.plans[0]?.id;
        if (wanted) {
            await this.loadBoard(wanted);
        }
    }

    async loadBoard(id) {
        this.show(await this.orm.call(MODEL, "board", [[id]]));
        this.state.first = this.dayOfFirstBar();
    }

    show(board) {
        this.hours = openHours(board.shops);
        this.state.board = markRaw(board); // replaced whole, never changed in place
    }

    /** A plan may begin with days on which nothing can be done. */
    dayOfFirstBar() {
        const { bars, days } = this.state.board;
        const first = bars.map((bar) => bar.start.slice(0, 10)).sort()[0];
        const index = Math.max(0, days.indexOf(first));
        return index - (weekdayOf(days[index]) <= index ? weekdayOf(days[index]) : index);
    }

    measure() {
        if (this.canvas.el) {
            this.state.width = this.canvas.el.clientWidth;
        }
    }

    /** What is drawn, worked out once for each view of the board: not for every move of the pointer. */
    layOut() {
        const { board, first, span, rows, width, search } = this.state;
        const wanted = [board, first, span, rows, width, search];
        if (!board || this.laid?.wanted.every((value, index) => value === wanted[index])) {
            return;
        }
        const days = this.daysShown();
        this.laid = {
            wanted, days, dayWidth: Math.max(LEAST[span], (width - HEAD - 20) / days.length),
            index: new Map(days.map((day, place) => [day, place])),
        };
        this.laid.ticks = this.ticksShown();
        this.laid.rows = rows === "bays" ? this.bayRows() : this.vehicleRows();
    }

    get days() {
        return this.laid.days;
    }

    get dayWidth() {
        return this.laid.dayWidth;
    }

    daysShown() {
        const all = this.state.board.days.slice(this.state.first, this.state.first + this.state.span);
        if (this.state.span === 1) {
            return all;
        }
        const open = all.filter((day) => this.isWorked(day));
        return open.length ? open : all;
    }

    isWorked(day) {
        return this.state.board.shops.some((shop) => shop.open[weekdayOf(day)]);
    }

    ticksShown() {
        const found = [];
        const step = this.dayWidth > 500 ? 60 : 180;
        for (let at = Math.ceil(this.hours.from / step) * step; at < this.hours.to; at += step) {
            found.push({ at, words: clockOf(at), left: this.leftOf(at) });
        }
        return this.dayWidth > 110 ? found : [];
    }

    leftOf(minute) {
        return ((minute - this.hours.from) / (this.hours.to - this.hours.from)) * this.dayWidth;
    }

    bayRows() {
        const { shops } = this.state.board;
        const bars = this.barsBy((bar) => `${bar.workshop}-${bar.bay}`);
        return shops.flatMap((shop) => {
            const shut = this.shutDays([shop]);
            return shop.bays.map((name, index) => {
                const key = `${shop.id}-${index + 1}`;
                return {
                    key, label: name, group: shop.name, bay: index + 1, shut,
                    bars: bars.get(key) || [], blocks: this.blocksOf(shop, index + 1),
                };
            });
        });
    }

    vehicleRows() {
        const shut = this.shutDays(this.state.board.shops);
        return [...this.barsBy((bar) => bar.vehicle)]
            .map(([key, bars]) => ({ key, label: key, group: bars[0].base, bay: 0, shut, bars, blocks: [] }))
            .sort((a, b) => a.group.localeCompare(b.group) || a.label.localeCompare(b.label));
    }

    /** Bars of the days shown by a key, in one pass: what is elsewhere is not drawn at all. */
    barsBy(keyOf) {
        const words = this.state.search.trim().toLowerCase();
        const found = new Map();
        for (const bar of this.state.board.bars) {
            if (this.laid.index.has(bar.start.slice(0, 10))) {
                const key = keyOf(bar);
                const texts = [bar.key, bar.technician, bar.base, bar.call_sign];
                const dim = words && !texts.some((text) => text.toLowerCase().includes(words));
                found.set(key, found.get(key) || []);
                found.get(key).push({ ...bar, dim, style: this.styleOf(bar.start, bar.end), title: this.titleOf(bar) });
            }
        }
        return found;
    }

    blocksOf(shop, bay) {
        return this.state.board.blocks
            .filter((row) => row.shop === shop.name && row.bay === bay && this.laid.index.has(row.start.slice(0, 10)))
            .map((row) => ({ ...row, style: this.styleOf(row.start, row.end) }));
    }

    styleOf(start, end) {
        const day = this.laid.index.get(start.slice(0, 10));
        const from = this.leftOf(minutesOf(start));
        const to = start.slice(0, 10) === end.slice(0, 10) ? this.leftOf(minutesOf(end)) : this.dayWidth;
        return `left:${day * this.dayWidth + from}px;width:${Math.max(8, to - from - 2)}px`;
    }

    /** Days on which none of these workshops works. */
    shutDays(shops) {
        const isShut = (shop, day) => !shop.open[weekdayOf(day)] || shop.closed.includes(day);
        return new Set(this.days.filter((day) => shops.every((shop) => isShut(shop, day))));
    }

    titleOf(bar) {
        const due = bar.due ? `${_t("due")} ${dayWords(bar.due)}${bar.law ? `, ${_t("by law")}` : ""}` : "";
        return [
            bar.key, `${dayWords(bar.start.slice(0, 10))} ${bar.start.slice(11)}–${bar.end.slice(11)}`,
            bar.technician, bar.base, due, bar.why,
        ].filter(Boolean).join("\n");
    }

    shortOn(day) {
        const rows = this.state.board.short.filter((row) => row.day === day);
        return {
            count: rows.reduce((sum, row) => sum + row.vehicles, 0),
            words: rows.map((row) => `${row.base}, ${row.shift}: ${row.vehicles} ${row.role}`).join("\n"),
        };
    }

    dayWords(day) {
        return dayWords(day, this.state.span === 1 ? "long" : "short");
    }

    get periodWords() {
        const days = this.days;
        const year = days[days.length - 1].slice(0, 4);
        return days.length > 1 ? `${dayWords(days[0])} – ${dayWords(days[days.length - 1])} ${year}` : `${dayWords(days[0], "long")} ${year}`;
    }

    // -- moving about ------------------------------------------------------------------------------

    step(direction) {
        const last = this.state.board.days.length - 1;
        this.state.first = Math.min(last, Math.max(0, this.state.first + direction * this.state.span));
    }

    onPlan(ev) {
        return this.loadBoard(Number(ev.target.value));
    }

    setSpan(span) {
        this.state.span = span;
        this.measure();
    }

    openDay(day) {
        this.state.first = this.state.board.days.indexOf(day);
        this.setSpan(1);
    }

    openPlan() {
        this.action.doAction({
            type: "ir.actions.act_window", res_model: MODEL, res_id: this.state.board.plan.id, views: [[false, "form"]],
        });
    }

    makePlan() {
        this.action.doAction("police_fleet_plan.action_plan");
    }

    /** By keyboard: the form with “Try this slot”. */
    openForm(id) {
        if (!this.state.board.plan.can_drag) {
            return this.action.doAction({
                type: "ir.actions.act_window", res_model: "police.fleet.plan.line", res_id: id, views: [[false, "form"]],
            });
        }
        this.action.doAction(
            {
                type: "ir.actions.act_window", res_model: "police.fleet.plan.move", name: _t("Try another slot"),
                views: [[false, "form"]], target: "new", context: { default_line_id: id },
            },
            { onClose: () => this.reload() }
        );
    }

    async reload() {
        this.show(await this.orm.call(MODEL, "board", [[this.state.board.plan.id]]));
    }

    onBarKey(ev, bar) {
        if (ev.key === "Enter" || ev.key === " ") {
            ev.preventDefault();
            this.openForm(bar.id);
        }
    }

    // -- dragging ----------------------------------------------------------------------------------

    onDown(ev, bar) {
        if (ev.button || !this.state.board.plan.can_drag) {
            return;
        }
        const box = ev.currentTarget.getBoundingClientRect();
        this.held = { bar, x: ev.clientX, y: ev.clientY, grab: ev.clientX - box.left, place: "" };
    }

    onMove(ev) {
        if (!this.held) {
            return;
        }
        const { bar, x, y, grab } = this.held;
        if (!this.state.drag && Math.hypot(ev.clientX - x, ev.clientY - y) < STILL) {
            return;
        }
        ev.preventDefault();
        const target = this.targetAt(ev, bar, grab);
        this.state.drag = { bar, ...target, pointer: `left:${ev.clientX + 14}px;top:${ev.clientY + 14}px` };
        const place = target && `${target.row}@${target.stamp}`;
        if (place !== this.held.place) {
            this.held.place = place;
            this.state.hint = null;
            clearTimeout(this.asking);
            this.asking = setTimeout(() => this.ask(bar, target, place), 40);
        }
    }

    /** The bay and the moment under the pointer, or nothing outside the board. */
    targetAt(ev, bar, grab) {
        const lanes = [...this.canvas.el.querySelectorAll(".o_fp_lane")];
        const lane = lanes.find((el) => {
            const box = el.getBoundingClientRect();
            return ev.clientY >= box.top && ev.clientY < box.bottom;
        });
        if (!lane) {
            return null;
        }
        const x = ev.clientX - lane.getBoundingClientRect().left - grab;
        const { day, minute } = placeAt(x, this.dayWidth, this.days, this.hours, bar.minutes);
        const byBay = this.state.rows === "bays";
        const row = byBay ? lane.dataset.row : bar.vehicle;
        const [workshop, bay] = byBay ? row.split("-").map(Number) : [bar.workshop, bar.bay];
        const start = stampOf(day, minute);
        const end = stampOf(day, Math.min(1439, minute + bar.minutes));
        return { row, workshop, bay, stamp: start, style: this.styleOf(start, end) };
    }

    async ask(bar, target, place) {
        if (!target) {
            return;
        }
        const board = this.state.board;
        const hint = await this.orm.silent.call(MODEL, "try_slot", [
            [board.plan.id], bar.id, target.workshop, target.bay, target.stamp,
        ]);
        if (this.held?.place === place) {
            this.state.hint = hint;
        }
    }

    get hintClass() {
        const hint = this.state.hint;
        return !hint ? "o_fp_asking" : !hint.feasible ? "o_fp_no" : hint.short.length ? "o_fp_short" : "o_fp_yes";
    }

    get costWords() {
        const cost = this.state.hint.cost;
        return `${cost > 0 ? "+" : ""}${Math.round(cost).toLocaleString("en-GB")}`;
    }

    async onUp() {
        const { held, state } = this;
        const drag = state.drag;
        if (!held) {
            return;
        }
        this.dropNothing();
        if (!drag) {
            return this.openForm(held.bar.id);
        }
        if (drag.stamp && (drag.stamp !== held.bar.start || drag.workshop !== held.bar.workshop || drag.bay !== held.bar.bay)) {
            await this.drop(held.bar, drag);
        }
    }

    async drop(bar, { workshop, bay, stamp }) {
        const id = this.state.board.plan.id;
        const said = await this.orm.call(MODEL, "try_slot", [[id], bar.id, workshop, bay, stamp]);
        if (!said.feasible) {
            this.notification.add(said.broken.join("\n"), { type: "danger", title: _t("%s stays where it is", bar.key) });
            return;
        }
        this.show(await this.orm.call(MODEL, "move_job", [[id], bar.id, workshop, bay, stamp]));
        this.notification.add(`${said.when}: ${said.change}`, { type: "success", title: _t("%s is promised there", bar.key) });
    }

    dropNothing() {
        clearTimeout(this.asking);
        this.held = null;
        this.state.drag = null;
        this.state.hint = null;
    }
}

registry.category("actions").add("police_fleet_plan.board", FleetPlanBoard);
