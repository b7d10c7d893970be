// Puts the page together: who one is, what is where, and what happens when something changes.

import { ApiError, apiFor, fetchWorkspace } from "./api.js";
import { ClockStrip } from "./clock.js";
import { Conversation } from "./conversation.js";
import { debounce, el, icon } from "./dom.js";
import { Drawer } from "./drawer.js";
import { openHelp } from "./help.js";
import { openJump } from "./jump.js";
import { Modals } from "./modal.js";
import { Sidebar } from "./sidebar.js";
import { Store } from "./store.js";
import { listen } from "./stream.js";
import { Times } from "./time.js";
import { toast, toastFromWorkspace } from "./toast.js";

const RETRY_MS = 1000;
const QUIET_MS = 2500;
const SETTLE_MS = 300;

/** Waits for the workspace: the page may be there a moment earlier. */
async function workspace() {
  for (;;) {
    try {
      return await fetchWorkspace();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

/** Whom the address names; else whoever one was last; else the first. The address then says so. */
function whoAmI(known) {
  const humans = known.people.filter((person) => !person.is_bot && !person.is_app && !person.deleted);
  const asked = new URLSearchParams(location.search).get("as");
  const find = (id) => humans.find((person) => person.id === id);
  const me = find(asked) ?? find(localStorage.getItem("as")) ?? humans[0];
  localStorage.setItem("as", me.id);
  if (asked !== me.id) history.replaceState(null, "", `?as=${encodeURIComponent(me.id)}${location.hash}`);
  return me;
}

class Page {
  constructor(known) {
    this.store = new Store(known, whoAmI(known));
    this.store.times = new Times(this.store.me.tz, this.store.me.locale);
    this.api = apiFor(this.store.me.id);
    this.modals = new Modals(this.store, this.api);
    this.conversation = new Conversation(this.store, this.api, document.getElementById("main"));
    this.drawer = new Drawer(document.getElementById("sidebar"), document.getElementById("veil"));
    this.sidebar = new Sidebar(this.store, document.getElementById("sidebar"), {
      onJump: () => this.jump(),
      onHelp: openHelp,
      onTheme: () => this.switchTheme(),
      onNewMessage: () => this.jump(true),
    });
    this.line = el("span", { class: "line", role: "status", hidden: true }, icon("warning"), "Reconnecting…");
    this.strip = new ClockStrip(this.store, this.api, document.getElementById("clock"), this.drawer.button);
    document.getElementById("clock").append(this.line);
    this.askWhatIsNext = debounce(() => this.readClock(), SETTLE_MS);
  }

  async start() {
    await this.refetchConversations();
    this.bind();
    this.showTheme();
    this.route();
    await this.modals.refresh();
    document.getElementById("frame").setAttribute("aria-busy", "false");
    listen(this.api.streamUrl, {
      onEvent: (name, data) => this.onEvent(name, data),
      onOpen: (again) => this.onOpen(again),
      onDown: () => this.onDown(),
    });
  }

  bind() {
    window.addEventListener("hashchange", () => this.route());
    document.addEventListener("keydown", (event) => this.onKey(event));
    document.addEventListener("visibilitychange", () => !document.hidden && this.conversation.markRead());
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.showTheme());
    this.store.on("conversations", () => this.drawTitle());
    this.store.on("clock", () => this.conversation.messages.renameDays());
    this.store.on("moved", (before) => setTimeout(() => this.sayWhereNew(before), SETTLE_MS));
    this.drawTitle();
  }

  /** The address after `#` is a conversation, with `/home` for the app's Home; else the app's messages. */
  route() {
    const [id, tab] = location.hash.slice(1).split("/").map(decodeURIComponent);
    const first = this.store.conversations.find((one) => one.kind === "app") ?? this.store.conversations[0];
    const known = this.store.conversation(id) ?? first;
    this.drawer.close();
    if (known) this.conversation.show(known.id, tab === "home" && known.kind === "app" ? "home" : "messages");
  }

  go(id) {
    location.hash = `#${encodeURIComponent(id)}`;
    document.getElementById("composer-text").focus();
  }

  jump(peopleOnly = false) {
    if (document.querySelector("dialog[open]")) return;
    openJump(this.store, { go: (id) => this.go(id), write: (person) => this.write(person), peopleOnly });
  }

  async write(person) {
    try {
      const { id } = await this.api.openDm(person);
      await this.refetchConversations();
      this.go(id);
    } catch (error) {
      toast(error.message, { tone: "bad" });
    }
  }

  onKey(event) {
    if (
      event.target === document.body &&
      /^[^\s]$/u.test(event.key) &&
      !event.ctrlKey &&
      !event.metaKey &&
      !event.altKey
    ) {
      return this.conversation.composer.box.focus(); // what is typed at nothing is meant for the message box
    }
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    if (event.key.toLowerCase() === "k") this.jump();
    else if (event.key === "/" && !document.querySelector("dialog[open]")) openHelp();
    else return;
    event.preventDefault();
  }

  onEvent(name, data) {
    const { conversation, store } = this;
    const handlers = {
      message: () => conversation.arrived(data.channel, data.message),
      message_changed: () => conversation.changed(data.channel, data.message),
      message_deleted: () => conversation.removed(data.channel, data.ts),
      views: () => this.modals.show(data.views),
      home: () => conversation.home.show(data.view),
      conversations: () => this.refetchConversations(),
      clock: () => store.setClock({ ...data, next: data.next ?? store.clock.next }),
      toast: () => toastFromWorkspace(data.text),
    };
    handlers[name]();
    this.askWhatIsNext();
  }

  /** Whatever happened may have changed what happens next. */
  async readClock() {
    if (this.strip.busy) return;
    const clock = await this.api.clock().catch(() => null); // the next event asks again
    if (clock && !this.strip.busy) this.store.setClock(clock);
  }

  /** The line stands: what was missed meanwhile is fetched. */
  async onOpen(again) {
    clearTimeout(this.downTimer);
    this.downTimer = null;
    this.line.hidden = true;
    if (again) this.store.setWorkspace(await workspace());
    await this.catchUp();
  }

  async catchUp() {
    try {
      await this.fetchAll();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setTimeout(() => this.catchUp(), RETRY_MS);
    }
  }

  async fetchAll() {
    await this.refetchConversations();
    this.store.setClock(await this.api.clock());
    await this.modals.refresh();
    await this.conversation.refetch();
    if (this.store.current.tab === "home") await this.conversation.home.refresh();
  }

  /** A short break is nobody's business. */
  onDown() {
    this.downTimer ??= setTimeout(() => (this.line.hidden = false), QUIET_MS);
  }

  async refetchConversations() {
    const { conversations } = await this.api.conversations();
    const { id, tab } = this.store.current;
    const here = conversations.find((one) => one.id === id);
    if (here && tab === "messages" && !document.hidden) here.unread = 0;
    this.store.setConversations(conversations);
  }

  drawTitle() {
    const unread = this.store.conversations.reduce((sum, one) => sum + one.unread, 0);
    const name = this.store.nameOf(this.store.me.id);
    this.drawer.button.classList.toggle("dotted", unread > 0);
    document.title = `${unread ? `(${unread}) ` : ""}${this.store.workspace.team.name} – ${name}`;
  }

  /** After a move of the clock: who wrote where one is not looking. */
  sayWhereNew(before) {
    const fresh = this.store.conversations.find(
      (one) => one.unread > (before.get(one.id) ?? 0) && one.id !== this.store.current.id,
    );
    if (!fresh) return;
    toast(`New in ${this.store.titleOf(fresh)}.`, {
      action: { label: "Show", onSelect: () => this.go(fresh.id) },
    });
  }

  isDark() {
    const chosen = document.documentElement.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  switchTheme() {
    const theme = this.isDark() ? "light" : "dark";
    document.documentElement.dataset.theme = theme;
    localStorage.setItem("theme", theme);
    this.showTheme();
  }

  showTheme() {
    this.sidebar.showTheme(this.isDark());
  }
}

new Page(await workspace()).start();
