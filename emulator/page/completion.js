// What the composer offers while one types: commands after "/", people after "@", channels after "#".

import { avatar, el, freshId, icon } from "./dom.js";

const MOST = 8;

/** The word being typed at the caret, if it begins with a sign: `{sign, typed, from, to}`. */
export function wordAt(text, caret) {
  const before = text.slice(0, caret);
  const command = /^\/(\S*)$/.exec(before);
  if (command) return { sign: "/", typed: command[1], from: 0, to: caret };
  const found = /(?:^|[\s(,])([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  return found && { sign: found[1], typed: found[2], from: caret - found[2].length - 1, to: caret };
}

/** What fits: `{insert, label, note, mark}`; those that begin with what is typed come first. */
export function suggestions({ sign, typed }, store) {
  const wanted = typed.toLowerCase();
  const found = SOURCES[sign](store).filter((one) =>
    one.words.some((word) => word.toLowerCase().startsWith(wanted)),
  );
  return found.slice(0, MOST);
}

const SOURCES = {
  "/": (store) =>
    [...store.app.commands]
      .sort((one, other) => one.command.localeCompare(other.command))
      .map((command) => ({
        insert: command.command,
        label: command.command,
        hint: command.usage_hint,
        note: command.description,
        words: [command.command.slice(1)],
        mark: icon("bolt"),
      })),
  "@": (store) =>
    store.workspace.people
      .filter((person) => !person.deleted && !person.is_bot && !person.is_app)
      .map((person) => ({
        insert: `@${person.name}`,
        label: store.nameOf(person.id),
        hint: `@${person.name}`,
        note: person.title ?? "",
        words: [person.name, ...store.nameOf(person.id).split(" "), store.nameOf(person.id)],
        mark: avatar(store.nameOf(person.id), store.toneOf(person.id), "tiny"),
      })),
  "#": (store) =>
    store.conversations
      .filter((one) => one.kind === "channel")
      .map((one) => ({
        insert: `#${one.name}`,
        label: `#${one.name}`,
        note: "",
        words: [one.name],
        mark: icon(one.is_private ? "lock" : "hash"),
      })),
};

const NAMES = { "/": "Commands", "@": "People", "#": "Channels" };

/** The list above the composer. The focus stays in `box`, which points at the active option. */
export class Completion {
  constructor(box, store, onAccept) {
    Object.assign(this, { box, store, onAccept });
    this.node = el("div", { class: "completion", role: "listbox", id: freshId("completion"), hidden: true });
    this.count = el("p", { class: "unseen", role: "status" });
    box.setAttribute("aria-autocomplete", "list");
    box.setAttribute("aria-controls", this.node.id);
    this.close();
  }

  get open() {
    return !this.node.hidden;
  }

  /** Looks at what is typed, and opens, narrows or closes. */
  refresh() {
    const caret = this.box.selectionStart;
    this.word = caret === this.box.selectionEnd ? wordAt(this.box.value, caret) : null;
    this.found = this.word ? suggestions(this.word, this.store) : [];
    if (this.found.length === 0) return this.close();
    this.node.replaceChildren(...this.found.map((one) => this.row(one)));
    this.node.hidden = false;
    this.node.setAttribute("aria-label", NAMES[this.word.sign]);
    this.count.textContent = `${this.found.length} ${this.found.length === 1 ? "suggestion" : "suggestions"}`;
    this.activate(this.exact());
  }

  /** The suggestion that stands there already, else the first. */
  exact() {
    const written = this.box.value.slice(this.word.from, this.word.to).toLowerCase();
    return Math.max(
      0,
      this.found.findIndex((one) => one.insert.toLowerCase() === written),
    );
  }

  row(one) {
    const hint = one.hint ? el("span", { class: "completion-hint", text: one.hint }) : null;
    return el(
      "div",
      {
        class: "completion-row",
        role: "option",
        id: freshId("suggestion"),
        on: {
          mousedown: (event) => event.preventDefault(),
          click: () => this.accept(one),
        },
      },
      el("span", { class: "completion-mark" }, one.mark),
      el(
        "span",
        { class: "menu-text" },
        el("span", {}, el("span", { class: "completion-label", text: one.label }), " ", hint),
        one.note ? el("span", { class: "menu-note", text: one.note }) : null,
      ),
    );
  }

  activate(index) {
    this.active = index;
    [...this.node.children].forEach((row, at) => row.setAttribute("aria-selected", String(at === index)));
    const row = this.node.children[index];
    this.box.setAttribute("aria-activedescendant", row.id);
    row.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.node.hidden = true;
    this.count.textContent = "";
    this.box.removeAttribute("aria-activedescendant");
  }

  accept(one = this.found[this.active]) {
    const { from, to } = this.word;
    this.close();
    this.box.setRangeText(`${one.insert} `, from, to, "end");
    this.onAccept();
  }

  /** True if the key was for the list. Enter on a word that is whole already is not: it sends. */
  onKey(event) {
    if (!this.open || event.isComposing) return false;
    const { key } = event;
    const whole =
      this.box.value.slice(this.word.from, this.word.to).toLowerCase() ===
      this.found[this.active].insert.toLowerCase();
    if (key === "ArrowDown") this.activate((this.active + 1) % this.found.length);
    else if (key === "ArrowUp") this.activate((this.active - 1 + this.found.length) % this.found.length);
    else if (key === "Escape") this.close();
    else if (key === "Tab" && !event.shiftKey) this.accept();
    else if (key === "Enter" && !event.shiftKey && !whole) this.accept();
    else return false;
    event.preventDefault();
    return true;
  }
}
