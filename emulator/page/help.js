// What the keyboard can do.

import { el, freshId, iconButton } from "./dom.js";

const KEYS = [
  [["Ctrl", "K"], "Jump to a conversation or a person"],
  [["Ctrl", "/"], "This help"],
  [["/"], "Slash commands, in the message box"],
  [["@"], "People, in the message box"],
  [["#"], "Channels, in the message box"],
  [["Enter"], "Send, or take the suggestion"],
  [["Shift", "Enter"], "A new line"],
  [["↑"], "With the focus on the messages: from one to the next"],
  [["Esc"], "Close what is open"],
];

export function openHelp() {
  const title = freshId("help");
  const rows = KEYS.map(([keys, does]) =>
    el("div", {}, el("dt", {}, ...keys.map((key) => el("kbd", { text: key }))), el("dd", { text: does })),
  );
  const dialog = el(
    "dialog",
    { class: "modal small", "aria-labelledby": title },
    el(
      "div",
      { class: "modal-form" },
      el(
        "header",
        { class: "modal-head" },
        el("h2", { id: title, text: "Keyboard" }),
        iconButton("close", "Close", { on: { click: () => dialog.close() } }),
      ),
      el(
        "div",
        { class: "modal-body" },
        el("dl", { class: "keys" }, ...rows),
        el("p", {
          class: "hint",
          text: "Two windows can be two people: open “You are” and choose with Ctrl held down. The clock moves for everybody.",
        }),
      ),
    ),
  );
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
}
