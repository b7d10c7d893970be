// The clock strip: the workspace's own time, and buttons to move it on.

import { ApiError } from "./api.js";
import { el, icon } from "./dom.js";
import { toast } from "./toast.js";

const TICK_MS = 1000;

export class ClockStrip {
  /** Draws itself into `node`, after `leading`. Tells "moved" with the unread counts of before. */
  constructor(store, api, node, leading) {
    Object.assign(this, { store, api, node });
    this.day = el("span", { class: "clock-day" });
    this.time = el("span", { class: "clock-time" });
    this.moment = el("time", { class: "clock-moment" }, this.day, " ", this.time);
    this.zone = el("span", { class: "clock-zone" });
    this.next = el("span", { class: "clock-next", id: "clock-next" });
    this.buttons = {
      hour: this.button("hour", "+1 hour"),
      day: this.button("day", "+1 day"),
      next: this.button("next", "To what happens next", { "aria-describedby": "clock-next" }),
    };
    node.append(
      leading,
      el("div", { class: "clock-face" }, icon("clock"), this.moment, this.zone),
      el(
        "div",
        { class: "clock-moves", role: "group", "aria-label": "Move the clock" },
        this.buttons.hour,
        this.buttons.day,
        el("span", { class: "clock-jump" }, this.buttons.next, this.next),
      ),
    );
    store.on("clock", () => this.draw());
    setInterval(() => this.draw(), TICK_MS);
    this.draw();
  }

  button(move, label, props = {}) {
    return el("button", {
      type: "button",
      class: "clock-button",
      text: label,
      ...props,
      on: { click: () => this.move(move) },
    });
  }

  draw() {
    const { times, clock } = this.store;
    const now = this.store.now();
    write(this.day, times.format(now, { weekday: "short", day: "numeric", month: "long", year: "numeric" }));
    write(this.time, times.time(now));
    write(this.zone, times.place());
    this.moment.setAttribute("datetime", new Date(now * 1000).toISOString());
    write(this.next, this.nextWords(clock.next));
    setDisabled(this.buttons.next, this.busy || (clock.next ?? null) === null);
  }

  nextWords(next) {
    if ((next ?? null) === null) return "Nothing is planned";
    return this.store.times.short(next);
  }

  /** Moves, and waits until everything that falls due has happened. */
  async move(move) {
    if (this.busy || this.buttons[move].getAttribute("aria-disabled") === "true") return;
    this.wait(true);
    const unread = this.store.conversations.map((one) => [one.id, one.unread]);
    try {
      this.store.setClock(await this.api.moveClock(move));
      this.store.tell("moved", new Map(unread));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(`The clock did not move: ${error.message}`, { tone: "bad" });
    } finally {
      this.wait(false);
    }
  }

  wait(busy) {
    this.busy = busy;
    this.node.setAttribute("aria-busy", String(busy));
    for (const button of [this.buttons.hour, this.buttons.day]) setDisabled(button, busy);
    this.draw();
  }
}

/** Not `disabled`: a button that is moving the clock keeps the focus. */
const setDisabled = (button, disabled) => button.setAttribute("aria-disabled", String(disabled));

/** A text node is left alone while it says the same. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}
