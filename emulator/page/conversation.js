// The main pane: a conversation's head, its messages and composer, or the app's Home.

import { ApiError } from "./api.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { Composer } from "./composer.js";
import { Home } from "./home.js";
import { MessageList } from "./messages.js";
import { toast } from "./toast.js";

const TABS = ["home", "messages"];

export class Conversation {
  constructor(store, api, node) {
    Object.assign(this, { store, api, node });
    this.messages = new MessageList(store, api);
    // Whoever writes wants to see what comes of it, wherever they were reading.
    this.composer = new Composer(store, api, () => this.messages.toEnd());
    this.home = new Home(store, api);
    this.head = el("header", { class: "pane-head" });
    this.talk = el("div", { class: "talk", id: "messages-panel" }, this.messages.node, this.composer.node);
    this.home.node.hidden = true;
    node.append(this.head, this.note(), this.talk, this.home.node);
    this.turn = 0;
    this.loading = null;
    this.changes = [];
  }

  note() {
    const { note } = this.store.workspace;
    if (!note || sessionStorage.getItem("note") === note) return "";
    const dismiss = () => {
      sessionStorage.setItem("note", note);
      banner.remove();
    };
    const banner = el(
      "div",
      { class: "note", role: "note" },
      el("span", { text: note }),
      iconButton("close", "Dismiss the note", { on: { click: dismiss } }),
    );
    return banner;
  }

  /** Turns to a conversation and one of its tabs. */
  async show(id, tab) {
    const conversation = this.store.conversation(id);
    if (!conversation) return;
    const { current } = this.store;
    if (current.id === id && current.tab === tab) return;
    const same = current.id === id;
    this.store.current = { id, tab };
    this.store.tell("current");
    this.drawHead(conversation, tab);
    this.talk.hidden = tab === "home";
    this.home.node.hidden = tab !== "home";
    if (tab === "home") await this.home.open();
    else if (!same || this.messages.channel !== id) await this.load(conversation);
    else this.markRead();
  }

  async load(conversation) {
    const turn = ++this.turn;
    const title = this.store.titleOf(conversation);
    this.composer.show(conversation, title);
    this.loading = conversation.id;
    this.changes = [];
    try {
      const { messages } = await this.api.messages(conversation.id);
      if (turn !== this.turn) return;
      this.messages.show(conversation.id, title, messages, conversation.unread, this.intro(conversation));
      this.loading = null;
      for (const change of this.changes.splice(0)) change();
      this.markRead();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toast(error.message, { tone: "bad" });
    }
  }

  /** Changes what is shown of a conversation; while it is being fetched, afterwards. */
  change(channel, change) {
    if (this.loading === channel) this.changes.push(change);
    else if (this.messages.channel === channel) change();
  }

  /** Fetches again what may have been missed, without moving the page. */
  async refetch() {
    const { channel, changes } = this.messages;
    if (!channel || this.loading) return;
    const { messages } = await this.api.messages(channel);
    if (channel !== this.messages.channel) return;
    if (changes !== this.messages.changes) return this.refetch();
    const there = new Set(messages.map((message) => message.ts));
    for (const article of this.messages.articles())
      if (!there.has(article.dataset.ts)) this.messages.remove(article.dataset.ts);
    for (const message of messages) this.catchUp(message);
  }

  catchUp(message) {
    const shown = this.messages.find(message.ts)?.message;
    if (!shown || JSON.stringify(shown) !== JSON.stringify(message)) this.messages.upsert(message);
  }

  drawHead(conversation, tab) {
    const title = this.store.titleOf(conversation);
    const who = conversation.kind === "app" ? this.store.app.bot_user_id : conversation.with;
    const mark =
      conversation.kind === "channel"
        ? icon(conversation.is_private ? "lock" : "hash")
        : avatar(this.store.nameOf(who), this.store.toneOf(who), "small");
    const onTabs = Boolean(document.activeElement?.matches("[role=tab]"));
    this.head.replaceChildren(
      el(
        "div",
        { class: "pane-title" },
        mark,
        el("h1", { text: title, dir: "auto" }),
        el("span", { class: "pane-about", text: this.about(conversation) }),
      ),
    );
    const tabbed = conversation.kind === "app" && this.store.app.home_enabled;
    if (tabbed) this.head.append(this.tabs(conversation, tab));
    if (onTabs) document.getElementById(`${tab}-tab`)?.focus();
    const panel = { role: tabbed ? "tabpanel" : null, "aria-labelledby": tabbed ? "messages-tab" : null };
    for (const [name, value] of Object.entries(panel)) {
      if (value) this.talk.setAttribute(name, value);
      else this.talk.removeAttribute(name);
    }
    document.getElementById("main").setAttribute("aria-label", title);
  }

  about(conversation) {
    if (conversation.kind === "app") return this.store.app.description ?? "";
    if (conversation.kind !== "dm") return "";
    const person = this.store.person(conversation.with);
    return [person?.title, person && this.store.placeOf(person)].filter(Boolean).join(" · ");
  }

  tabs(conversation, tab) {
    const go = (name) =>
      (location.hash = `#${encodeURIComponent(conversation.id)}${name === "home" ? "/home" : ""}`);
    const onKey = (event) => {
      if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
      go(TABS.find((name) => name !== this.store.current.tab));
    };
    return el(
      "div",
      { class: "tabs", role: "tablist", "aria-label": "Views of the app", on: { keydown: onKey } },
      ...TABS.map((name) =>
        el("button", {
          type: "button",
          role: "tab",
          id: `${name}-tab`,
          class: "tab",
          "aria-selected": String(name === tab),
          "aria-controls": `${name}-panel`,
          tabindex: name === tab ? "0" : "-1",
          text: name === "home" ? "Home" : "Messages",
          on: { click: () => go(name) },
        }),
      ),
    );
  }

  intro(conversation) {
    const title = this.store.titleOf(conversation);
    const sign = conversation.kind === "channel" ? "#" : "";
    const words =
      conversation.kind === "app"
        ? "Type a command below, or begin with one of these:"
        : `This is where ${sign}${title} begins.`;
    const heading = el("h2", { text: `${sign}${title}`, dir: "auto" });
    const column = el("div", { class: "column" }, heading, el("p", { text: words }));
    if (conversation.kind === "app")
      column.append(
        el(
          "div",
          { class: "starters" },
          ...this.store.app.commands.map((command) =>
            el("button", {
              type: "button",
              class: "starter",
              title: command.description ?? "",
              on: { click: () => this.composer.offer(`${command.command} `) },
              text: command.command,
            }),
          ),
        ),
      );
    return [column];
  }

  /** A message came: here it is shown, elsewhere it is counted. */
  arrived(channel, message) {
    const { current, me } = this.store;
    this.change(channel, () => this.messages.upsert(message));
    if (channel === current.id && current.tab === "messages" && !document.hidden) return this.markRead();
    const conversation = this.store.conversation(channel);
    if (conversation && message.user !== me.id) this.store.setUnread(channel, conversation.unread + 1);
  }

  changed(channel, message) {
    this.change(channel, () => this.messages.upsert(message));
  }

  removed(channel, ts) {
    this.change(channel, () => this.messages.remove(ts));
  }

  async markRead() {
    const { id } = this.store.current;
    this.store.setUnread(id, 0);
    await this.api.read(id).catch(() => {}); // the next message asks again
  }
}
