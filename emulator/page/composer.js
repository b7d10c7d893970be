// Where one writes: messages and slash commands.

import { Attachments, LARGEST_MB } from "./attach.js";
import { Completion } from "./completion.js";
import { el, icon, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { runShortcut } from "./message.js";
import { complained } from "./toast.js";

/** What went wrong, as a sentence; the workspace's own sentences are left as they are. */
function sentence(name, error) {
  if (!error) return `${name} could not be sent.`;
  if (/\s/.test(error)) return error;
  const why =
    error === "operation_timeout" ? "the app did not answer in time" : "the app answered with an error";
  return `${name} did not work: ${why} (${error}). What you typed is still here.`;
}

/** A message as Slack stores it: names that are somebody's become mentions. Commands go as typed. */
export function toStored(text, store) {
  if (text.startsWith("/")) return text;
  return text.replace(/(?<![\w/@#<|])([@#])([\p{L}\p{N}._-]*[\p{L}\p{N}])/gu, (whole, sign, name) => {
    const same = (one) => one.name?.toLowerCase() === name.toLowerCase();
    const person = sign === "@" && store.humans().find(same);
    const channel = sign === "#" && store.conversations.find((one) => one.kind === "channel" && same(one));
    if (person) return `<@${person.id}>`;
    return channel ? `<#${channel.id}|${channel.name}>` : whole;
  });
}

export class Composer {
  /** `sending` is told before anything is sent. */
  constructor(store, api, sending) {
    Object.assign(this, { store, api, sending });
    this.drafts = new Map();
    this.waiting = 0;
    this.box = el("textarea", {
      id: "composer-text",
      rows: "1",
      dir: "auto",
      autocomplete: "off",
      "aria-describedby": "composer-error",
    });
    this.completion = new Completion(this.box, store, () => this.changed());
    this.hint = el("p", { class: "usage", hidden: true });
    this.error = el("p", { class: "composer-error", id: "composer-error", role: "alert", hidden: true });
    this.sendButton = el(
      "button",
      { type: "submit", class: "send", "aria-label": "Send", title: "Send (Enter)" },
      icon("send"),
    );
    this.shortcuts = iconButton("bolt", "Shortcuts and commands", {
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      on: { click: () => this.openShortcuts() },
    });
    this.attachments = new Attachments((files) => this.sendFiles(files));
    this.form = el(
      "form",
      { class: "composer-box" },
      this.box,
      el(
        "div",
        { class: "composer-bar" },
        this.attachments.button,
        this.attachments.field,
        this.shortcuts,
        el(
          "span",
          { class: "composer-help", "aria-hidden": "true" },
          el("kbd", { text: "Enter" }),
          " sends · ",
          el("kbd", { text: "Shift" }),
          " ",
          el("kbd", { text: "Enter" }),
          " new line",
        ),
        this.sendButton,
      ),
    );
    this.node = el(
      "div",
      { class: "composer" },
      this.attachments.veil,
      el(
        "div",
        { class: "column" },
        this.completion.node,
        this.completion.count,
        this.error,
        this.hint,
        this.form,
      ),
    );
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("input", () => this.changed());
    this.box.addEventListener("click", () => this.completion.refresh());
    this.box.addEventListener("blur", () => this.completion.close());
    this.box.addEventListener("keydown", (event) => this.onKey(event));
  }

  onKey(event) {
    if (this.completion.onKey(event)) return;
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.send();
  }

  /** Turns to a conversation, with the draft that was left in it. */
  show(conversation, title) {
    if (this.conversation) this.drafts.set(this.conversation.id, this.box.value);
    this.conversation = conversation;
    const sign = conversation.kind === "channel" ? "#" : "";
    this.box.setAttribute("aria-label", `Message ${sign}${title}`);
    this.box.placeholder =
      conversation.kind === "app" ? `Message ${title}, or type / for a command` : `Message ${sign}${title}`;
    this.attachments.show(`${sign}${title}`);
    this.write(this.drafts.get(conversation.id) ?? "");
    this.complain("");
  }

  write(text) {
    this.box.value = text;
    this.changed();
  }

  /** Puts a text into the box, ready to be finished. */
  offer(text) {
    this.write(text);
    this.box.focus();
    this.box.setSelectionRange(text.length, text.length);
    this.completion.close();
  }

  changed() {
    this.grow();
    if (document.activeElement === this.box) this.completion.refresh();
    this.sendButton.classList.toggle("ready", this.box.value.trim() !== "");
    this.showUsage();
  }

  grow() {
    this.box.style.height = "auto";
    this.box.style.height = `${this.box.scrollHeight}px`;
  }

  showUsage() {
    const name = /^(\/\S+)\s/.exec(this.box.value)?.[1];
    const command = name && this.store.app.commands.find((one) => one.command === name);
    this.hint.hidden = !command;
    if (command)
      this.hint.replaceChildren(
        el("strong", { text: command.command }),
        ` ${command.usage_hint ?? ""}`,
        el("span", { class: "menu-note", text: command.description ?? "" }),
      );
  }

  async send() {
    const text = this.box.value.trim();
    if (!text) return;
    const to = this.conversation;
    this.sending();
    this.write("");
    this.completion.close();
    this.complain("");
    this.wait(1);
    const answer = await this.api
      .say(to.id, toStored(text, this.store))
      .catch((error) => ({ ok: false, error: error.message }));
    this.wait(-1);
    if (answer.ok === false) this.giveBack(to, text, answer.error);
  }

  /** Sends files one by one, each as a message of its own; what is being typed stays. */
  async sendFiles(files) {
    const to = this.conversation;
    this.sending();
    this.complain("");
    this.wait(1);
    for (const file of files) {
      const answer = await this.sendFile(to, file);
      if (answer.ok === false && this.conversation.id === to.id)
        this.complain(sentence(file.name, answer.error));
    }
    this.wait(-1);
  }

  async sendFile(to, file) {
    if (file.size > LARGEST_MB * 1024 * 1024)
      return { ok: false, error: `${file.name} is too large: here a file may have ${LARGEST_MB} MB.` };
    return this.api.sendFile(to.id, file).catch((error) => ({ ok: false, error: error.message }));
  }

  wait(change) {
    this.waiting += change;
    this.form.setAttribute("aria-busy", String(this.waiting > 0));
  }

  /** What could not be sent is there again, unless something else was typed meanwhile. */
  giveBack(to, text, error) {
    const here = this.conversation.id === to.id;
    const name = text.startsWith("/") ? text.split(/\s/)[0] : "Your message";
    if (here && this.box.value === "") this.write(text);
    if (!here && !this.drafts.get(to.id)) this.drafts.set(to.id, text);
    if (here) this.complain(sentence(name, error));
  }

  complain(text) {
    if (text) complained();
    this.error.hidden = !text;
    this.error.replaceChildren(...(text ? [icon("warning"), text] : []));
  }

  openShortcuts() {
    const shortcuts = this.store.app.shortcuts
      .filter((one) => one.type === "global")
      .map((one) => ({
        label: one.name,
        description: one.description,
        icon: "bolt",
        onSelect: () => runShortcut(this.api, { callback_id: one.callback_id }),
      }));
    const commands = this.store.app.commands.map((one) => ({
      label: one.command,
      description: one.description,
      onSelect: () => this.offer(`${one.command} `),
    }));
    openMenu(
      this.shortcuts,
      [
        ...(shortcuts.length ? [{ heading: "Shortcuts" }, ...shortcuts] : []),
        ...(commands.length ? [{ heading: "Commands" }, ...commands] : []),
      ],
      { label: "Shortcuts and commands" },
    );
  }
}
