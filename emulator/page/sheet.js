// One view of a modal: its form, its errors, its way to the app and back.

import { updateBlocks } from "./blocks.js";
import { el, freshId, icon, iconButton } from "./dom.js";
import { counterpart } from "./elements.js";
import { plainText } from "./mrkdwn.js";
import { Surface } from "./surface.js";
import { complained } from "./toast.js";

const MISSING = "Please complete this required field.";

export class Sheet {
  /** `close(cleared)` is asked to close, `settled()` told that the app took a submission. */
  constructor(view, depth, store, api, { close, settled }) {
    Object.assign(this, { view, api, settled });
    this.titleId = freshId("title");
    this.surface = new Surface(
      store,
      api,
      { type: "view", view_id: view.id },
      {
        kind: "modal",
        onError: (text) => this.complain(text),
      },
    );
    this.title = el("h2", { id: this.titleId, dir: "auto" });
    this.alert = el("p", { class: "modal-alert", role: "alert", hidden: true });
    this.body = el("div", {
      class: "modal-blocks",
      on: { input: (event) => this.clearErrorAt(event.target) },
    });
    this.cancel = el("button", { type: "button", class: "button", on: { click: () => close(false) } });
    this.send = el("button", { type: "submit", class: "button primary" });
    this.node = el(
      "form",
      { class: "modal-form", novalidate: true, on: { submit: (event) => this.submit(event) } },
      el(
        "header",
        { class: "modal-head" },
        depth > 0 ? iconButton("back", "Back", { on: { click: () => close(false) } }) : null,
        this.title,
        iconButton("close", "Close", { on: { click: () => close(true) } }),
      ),
      el("div", { class: "modal-body" }, this.alert, this.body),
      el("footer", { class: "modal-foot" }, this.cancel, this.send),
    );
    this.draw();
  }

  /** Draws the same view anew; what was typed stays where `block_id` and `action_id` are the same. */
  update(view) {
    if (JSON.stringify(view) === JSON.stringify(this.view)) return;
    const active = document.activeElement?.closest("[data-action-id]");
    const within = this.body.contains(document.activeElement);
    this.view = view;
    this.draw();
    if (!within || this.body.contains(document.activeElement)) return;
    (counterpart(this.body, active?.dataset) ?? this).focus();
  }

  draw() {
    this.title.textContent = plainText(this.view.title);
    this.send.hidden = !this.view.submit;
    this.send.textContent = plainText(this.view.submit);
    this.cancel.textContent = plainText(this.view.close) || (this.view.submit ? "Cancel" : "Close");
    this.surface.kept = this.surface.values();
    for (const blockId of this.surface.fields.keys()) {
      if (!this.view.blocks.some((block) => block.block_id === blockId)) this.surface.forget(blockId);
    }
    updateBlocks(this.body, this.view.blocks, this.surface);
  }

  /** The field that wants it, else the first that can be filled in, else a button. */
  focus() {
    const first =
      this.body.querySelector("[autofocus]") ??
      this.body.querySelector(".block-input :is(input, textarea, button, select)");
    (first ?? (this.send.hidden ? this.cancel : this.send)).focus();
  }

  async submit(event) {
    event.preventDefault();
    if (this.busy) return;
    this.clearErrors();
    if (this.showErrors(this.mistakes())) return;
    this.wait(true);
    const answer = await this.api
      .submit(this.view.id, this.surface.values())
      .catch((error) => ({ ok: false, error: error.message }));
    this.wait(false);
    if (answer.errors && this.showErrors(answer.errors)) return;
    if (answer.ok === false && !answer.errors) return this.complain(answer.error);
    await this.settled();
  }

  wait(busy) {
    this.busy = busy;
    this.node.setAttribute("aria-busy", String(busy));
    this.send.setAttribute("aria-disabled", String(busy));
    this.send.classList.toggle("waiting", busy);
  }

  /** What can be seen to be wrong before the app is asked. */
  mistakes() {
    const errors = {};
    for (const [blockId, fields] of this.surface.fields) {
      const inInput = this.view.blocks.find((block) => block.block_id === blockId)?.type === "input";
      for (const field of inInput ? fields.values() : []) {
        const wrong = field.check?.() || (field.required && field.empty() ? MISSING : "");
        if (wrong) errors[blockId] = wrong;
      }
    }
    return errors;
  }

  /** Shows each error at its field and puts the focus on the first; true if there is any. */
  showErrors(errors) {
    const wrong = Object.keys(errors);
    const lost = wrong.filter((blockId) => !this.showError(blockId, errors[blockId]));
    if (lost.length) this.complain(lost.map((blockId) => errors[blockId]).join(" "));
    const first = this.view.blocks.find((block) => wrong.includes(block.block_id));
    if (first) {
      [...(this.surface.fields.get(first.block_id)?.values() ?? [])][0]?.focus();
      this.blockOf(first.block_id).scrollIntoView({ block: "nearest" });
    }
    return wrong.length > 0;
  }

  showError(blockId, text) {
    const block = this.blockOf(blockId);
    const place = block?.querySelector(".field-error");
    if (!place) return false;
    place.replaceChildren(icon("warning"), text);
    place.hidden = false;
    block.classList.add("wrong");
    for (const target of this.targets(blockId)) {
      target.setAttribute("aria-invalid", "true");
      describe(target, place.id, true);
    }
    return true;
  }

  blockOf(blockId) {
    return [...this.body.children].find((node) => node.dataset.blockId === blockId);
  }

  targets(blockId) {
    return [...(this.surface.fields.get(blockId)?.values() ?? [])].map(
      (field) => field.labelled ?? field.node,
    );
  }

  clearErrors() {
    this.alert.hidden = true;
    for (const block of this.body.querySelectorAll(".wrong")) this.clearError(block);
  }

  clearErrorAt(target) {
    const block = target.closest(".wrong");
    if (block) this.clearError(block);
  }

  clearError(block) {
    const place = block.querySelector(".field-error");
    block.classList.remove("wrong");
    place.hidden = true;
    for (const target of this.targets(block.dataset.blockId)) {
      target.removeAttribute("aria-invalid");
      describe(target, place.id, false);
    }
  }

  complain(text) {
    complained();
    const known = {
      operation_timeout: "The app did not answer in time. What you typed is still here; try again.",
    };
    this.alert.replaceChildren(icon("warning"), known[text] ?? text ?? "The app could not take this.");
    this.alert.hidden = false;
    this.alert.scrollIntoView({ block: "nearest" });
  }
}

function describe(node, id, on) {
  const ids = new Set((node.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (on) ids.add(id);
  else ids.delete(id);
  if (ids.size) node.setAttribute("aria-describedby", [...ids].join(" "));
  else node.removeAttribute("aria-describedby");
}
