// The list of messages of one conversation: appends, replaces, removes; never draws all of it twice.

import { el, icon } from "./dom.js";
import { counterpart } from "./elements.js";
import { renderMessage } from "./message.js";

const NEAR_PX = 80;
const GROUP_SECONDS = 300;

export class MessageList {
  constructor(store, api) {
    Object.assign(this, { store, api });
    this.channel = null;
    this.changes = 0;
    this.column = el("div", { class: "column" });
    this.intro = el("div", { class: "intro" });
    this.log = el(
      "div",
      {
        class: "log",
        role: "log",
        tabindex: "0",
        on: {
          scroll: () => this.scrolled(),
          keydown: (event) => this.walk(event),
        },
      },
      this.intro,
      this.column,
    );
    this.latest = el(
      "button",
      { type: "button", class: "latest", hidden: true, on: { click: () => this.toEnd(true) } },
      icon("down"),
      "New messages",
    );
    this.node = el("div", { class: "messages" }, this.log, this.latest);
    const grown = new ResizeObserver(() => this.atEnd && this.toEnd());
    for (const node of [this.log, this.column]) grown.observe(node);
  }

  /** Shows a conversation from its newest message on; `unread` of them get a line before them. */
  show(channel, title, messages, unread, intro) {
    this.channel = channel;
    this.log.setAttribute("aria-label", `Messages in ${title}`);
    this.intro.replaceChildren(...intro);
    this.column.replaceChildren();
    this.atEnd = true;
    for (const message of messages) this.place(message);
    this.markNew(unread);
    this.toEnd();
  }

  articles() {
    return [...this.column.querySelectorAll(":scope > article")];
  }

  find(ts) {
    return this.articles().find((article) => article.dataset.ts === ts);
  }

  /** Shows a message where its time puts it, in the stead of an earlier state of it. */
  upsert(message) {
    this.changes += 1;
    const old = this.find(message.ts);
    const stays = this.atEnd || message.user === this.store.me.id;
    if (old) this.replace(old, message);
    else this.place(message, true);
    if (stays) this.toEnd();
    else if (!old) this.latest.hidden = false;
  }

  replace(old, message) {
    const focused = old.contains(document.activeElement) && document.activeElement;
    const action = focused && focused.closest("[data-action-id]");
    const fresh = this.draw(message);
    old.replaceWith(fresh);
    this.arrange(fresh);
    if (!focused) return;
    ((action && counterpart(fresh, action.dataset)) || fresh).focus({ preventScroll: true });
  }

  place(message, arriving = false) {
    const article = this.draw(message);
    this.column.insertBefore(article, this.firstAfter(article));
    if (arriving) article.classList.add("arriving");
    this.arrange(article);
  }

  /** The first article (with the day line before it) that is later than this one; mostly there is none. */
  firstAfter(article) {
    let later = null;
    for (let node = this.column.lastElementChild; node; node = node.previousElementSibling) {
      if (!node.message) continue;
      if (node.epoch <= article.epoch) break;
      later = node;
    }
    const sign = later?.previousElementSibling;
    return sign && !sign.message ? sign : later;
  }

  draw(message) {
    return renderMessage(message, this.channel, this);
  }

  remove(ts) {
    this.changes += 1;
    const article = this.find(ts);
    if (!article) return;
    const next = following(article);
    const held = article.contains(document.activeElement);
    article.remove();
    if (next) this.arrange(next);
    this.dropIdleSigns();
    if (held) this.log.focus();
  }

  /** Puts a day line before an article where a day begins, and joins what one author says in one go. */
  arrange(article) {
    for (const one of [article, following(article)]) if (one) this.arrangeOne(one);
    this.dropIdleSigns();
  }

  arrangeOne(article) {
    const { times } = this.store;
    const before = preceding(article);
    const newDay = !before || times.dateOf(before.epoch) !== times.dateOf(article.epoch);
    const sign = article.previousElementSibling;
    if (newDay && !sign?.classList.contains("day")) article.before(this.dayLine(article.epoch));
    if (!newDay && sign?.classList.contains("day")) sign.remove();
    const joined =
      !newDay &&
      before.author === article.author &&
      !before.message.ephemeral === !article.message.ephemeral &&
      article.epoch - before.epoch < GROUP_SECONDS;
    article.classList.toggle("grouped", joined);
  }

  dayLine(epoch) {
    const words = this.store.times.dayInWords(epoch, this.store.now());
    const line = el(
      "div",
      { class: "day", role: "separator", "aria-label": words },
      el("span", { text: words }),
    );
    return Object.assign(line, { day: epoch });
  }

  /** Today becomes yesterday when the clock moves on. */
  renameDays() {
    for (const line of this.column.querySelectorAll(":scope > .day")) {
      const words = this.store.times.dayInWords(line.day, this.store.now());
      if (line.textContent === words) continue;
      line.firstElementChild.textContent = words;
      line.setAttribute("aria-label", words);
    }
  }

  dropIdleSigns() {
    for (const sign of this.column.querySelectorAll(":scope > .day")) {
      if (!sign.nextElementSibling?.message) sign.remove();
    }
  }

  markNew(unread) {
    const others = this.articles().filter(
      (article) => article.author !== this.store.me.id && !article.message.ephemeral,
    );
    const first = unread > 0 ? others.at(-unread) : null;
    first?.classList.add("first-new");
  }

  toEnd(smoothly = false) {
    this.atEnd = true;
    this.latest.hidden = true;
    this.log.scrollTo({ top: this.log.scrollHeight, behavior: smoothly ? "smooth" : "instant" });
  }

  scrolled() {
    this.atEnd = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < NEAR_PX;
    if (this.atEnd) this.latest.hidden = true;
  }

  /** Arrows walk from message to message; Tab goes into one. */
  walk(event) {
    const all = this.articles();
    const at = all.indexOf(event.target);
    if (event.target !== this.log && at < 0) return;
    const steps = {
      ArrowUp: at < 0 ? all.length - 1 : at - 1,
      ArrowDown: at < 0 ? all.length - 1 : at + 1,
      Home: 0,
      End: all.length - 1,
    };
    if (!(event.key in steps) || !all.length) return;
    event.preventDefault();
    all[Math.max(0, Math.min(steps[event.key], all.length - 1))].focus();
  }
}

function following(article) {
  let node = article.nextElementSibling;
  while (node && !node.message) node = node.nextElementSibling;
  return node;
}

function preceding(article) {
  let node = article.previousElementSibling;
  while (node && !node.message) node = node.previousElementSibling;
  return node;
}
