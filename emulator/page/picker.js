// A select: a button that says what is chosen, and a list to choose from, searched where it is long or far away.

import { debounce, el, freshId, icon, iconButton } from "./dom.js";
import { openPopover } from "./popover.js";

const SEARCH_FROM = 9;
const PAUSE_MS = 250;

/**
 * Options: `{key, text, note, words, wire}` in groups `{label, options}`, which `load(typed)` gives. `search` is
 * "local" (the list is whole) or "remote" (asked for anew from `least` characters on).
 * `onChange(chosen, undo)` is called after a choice, for several choices when the list closes.
 */
export function picker(how) {
  const state = { chosen: [...how.selected], before: [...how.selected], list: null };
  const value = el("span", { class: "picker-value" });
  const button = el(
    "button",
    {
      type: "button",
      class: "picker-button",
      role: "combobox",
      id: how.id,
      "aria-haspopup": "listbox",
      "aria-expanded": "false",
      "aria-labelledby": how.labelledBy,
      "aria-describedby": how.describedBy,
      "aria-label": how.labelledBy ? null : how.placeholder,
      "aria-required": how.required ? "true" : null,
      autofocus: how.autofocus,
    },
    value,
    icon("chevron"),
  );
  const node = el("div", { class: "picker" }, button);
  const clear = how.clearable && iconButton("close", "Clear", { class: "icon-button picker-clear" });
  if (clear) node.append(clear);

  const show = () => {
    value.textContent = state.chosen.map((option) => option.text).join(", ") || how.placeholder;
    value.classList.toggle("placeholder", state.chosen.length === 0);
    if (clear) clear.hidden = state.chosen.length === 0;
  };
  const settle = () => {
    if (same(state.chosen, state.before)) return;
    const before = state.before;
    state.before = [...state.chosen];
    how.onChange(state.chosen, () => {
      state.chosen = state.before = before;
      show();
    });
  };
  const choose = (option) => {
    state.chosen = how.multiple ? toggled(state.chosen, option, how.most) : [option];
    show();
    if (how.multiple) return;
    state.list.close();
    settle();
  };
  const open = () => {
    if (button.getAttribute("aria-expanded") === "true") return state.list?.close();
    state.list = openList(button, how, {
      chosen: () => state.chosen,
      choose,
      closed: () => how.multiple && settle(),
    });
  };
  button.addEventListener("click", open);
  button.addEventListener("keydown", (event) => {
    if (!["ArrowDown", "ArrowUp"].includes(event.key)) return;
    event.preventDefault();
    open();
  });
  clear &&
    clear.addEventListener("click", () => {
      state.chosen = [];
      show();
      settle();
      button.focus();
    });
  show();
  return { node, button, chosen: () => state.chosen };
}

const same = (one, other) =>
  one.length === other.length && one.every((option, index) => option.key === other[index].key);

function toggled(chosen, option, most) {
  if (chosen.some((one) => one.key === option.key)) return chosen.filter((one) => one.key !== option.key);
  return most && chosen.length >= most ? chosen : [...chosen, option];
}

/** The open list. The focus is in its search field, or on the list itself; the active option is pointed at. */
function openList(button, how, { chosen, choose, closed }) {
  const list = el("div", {
    class: "options",
    role: "listbox",
    id: freshId("list"),
    tabindex: "-1",
    "aria-multiselectable": how.multiple ? "true" : null,
    "aria-label": how.placeholder,
  });
  const search = el("input", {
    class: "text-field",
    type: "text",
    role: "combobox",
    "aria-expanded": "true",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
    "aria-label": "Search",
    autocomplete: "off",
    placeholder: how.search === "remote" ? "Type to search" : "Search",
  });
  const note = el("p", { class: "options-note", role: "status", hidden: true });
  const pop = el(
    "div",
    { class: "picker-pop" },
    el("div", { class: "picker-search", hidden: true }, search),
    list,
    note,
  );
  const view = { list, search, note, groups: [], active: null, asked: 0 };
  const close = openPopover(pop, button, {
    onClose: () => {
      button.setAttribute("aria-expanded", "false");
      if ([document.body, null].includes(document.activeElement)) button.focus();
      closed();
    },
  });
  const pick = (option) => {
    choose(option);
    if (how.multiple) markChosen(view, chosen());
  };
  const refresh = () =>
    draw(view, filtered(view.groups, how.search === "local" ? search.value : ""), chosen(), pick);
  const ask = async () => {
    const turn = ++view.asked;
    const typed = search.value.trim();
    if (how.search === "remote" && typed.length < how.least) return hint(view, how.least);
    say(view, how.search === "remote" ? "Searching…" : "");
    const groups = await how.load(typed).catch((error) => error);
    if (turn !== view.asked) return;
    if (groups instanceof Error) return say(view, groups.message);
    view.groups = groups;
    say(view, "");
    refresh();
    const count = groups.reduce((sum, group) => sum + group.options.length, 0);
    if (how.search === "remote" || count >= SEARCH_FROM) showSearch(view, pop);
  };
  button.setAttribute("aria-expanded", "true");
  button.setAttribute("aria-controls", list.id);
  search.addEventListener("input", how.search === "remote" ? debounce(ask, PAUSE_MS) : refresh);
  pop.addEventListener("keydown", (event) => onKey(event, view, close));
  if (how.search === "remote") showSearch(view, pop);
  else list.focus();
  ask();
  return { close };
}

function showSearch(view, pop) {
  pop.firstElementChild.hidden = false;
  view.search.focus();
}

const hint = (view, least) => {
  view.list.replaceChildren();
  say(view, `Type ${least === 1 ? "a character" : `${least} characters`} or more to search.`);
};

function say(view, text) {
  view.note.textContent = text;
  view.note.hidden = !text;
}

function filtered(groups, typed) {
  const wanted = typed.trim().toLowerCase();
  const fits = (option) =>
    `${option.text} ${option.words ?? ""} ${option.note}`.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, options: group.options.filter(fits) }))
    .filter((group) => group.options.length);
}

function draw(view, groups, chosen, pick) {
  const row = (option) => {
    const node = el(
      "div",
      { class: "option", role: "option", id: freshId("option"), on: { click: () => pick(option) } },
      el(
        "span",
        { class: "option-words" },
        el("span", { text: option.text }),
        option.note ? el("span", { class: "menu-note", text: option.note }) : null,
      ),
      icon("check"),
    );
    node.option = option;
    return node;
  };
  view.list.replaceChildren(
    ...groups.map((group) =>
      el(
        "div",
        { role: "group", "aria-label": group.label ?? null },
        group.label ? el("div", { class: "menu-heading", "aria-hidden": "true", text: group.label }) : null,
        ...group.options.map(row),
      ),
    ),
  );
  if (groups.length === 0) say(view, "Nothing found.");
  else say(view, "");
  markChosen(view, chosen);
  activate(view, rows(view).find((node) => node.getAttribute("aria-selected") === "true") ?? rows(view)[0]);
}

const rows = (view) => [...view.list.querySelectorAll("[role=option]")];

function markChosen(view, chosen) {
  const keys = new Set(chosen.map((option) => option.key));
  for (const node of rows(view)) node.setAttribute("aria-selected", String(keys.has(node.option.key)));
}

function activate(view, node) {
  view.active?.classList.remove("active");
  view.active = node ?? null;
  for (const owner of [view.search, view.list]) {
    if (node) owner.setAttribute("aria-activedescendant", node.id);
    else owner.removeAttribute("aria-activedescendant");
  }
  node?.classList.add("active");
  node?.scrollIntoView({ block: "nearest" });
}

function onKey(event, view, close) {
  const all = rows(view);
  const at = all.indexOf(view.active);
  const inSearch = event.target === view.search;
  if (event.key === "ArrowDown") activate(view, all[Math.min(at + 1, all.length - 1)]);
  else if (event.key === "ArrowUp") activate(view, all[Math.max(at - 1, 0)]);
  else if (event.key === "Home" && !inSearch) activate(view, all[0]);
  else if (event.key === "End" && !inSearch) activate(view, all.at(-1));
  else if (event.key === "Enter" || (event.key === " " && !inSearch)) view.active?.click();
  else if (event.key === "Tab") close();
  else if (event.key.length === 1 && !inSearch) jump(view, all, at, event.key);
  else return;
  if (event.key !== "Tab") event.preventDefault();
}

function jump(view, all, at, key) {
  const starts = (node) => node.textContent.toLowerCase().startsWith(key.toLowerCase());
  const found = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts);
  if (found) activate(view, found);
}
