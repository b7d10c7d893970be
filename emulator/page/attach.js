// Files to send: chosen with the paper clip, or dropped anywhere on the page.

import { el, icon, iconButton } from "./dom.js";

export const LARGEST_MB = 60;

const holdsFiles = (event) => event.dataTransfer?.types.includes("Files");

export class Attachments {
  /** @param onFiles gets the files, in the order in which they were chosen. */
  constructor(onFiles) {
    this.onFiles = onFiles;
    this.field = el("input", {
      type: "file",
      class: "attach-field",
      multiple: true,
      hidden: true,
      "aria-label": "Files to send",
      on: { change: () => this.chosen() },
    });
    this.button = iconButton("clip", "Attach a file", { on: { click: () => this.field.click() } });
    this.target = el("span", { dir: "auto" });
    this.veil = el(
      "div",
      { class: "drop", "aria-hidden": "true", hidden: true },
      el("p", {}, icon("clip"), this.target),
    );
    this.listen();
  }

  /** Says where files go from now on. */
  show(title) {
    this.target.textContent = `Drop to send to ${title}`;
  }

  listen() {
    document.addEventListener("dragover", (event) => this.over(event));
    document.addEventListener("drop", (event) => this.dropped(event));
    document.addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) this.veil.hidden = true;
    });
  }

  /** Without this the browser would leave the page for the file. */
  over(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    const open = this.canTake();
    event.dataTransfer.dropEffect = open ? "copy" : "none";
    this.veil.hidden = !open;
  }

  dropped(event) {
    if (!holdsFiles(event)) return;
    event.preventDefault();
    this.veil.hidden = true;
    if (this.canTake()) this.onFiles([...event.dataTransfer.files]);
  }

  canTake() {
    return this.button.checkVisibility() && !document.querySelector("dialog[open]");
  }

  chosen() {
    const files = [...this.field.files];
    this.field.value = ""; // the same file can be chosen again
    this.onFiles(files);
  }
}
