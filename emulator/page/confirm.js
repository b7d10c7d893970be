// Slack's confirmation object: are you sure?

import { el, freshId } from "./dom.js";
import { plainText, renderText } from "./mrkdwn.js";

/** Asks where there is something to ask. True means go on. */
export function confirmFirst(confirm, anchor, store) {
  if (!confirm) return Promise.resolve(true);
  const title = freshId("confirm");
  const text = freshId("confirm");
  const button = (value, label, look) =>
    el("button", { type: "submit", value, class: `button ${look}`, text: label });
  const dialog = el(
    "dialog",
    { class: "modal small", "aria-labelledby": title, "aria-describedby": text },
    el(
      "form",
      { method: "dialog", class: "modal-form" },
      el("header", { class: "modal-head" }, el("h2", { id: title, text: plainText(confirm.title) })),
      el(
        "div",
        { class: "modal-body", id: text },
        el("div", { class: "text" }, renderText(confirm.text, store)),
      ),
      el(
        "footer",
        { class: "modal-foot" },
        button("no", plainText(confirm.deny) || "Cancel", ""),
        button("yes", plainText(confirm.confirm) || "Yes", confirm.style === "danger" ? "danger" : "primary"),
      ),
    ),
  );
  (anchor.closest("dialog") ?? document.body).append(dialog);
  dialog.showModal();
  dialog.querySelector("button[value=yes]").focus();
  return new Promise((resolve) =>
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (anchor.isConnected) anchor.focus();
      resolve(dialog.returnValue === "yes");
    }),
  );
}
