// What blocks stand on: a message, a modal or Home. Knows the fields in them, and carries presses to the app.

import { ApiError } from "./api.js";

/**
 * A field is `{node, read(), focus(), required, check()}`: `read` gives the element's entry of
 * `view.state.values`, `check` a sentence when what is typed can't be right, else nothing.
 */
export class Surface {
  /**
   * @param container Slack's container: `{type: "message", channel, ts}` or `{type: "view", view_id}`.
   * @param onError is told when the app did not take a press.
   */
  constructor(store, api, container, { kind, onError }) {
    Object.assign(this, { store, api, container, kind, onError });
    this.fields = new Map();
    this.kept = {};
  }

  /** Remembers an element's field under its two ids. */
  register(block, element, field) {
    if (!this.fields.has(block.block_id)) this.fields.set(block.block_id, new Map());
    this.fields.get(block.block_id).set(element.action_id, field);
  }

  forget(blockId) {
    this.fields.delete(blockId);
  }

  /** What was typed in this element before the app replaced its view, if it was there with the same two ids. */
  keptFor(block, element) {
    const kept = this.kept[block.block_id]?.[element.action_id];
    return kept?.type === element.type ? kept : null;
  }

  /** `view.state.values`, as Slack shapes it. */
  values() {
    const values = {};
    for (const [blockId, fields] of this.fields) {
      values[blockId] = Object.fromEntries([...fields].map(([actionId, field]) => [actionId, field.read()]));
    }
    return values;
  }

  /** Hands a press or a choice to the app. `node` shows that it waits, until the app acknowledges. */
  async act(block, element, action, node) {
    if (node.getAttribute("aria-busy") === "true") return;
    node.setAttribute("aria-busy", "true");
    try {
      const answer = await this.api.act({
        container: this.container,
        block_id: block.block_id,
        action_id: element.action_id,
        action,
        state: { values: this.values() },
      });
      if (answer.ok === false) this.onError(answer.error);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.onError(error.message);
    } finally {
      node.removeAttribute("aria-busy");
    }
  }

  options(block, element, value) {
    return this.api.options({
      container: this.container,
      block_id: block.block_id,
      action_id: element.action_id,
      value,
    });
  }
}
