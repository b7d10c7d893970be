// Short sentences that come and go; read out politely.

import { el } from "./dom.js";

const SHOWN_MS = 7000;
const MOST = 3;

const NEAR_MS = 500;
let complainedAt = -Infinity;

/** An error stands where it arose: the workspace's own word on it, just before or after, is then left out. */
export const complained = () => (complainedAt = performance.now());

/** Says what the workspace has to say, unless it stands on the page already. */
export function toastFromWorkspace(text) {
  setTimeout(() => performance.now() - complainedAt > 2 * NEAR_MS && toast(text), NEAR_MS);
}

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
    node.append(
      el("button", { type: "button", class: "text-button", text: action.label, on: { click: choose } }),
    );
  }
  region.append(node);
  while (region.children.length > MOST) region.firstElementChild.remove();
  setTimeout(leave, SHOWN_MS);
}
