/** Between local stamps (2026-12-07T08:00), minutes and pixels on the board. No time zones: wall-clock only. */

export const SNAP = 15; // minutes

export function minutesOf(stamp) {
    return Number(stamp.slice(11, 13)) * 60 + Number(stamp.slice(14, 16));
}

export function clockOf(minutes) {
    const pad = (value) => String(value).padStart(2, "0");
    return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

export function stampOf(day, minutes) {
    return `${day}T${clockOf(minutes)}`;
}

export function weekdayOf(day) {
    return (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7; // Monday 0
}

export function dayWords(day, style = "short") {
    const options = { weekday: style, day: "numeric", month: "short", timeZone: "UTC" };
    return new Intl.DateTimeFormat("en-GB", options).format(new Date(`${day}T12:00:00Z`));
}

/** The hours shown of each day: from the earliest opening to the latest closing of all workshops. */
export function openHours(shops) {
    const times = shops.flatMap((shop) => Object.values(shop.open));
    const minutes = (clock) => minutesOf(`0000-00-00T${clock}`);
    const from = Math.min(...times.map((span) => minutes(span[0])), 8 * 60);
    const to = Math.max(...times.map((span) => minutes(span[1])), 17 * 60);
    return { from, to: Math.min(to, 1440) };
}

/** Where a job dropped at x begins: the day and the minute, on the grid, inside the hours shown. */
export function placeAt(x, dayWidth, days, hours, minutes) {
    const index = Math.min(days.length - 1, Math.max(0, Math.floor(x / dayWidth)));
    const share = Math.min(1, Math.max(0, x / dayWidth - index));
    const wanted = hours.from + share * (hours.to - hours.from);
    const last = Math.max(hours.from, hours.to - minutes);
    const snapped = Math.round(wanted / SNAP) * SNAP;
    return { day: days[index], minute: Math.min(last, Math.max(hours.from, snapped)) };
}
