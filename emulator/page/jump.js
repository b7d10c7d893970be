// Ctrl+K: type a few letters, go there.

import { avatar, el, freshId, icon } from "./dom.js";

const MOST = 9;

/** Opens the dialog; `peopleOnly` for a new direct message. */
export function openJump(store, { go, write, peopleOnly = false }) {
  const list = el("div", {
    class: "options",
    role: "listbox",
    id: freshId("places"),
    "aria-label": "Places",
  });
  const label = peopleOnly ? "Write to" : "Jump to";
  const box = el("input", {
    class: "jump-field",
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
    "aria-label": label,
    placeholder: `${label}…`,
    autocomplete: "off",
  });
  const dialog = el("dialog", { class: "modal jump", "aria-label": label }, box, list);
  const places = placesOf(store, peopleOnly);
  const choose = (place) => {
    dialog.close();
    if (place.id) go(place.id);
    else write(place.person);
  };
  let active = 0;
  const rows = () => [...list.querySelectorAll("[role=option]")];
  const activate = (index) => {
    active = Math.max(0, Math.min(index, rows().length - 1));
    rows().forEach((row, at) => row.setAttribute("aria-selected", String(at === active)));
    rows()[active]?.scrollIntoView({ block: "nearest" });
    if (rows().length) box.setAttribute("aria-activedescendant", rows()[active].id);
    else box.removeAttribute("aria-activedescendant");
  };
  const draw = () => {
    const wanted = box.value.trim().toLowerCase();
    const found = places
      .filter(
        (place) =>
          place.words
            .toLowerCase()
            .split(/\s+/)
            .some((word) => word.startsWith(wanted)) || place.words.toLowerCase().includes(wanted),
      )
      .slice(0, MOST);
    list.replaceChildren(...found.map((place) => row(place, choose)));
    if (!found.length)
      list.append(el("p", { class: "options-note", text: "Nobody and nothing of that name." }));
    activate(0);
  };
  const keys = {
    ArrowDown: () => activate(active + 1),
    ArrowUp: () => activate(active - 1),
    Enter: () => rows()[active]?.click(),
  };
  box.addEventListener("input", draw);
  box.addEventListener("keydown", (event) => {
    if (!(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  draw();
}

const row = (place, choose) =>
  el(
    "div",
    { class: "option", role: "option", id: freshId("place"), on: { click: () => choose(place) } },
    el("span", { class: "completion-mark" }, place.mark()),
    el(
      "span",
      { class: "option-words" },
      el("span", { text: place.title, dir: "auto" }),
      place.note ? el("span", { class: "menu-note", text: place.note }) : null,
    ),
  );

function placesOf(store, peopleOnly) {
  const written = new Map(
    store.conversations.filter((one) => one.kind === "dm").map((one) => [one.with, one.id]),
  );
  const people = store
    .humans()
    .filter((person) => person.id !== store.me.id)
    .map((person) => ({
      id: written.get(person.id),
      person: person.id,
      title: store.nameOf(person.id),
      note: person.title,
      words: `${store.nameOf(person.id)} ${person.name}`,
      mark: () => avatar(store.nameOf(person.id), store.toneOf(person.id), "tiny"),
    }));
  if (peopleOnly) return people;
  const rest = store.conversations
    .filter((one) => one.kind !== "dm")
    .map((one) => ({
      id: one.id,
      title: store.titleOf(one),
      words: store.titleOf(one),
      mark: () =>
        one.kind === "app" ? avatar(store.app.name, "app", "tiny") : icon(one.is_private ? "lock" : "hash"),
    }));
  return [...rest, ...people];
}
