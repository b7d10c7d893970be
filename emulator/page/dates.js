// Date, time, and date-with-time pickers: native fields to type in, and a calendar that knows the workspace's today.

import { openCalendar } from "./calendar.js";
import { confirmFirst } from "./confirm.js";
import { el, freshId, iconButton } from "./dom.js";
import { plainText } from "./mrkdwn.js";

export function renderDate(element, block, surface, how) {
  const field = dateField(surface.store, how, plainText(element.placeholder) || "Date");
  field.set((surface.keptFor(block, element) ?? { selected_date: element.initial_date }).selected_date);
  const read = () => ({ type: element.type, selected_date: field.input.value || null });
  return finish(field.node, [field.input], read, element, block, surface, how);
}

export function renderTime(element, block, surface, how) {
  const input = timeField(how, plainText(element.placeholder) || "Time");
  input.value =
    (surface.keptFor(block, element) ?? { selected_time: element.initial_time }).selected_time ?? "";
  const read = () => ({ type: element.type, selected_time: input.value || null });
  return finish(el("div", { class: "time-field" }, input), [input], read, element, block, surface, how);
}

/** Two fields, one moment, in the person's zone. */
export function renderDateTime(element, block, surface, how) {
  const { times } = surface.store;
  const date = dateField(surface.store, { ...how, labelledBy: null }, "Date");
  const time = timeField({ ...how, id: null, labelledBy: null }, "Time");
  const kept = surface.keptFor(block, element) ?? { selected_date_time: element.initial_date_time };
  if (kept.selected_date_time) {
    date.set(times.dateOf(kept.selected_date_time));
    time.value = times.timeOf(kept.selected_date_time);
  }
  const read = () => ({
    type: element.type,
    selected_date_time: date.input.value && time.value ? times.epochOf(date.input.value, time.value) : null,
  });
  const node = el(
    "div",
    { class: "date-time", role: "group", "aria-labelledby": how.labelledBy },
    date.node,
    time,
  );
  return finish(node, [date.input, time], read, element, block, surface, how);
}

function finish(node, inputs, read, element, block, surface, how) {
  const empty = () => inputs.some((input) => !input.value);
  surface.register(block, element, {
    node: inputs[0],
    read,
    required: how.required,
    empty,
    focus: () => inputs[0].focus(),
    check: () => (inputs.some((input) => input.validity.badInput) ? "Please finish the date or time." : ""),
  });
  if (how.speaks)
    speakOfChanges(node, inputs, empty, element, surface, () => surface.act(block, element, read(), node));
  return node;
}

/** Speaks when a whole date stands there and the focus leaves, Enter is pressed or the calendar was used. */
function speakOfChanges(node, inputs, empty, element, surface, tell) {
  const current = () => inputs.map((input) => input.value).join(" ");
  let before = current();
  const settle = async () => {
    if (current() === before || empty()) return;
    const old = before;
    before = current();
    if (await confirmFirst(element.confirm, inputs[0], surface.store)) return tell();
    before = old;
    old.split(" ").forEach((value, index) => (inputs[index].value = value));
  };
  node.addEventListener("focusout", settle);
  node.addEventListener("calendar", settle);
  node.addEventListener("keydown", (event) => event.key === "Enter" && settle());
}

const timeField = (how, name) =>
  el("input", {
    type: "time",
    class: "text-field",
    id: how.id,
    "aria-label": how.labelledBy ? null : name,
    "aria-describedby": how.describedBy,
    "aria-required": how.required ? "true" : null,
  });

/** A native date field with its weekday said beside it, and a button for the calendar. */
function dateField(store, how, name) {
  const said = el("span", { class: "date-words", id: freshId("date"), "aria-live": "polite" });
  const input = el("input", {
    type: "date",
    class: "text-field",
    id: how.id,
    "aria-label": how.labelledBy ? null : name,
    "aria-describedby": [how.describedBy, said.id].filter(Boolean).join(" "),
    "aria-required": how.required ? "true" : null,
  });
  const say = () => (said.textContent = input.value ? store.times.dateInWords(input.value) : "");
  const set = (value) => {
    input.value = value ?? "";
    say();
  };
  const chosen = (value) => {
    set(value);
    input.dispatchEvent(new Event("input", { bubbles: true }));
    node.dispatchEvent(new Event("calendar", { bubbles: true }));
  };
  const button = iconButton("calendar", "Open the calendar", {
    "aria-haspopup": "dialog",
    on: { click: () => openCalendar(button, { store, value: input.value, onChoose: chosen }) },
  });
  input.addEventListener("input", say);
  const node = el("div", { class: "date-field" }, input, said, button);
  return { node, input, set };
}
