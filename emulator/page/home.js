// The app's Home tab.

import { updateBlocks } from "./blocks.js";
import { el } from "./dom.js";
import { counterpart } from "./elements.js";
import { Surface } from "./surface.js";
import { complained, toast } from "./toast.js";

export class Home {
  constructor(store, api) {
    Object.assign(this, { store, api });
    this.blocks = el("div", { class: "home-blocks" });
    this.empty = el("p", { class: "empty-note", hidden: true, text: "Nothing here yet." });
    this.node = el(
      "div",
      { class: "home", role: "tabpanel", id: "home-panel", "aria-labelledby": "home-tab" },
      el("div", { class: "column" }, this.blocks, this.empty),
    );
    this.surface = null;
    this.drawn = "";
    this.shown = 0;
  }

  /** Tells the app that its Home was opened, and shows what it has there. */
  async open() {
    const { shown } = this;
    try {
      const { view } = await this.api.openHome();
      if (shown === this.shown) this.show(view); // what the app published meanwhile is newer
    } catch (error) {
      toast(error.message, { tone: "bad" });
    }
  }

  async refresh() {
    const { shown } = this;
    const { view } = await this.api.home().catch(() => ({ view: null }));
    if (view && shown === this.shown) this.show(view);
  }

  show(view) {
    this.shown += 1;
    this.empty.hidden = Boolean(view);
    const key = JSON.stringify(view);
    if (key === this.drawn) return;
    this.drawn = key;
    const active = document.activeElement?.closest("[data-action-id]");
    const within = this.blocks.contains(document.activeElement);
    if (this.surface?.container.view_id !== view?.id) this.start(view);
    if (!view) return;
    this.surface.kept = this.surface.values();
    updateBlocks(this.blocks, view.blocks, this.surface);
    if (!within || this.blocks.contains(document.activeElement)) return;
    (counterpart(this.blocks, active?.dataset) ?? document.getElementById("main")).focus();
  }

  start(view) {
    this.blocks.replaceChildren();
    this.surface =
      view &&
      new Surface(
        this.store,
        this.api,
        { type: "view", view_id: view.id },
        {
          kind: "home",
          onError: (text) => this.complain(text),
        },
      );
  }

  complain(text) {
    complained();
    toast(
      text === "operation_timeout"
        ? "The app did not answer in time. Try again."
        : `That did not work: ${text}`,
      { tone: "bad" },
    );
  }
}
