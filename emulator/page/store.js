// What the page knows: the workspace, who one is, the conversations and the clock. Tells listeners what changed.

import { Times } from "./time.js";

const TONES = 10;

export class Store extends EventTarget {
  constructor(workspace, me) {
    super();
    this.me = me;
    this.conversations = [];
    this.current = { id: null, tab: "messages" };
    this.clock = { now: 0, next: null };
    this.clockReadAt = performance.now();
    this.setWorkspace(workspace);
  }

  setWorkspace(workspace) {
    this.workspace = workspace;
    this.app = workspace.app;
    this.people = new Map(workspace.people.map((person) => [person.id, person]));
    this.tones = new Map(workspace.people.map((person, index) => [person.id, index % TONES]));
    this.setClock({ now: workspace.now, next: this.clock.next });
  }

  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  on(name, listener) {
    this.addEventListener(name, (event) => listener(event.detail));
  }

  setConversations(conversations) {
    this.conversations = conversations;
    this.tell("conversations");
  }

  setClock(clock) {
    this.clock = clock;
    this.clockReadAt = performance.now();
    this.tell("clock");
  }

  /** The domain time in epoch seconds: what the server said last, and what has passed since. */
  now() {
    return this.clock.now + (performance.now() - this.clockReadAt) / 1000;
  }

  setUnread(id, unread) {
    const conversation = this.conversation(id);
    if (!conversation || conversation.unread === unread) return;
    conversation.unread = unread;
    this.tell("conversations");
  }

  person(id) {
    return this.people.get(id);
  }

  conversation(id) {
    return this.conversations.find((conversation) => conversation.id === id);
  }

  /** How a person is called; an id that nobody has is said as it is. */
  nameOf(id) {
    if (id === this.app.bot_user_id) return this.app.name;
    const person = this.people.get(id);
    return person ? person.real_name || person.name : id;
  }

  toneOf(id) {
    return id === this.app.bot_user_id ? "app" : (this.tones.get(id) ?? 0);
  }

  isApp(id) {
    return id === this.app.bot_user_id || Boolean(this.people.get(id)?.is_bot || this.people.get(id)?.is_app);
  }

  /** People one can be or write to: alive and human. */
  humans() {
    return this.workspace.people.filter((person) => !person.is_bot && !person.is_app && !person.deleted);
  }

  /** Where somebody is, and what time it is there. */
  placeOf(person) {
    if (!person.tz) return "";
    return `${new Times(person.tz, this.me.locale).time(this.now())} in ${new Times(person.tz).place()}`;
  }

  /** A conversation's name as the sidebar and the header say it, without its sign. */
  titleOf(conversation) {
    if (conversation.kind === "app") return this.app.name;
    if (conversation.kind === "dm") return this.nameOf(conversation.with);
    return conversation.name;
  }
}
