// A month to choose a day from; today is the workspace's today, not the machine's.

import { el, freshId, iconButton } from "./dom.js";
import { openPopover } from "./popover.js";

const DAY_MS = 86400000;
const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** Opens beside `anchor`; `onChoose` gets `YYYY-MM-DD`. */
export function openCalendar(anchor, { store, value, onChoose }) {
  const today = store.times.dateOf(store.now());
  const state = { day: value || today, today, value, times: store.times };
  const title = el("h3", { id: freshId("month"), "aria-live": "polite" });
  const grid = el("table", { role: "grid", "aria-labelledby": title.id });
  const step = (months) => draw(moved(state, shiftMonth(state.day, months)), title, grid);
  const head = el(
    "div",
    { class: "calendar-head" },
    iconButton("back", "Previous month", { on: { click: () => step(-1) } }),
    title,
    iconButton("next", "Next month", { on: { click: () => step(1) } }),
  );
  const pop = el("div", { class: "calendar", role: "dialog", "aria-label": "Choose a day" }, head, grid);
  const close = openPopover(pop, anchor, { align: "end", onClose: () => anchor.focus() });
  grid.addEventListener("click", (event) => {
    const day = event.target.closest("button")?.dataset.day;
    if (!day) return;
    close();
    onChoose(day);
  });
  grid.addEventListener("keydown", (event) => {
    const to = target(event, state.day);
    if (!to) return;
    event.preventDefault();
    draw(moved(state, to), title, grid);
    focusDay(grid);
  });
  draw(state, title, grid);
  focusDay(grid);
}

const moved = (state, day) => Object.assign(state, { day });
const focusDay = (grid) => grid.querySelector("button[tabindex='0']").focus();
const iso = (moment) => new Date(moment).toISOString().slice(0, 10);
const shift = (day, days) => iso(Date.parse(day) + days * DAY_MS);

function shiftMonth(day, months) {
  const [year, month, date] = day.split("-").map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return iso(Date.UTC(year, month - 1 + months, Math.min(date, last)));
}

function target(event, day) {
  if (event.key in STEPS) return shift(day, STEPS[event.key]);
  if (event.key === "PageUp") return shiftMonth(day, -1);
  if (event.key === "PageDown") return shiftMonth(day, 1);
  const weekday = (new Date(day).getUTCDay() + 6) % 7;
  if (event.key === "Home") return shift(day, -weekday);
  if (event.key === "End") return shift(day, 6 - weekday);
  return null;
}

function draw(state, title, grid) {
  const [year, month] = state.day.split("-").map(Number);
  const first = Date.UTC(year, month - 1, 1);
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY_MS;
  const weeks = Math.ceil((first - start) / DAY_MS / 7 + new Date(Date.UTC(year, month, 0)).getUTCDate() / 7);
  title.textContent = state.times.monthInWords(state.day);
  const names = Array.from({ length: 7 }, (_, index) => state.times.weekday(iso(start + index * DAY_MS)));
  grid.replaceChildren(
    el(
      "thead",
      {},
      el("tr", {}, ...names.map((name) => el("th", { scope: "col", abbr: name, text: name.slice(0, 2) }))),
    ),
    el(
      "tbody",
      {},
      ...Array.from({ length: weeks }, (_, week) =>
        el(
          "tr",
          {},
          ...Array.from({ length: 7 }, (_, index) =>
            dayCell(iso(start + (week * 7 + index) * DAY_MS), state),
          ),
        ),
      ),
    ),
  );
}

function dayCell(day, { day: active, today, value, times }) {
  const outside = day.slice(0, 7) !== active.slice(0, 7);
  return el(
    "td",
    { role: "gridcell", "aria-selected": day === value ? "true" : null },
    el("button", {
      type: "button",
      class: `day-button ${outside ? "outside" : ""}`,
      tabindex: day === active ? "0" : "-1",
      "aria-label": times.dateInWords(day),
      "aria-current": day === today ? "date" : null,
      data: { day },
      text: String(Number(day.slice(8))),
    }),
  );
}
