/**
 * Every step of every tour may take 30 s instead of Odoo's 10: a tour shows that a story works, not that the
 * machine is idle. A step that never comes true fails all the same.
 */
import { registry } from "@web/core/registry";

const PATIENCE = 30000;
const patient = new WeakSet();

function makePatient(tour) {
    if (patient.has(tour)) {
        return;
    }
    patient.add(tour);
    const steps = tour.steps;
    tour.steps = () => steps.call(tour).map((step) => ({ timeout: PATIENCE, ...step }));
}

const tours = registry.category("web_tour.tours");
tours.addEventListener("UPDATE", ({ detail }) => {
    if (detail.operation === "add") {
        makePatient(detail.value);
    }
});
tours.getAll().forEach(makePatient);
