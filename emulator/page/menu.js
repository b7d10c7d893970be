// A menu of actions or links, opened by a button.

import { el, icon } from "./dom.js";
import { openPopover } from "./popover.js";

/**
 * Opens a menu beside `anchor`. Entries: `{label, description, icon, href, current, onSelect}`, or `{heading}`.
 * Arrows, Home, End and first letters move; Enter chooses; Escape and Tab close, and the anchor has the focus again.
 */
export function openMenu(anchor, entries, { label, align } = {}) {
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label });
  const close = openPopover(menu, anchor, { align, onClose: () => closed(anchor, menu) });
  menu.append(...entries.map((entry) => (entry.heading ? heading(entry) : renderEntry(entry, close))));
  anchor.setAttribute("aria-expanded", "true");
  menu.addEventListener("keydown", (event) => onKey(event, menu, close));
  choices(menu)[0]?.focus();
}

const heading = (entry) => el("div", { class: "menu-heading", role: "presentation", text: entry.heading });

function closed(anchor, menu) {
  anchor.setAttribute("aria-expanded", "false");
  const lost = document.activeElement === document.body || menu.contains(document.activeElement);
  if (lost && anchor.isConnected) anchor.focus();
}

function renderEntry(entry, close) {
  const choose = () => {
    close();
    entry.onSelect?.();
  };
  const text = el(
    "span",
    { class: "menu-text" },
    el("span", { text: entry.label }),
    entry.description ? el("span", { class: "menu-note", text: entry.description }) : null,
  );
  const mark = entry.mark ?? (entry.icon ? icon(entry.icon) : null);
  const tick = entry.current ? icon("check") : null;
  const common = {
    class: "menu-entry",
    role: "menuitem",
    tabindex: "-1",
    "aria-current": entry.current ? "true" : null,
  };
  if (!entry.href)
    return el("button", { type: "button", ...common, on: { click: choose } }, mark, text, tick);
  return el(
    "a",
    {
      ...common,
      href: entry.href,
      target: entry.target,
      rel: entry.target ? "noopener" : null,
      on: { click: choose },
    },
    mark,
    text,
    tick,
  );
}

const choices = (menu) => [...menu.querySelectorAll("[role=menuitem]")];

function onKey(event, menu, close) {
  const all = choices(menu);
  const at = all.indexOf(document.activeElement);
  const to = target(event.key, all, at);
  if (event.key === "Tab") close();
  else if (to) to.focus();
  else return;
  event.preventDefault();
}

function target(key, all, at) {
  if (key === "ArrowDown") return all[(at + 1) % all.length];
  if (key === "ArrowUp") return all[(at - 1 + all.length) % all.length];
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key.length !== 1 || key === " ") return null;
  const starts = (node) => node.textContent.trim().toLowerCase().startsWith(key.toLowerCase());
  return [...all.slice(at + 1), ...all.slice(0, at + 1)].find(starts);
}
