// Short sentences that come and go; read out politely.

import { el } from "./dom.js";

const SHOWN_MS = 7000;
const MOST = 3;

/** Says something. `action` (`{label, onSelect}`) adds a button. */
export function toast(text, { action, tone = "" } = {}) {
  const region = document.getElementById("toasts");
  const node = el("div", { class: `toast ${tone}` }, el("span", { text }));
  const leave = () => node.remove();
  if (action) {
    const choose = () => {
      leave();
      action.onSelect();
    };
    node.append(el("button", { type: "button", class: "text-button", text: action.label, on: { click: choose } }));
  }
  region.append(node);
  while (region.children.length > MOST) region.firstElementChild.remove();
  setTimeout(leave, SHOWN_MS);
}
