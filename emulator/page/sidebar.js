// The sidebar: who one is, and where one can go.

import { avatar, el, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";

const SECTIONS = [
  { kind: "app", title: "Apps" },
  { kind: "channel", title: "Channels" },
  { kind: "dm", title: "Direct messages" },
];

export class Sidebar {
  /** `actions`: `{onJump, onHelp, onTheme, onNewMessage}`. */
  constructor(store, node, actions) {
    Object.assign(this, { store, node, actions });
    this.lists = el("div", { class: "sidebar-lists" });
    this.theme = iconButton("moon", "Dark theme", { on: { click: () => actions.onTheme() } });
    node.append(
      el(
        "div",
        { class: "sidebar-head" },
        el("img", { class: "mark", src: "/page/static/mark.svg", alt: "" }),
        el("span", { class: "workspace", text: store.workspace.team.name, dir: "auto" }),
      ),
      this.switcher(),
      el(
        "button",
        { type: "button", class: "jump-button", on: { click: () => actions.onJump() } },
        icon("search"),
        el("span", { text: "Jump to…" }),
        el("kbd", { text: "Ctrl K" }),
      ),
      this.lists,
      el(
        "div",
        { class: "sidebar-foot" },
        this.theme,
        iconButton("help", "Keyboard and help", { on: { click: () => actions.onHelp() } }),
      ),
    );
    store.on("conversations", () => this.draw());
    store.on("current", () => this.draw());
    this.draw();
  }

  switcher() {
    const { me } = this.store;
    const name = this.store.nameOf(me.id);
    const button = el(
      "button",
      {
        type: "button",
        class: "you",
        "aria-haspopup": "menu",
        "aria-expanded": "false",
        "aria-label": `You are: ${name}`,
        on: { click: () => this.openSwitcher(button) },
      },
      avatar(name, this.store.toneOf(me.id)),
      el(
        "span",
        { class: "menu-text" },
        el("span", { class: "you-are", text: "You are" }),
        el("span", { class: "you-name", text: name }),
      ),
      icon("chevron"),
    );
    return button;
  }

  openSwitcher(button) {
    const { store } = this;
    const address = (id) => `?as=${encodeURIComponent(id)}`;
    const entry = (person) => ({
      label: store.nameOf(person.id),
      description: person.title || store.placeOf(person),
      current: person.id === store.me.id,
      mark: avatar(store.nameOf(person.id), store.toneOf(person.id), "small"),
      href: address(person.id),
    });
    const another = store.humans().find((person) => person.id !== store.me.id);
    const beside = another && {
      label: "Somebody else in a new window",
      icon: "window",
      href: address(another.id),
      target: "_blank",
    };
    openMenu(
      button,
      [{ heading: "Be somebody" }, ...store.humans().map(entry), ...(beside ? [beside] : [])],
      { label: "Who you are" },
    );
  }

  /** Draws the lists anew; they are short. The focus stays where it was. */
  draw() {
    const focused = this.lists.contains(document.activeElement) ? document.activeElement.dataset.id : null;
    this.lists.replaceChildren(...SECTIONS.map((section) => this.section(section)));
    if (focused) this.lists.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus();
  }

  section({ kind, title }) {
    const rows = this.store.conversations.filter((one) => one.kind === kind);
    const id = `section-${kind}`;
    const more =
      kind === "dm"
        ? iconButton("plus", "New direct message", {
            data: { id: "new-dm" },
            on: { click: () => this.actions.onNewMessage() },
          })
        : null;
    return el(
      "section",
      { "aria-labelledby": id },
      el("div", { class: "section-head" }, el("h2", { id, text: title }), more),
      el("ul", {}, ...rows.map((one) => el("li", {}, this.row(one)))),
    );
  }

  row(conversation) {
    const current = this.store.current.id === conversation.id;
    const unread = conversation.unread > 0;
    const title = this.store.titleOf(conversation);
    return el(
      "a",
      {
        class: `row ${unread ? "unread" : ""}`,
        href: `#${encodeURIComponent(conversation.id)}`,
        data: { id: conversation.id },
        "aria-current": current ? "page" : null,
        "aria-label": unread ? `${title}, ${conversation.unread} unread` : title,
      },
      this.mark(conversation),
      el("span", { class: "row-name", text: title, dir: "auto" }),
      unread
        ? el("span", { class: "count", "aria-hidden": "true", text: String(conversation.unread) })
        : null,
    );
  }

  mark(conversation) {
    if (conversation.kind === "channel") return icon(conversation.is_private ? "lock" : "hash");
    const who = conversation.kind === "app" ? this.store.app.bot_user_id : conversation.with;
    return avatar(this.store.nameOf(who), this.store.toneOf(who), "tiny");
  }

  showTheme(dark) {
    const label = dark ? "Light theme" : "Dark theme";
    this.theme.replaceChildren(icon(dark ? "sun" : "moon"));
    this.theme.setAttribute("aria-label", label);
    this.theme.title = label;
  }
}
