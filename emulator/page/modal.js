// Modals: the person's stack of views in one dialog, of which the top one shows.

import { el } from "./dom.js";
import { Sheet } from "./sheet.js";

export class Modals {
  constructor(store, api) {
    Object.assign(this, { store, api });
    this.sheets = new Map();
    this.dialog = null;
    this.shown = 0;
  }

  /** Shows what the workspace says is open: the stack, the top view last. */
  show(views) {
    this.shown += 1;
    const ids = new Set(views.map((view) => view.id));
    for (const [id, sheet] of this.sheets) if (!ids.has(id)) this.drop(id, sheet);
    views.forEach((view, depth) => this.put(view, depth));
    if (views.length === 0) return this.shut();
    this.raise(this.sheets.get(views.at(-1).id));
  }

  top() {
    return [...this.sheets.values()].at(-1);
  }

  drop(id, sheet) {
    sheet.node.remove();
    this.sheets.delete(id);
  }

  put(view, depth) {
    const sheet = this.sheets.get(view.id);
    if (sheet) return sheet.update(view);
    this.sheets.set(
      view.id,
      new Sheet(view, depth, this.store, this.api, {
        close: (cleared) => this.close(cleared),
        settled: () => this.refresh(),
      }),
    );
  }

  raise(sheet) {
    const dialog = this.dialog ?? this.open();
    const shown = !sheet.node.hidden && sheet.node.isConnected;
    if (!sheet.node.isConnected) dialog.append(sheet.node);
    for (const other of this.sheets.values()) other.node.hidden = other !== sheet;
    dialog.setAttribute("aria-labelledby", sheet.titleId);
    if (!shown) sheet.focus();
  }

  open() {
    this.dialog = el("dialog", {
      class: "modal",
      on: {
        cancel: (event) => {
          if (event.target !== this.dialog) return;
          event.preventDefault();
          this.close(false);
        },
        // A browser may close a dialog all the same when Escape is pressed twice.
        close: (event) => event.target === this.dialog && this.closedByBrowser(),
      },
    });
    document.body.append(this.dialog);
    this.dialog.showModal();
    return this.dialog;
  }

  shut() {
    const dialog = this.dialog;
    this.dialog = null;
    if (!dialog) return;
    dialog.close();
    dialog.remove();
    if (document.activeElement === document.body) document.getElementById("composer-text")?.focus();
  }

  closedByBrowser() {
    if (!this.dialog) return;
    this.dialog.remove();
    this.dialog = null;
    for (const sheet of this.sheets.values()) sheet.node.remove();
    this.close(false);
  }

  /** Cancel and Escape close the top view, the cross closes them all. */
  async close(cleared) {
    const sheet = this.top();
    if (!sheet) return;
    await this.api.close(sheet.view.id, cleared).catch((error) => sheet.complain(error.message));
    await this.refresh();
  }

  /** Asks what is open; an answer that something newer has overtaken counts for nothing. */
  async refresh() {
    const { shown } = this;
    const { views } = await this.api.views().catch(() => ({ views: null }));
    if (views && shown === this.shown) this.show(views);
  }
}
