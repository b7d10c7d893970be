// One message as an article.

import { renderBlocks } from "./blocks.js";
import { avatar, el, icon, iconButton } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { renderFiles } from "./files.js";
import { openMenu } from "./menu.js";
import { renderMrkdwn } from "./mrkdwn.js";
import { Surface } from "./surface.js";
import { complained, toast } from "./toast.js";

/** Draws a message of `channel`. Its tools offer the app's message shortcuts. */
export function renderMessage(message, channel, { store, api }) {
  const name = store.nameOf(message.user);
  const epoch = Number(message.ts);
  const time = store.times.time(epoch);
  const node = el("article", {
    class: `message ${message.ephemeral ? "ephemeral" : ""}`,
    tabindex: "-1",
    data: { channel, ts: message.ts },
    "aria-label": `${name}, ${time}${message.ephemeral ? ", only visible to you" : ""}`,
  });
  const stamp = (look) =>
    el("time", {
      class: look,
      datetime: new Date(epoch * 1000).toISOString(),
      title: store.times.full(epoch),
      text: time,
    });
  const alert = el("p", { class: "message-error", role: "alert", hidden: true });
  node.append(
    el(
      "div",
      { class: "gutter", "aria-hidden": "true" },
      avatar(name, store.toneOf(message.user)),
      stamp("side-time"),
    ),
    el(
      "div",
      { class: "content" },
      el(
        "header",
        { class: "byline" },
        el("span", { class: "author", text: name, dir: "auto" }),
        store.isApp(message.user) ? el("span", { class: "badge", text: "App" }) : null,
        stamp("time"),
      ),
      message.ephemeral ? el("p", { class: "only-you" }, icon("eye"), "Only visible to you") : null,
      body(message, channel, { store, api, alert }),
      renderFiles(message),
      reactions(message, store),
      alert,
    ),
    tools(message, channel, { store, api }),
  );
  return Object.assign(node, { message, epoch, author: message.user });
}

function body(message, channel, { store, api, alert }) {
  const onError = (text) => {
    complained();
    alert.textContent =
      text === "operation_timeout"
        ? "The app did not answer in time. Try again."
        : `That did not work: ${text}`;
    alert.hidden = false;
  };
  const surface = new Surface(
    store,
    api,
    { type: "message", channel, ts: message.ts },
    { kind: "message", onError },
  );
  const node = el("div", { class: "message-body" });
  const written = !store.isApp(message.user) && message.text; // a person's blocks say what the text says
  if (message.blocks?.length && !written) node.append(...renderBlocks(message.blocks, surface));
  else node.append(el("div", { class: "text" }, renderMrkdwn(message.text ?? "", store)));
  if (message.edited) node.append(el("span", { class: "edited", text: "(edited)" }));
  return node;
}

function reactions(message, store) {
  if (!message.reactions?.length) return null;
  return el(
    "ul",
    { class: "reactions", "aria-label": "Reactions" },
    ...message.reactions.map((reaction) =>
      el(
        "li",
        { title: (reaction.users ?? []).map((id) => store.nameOf(id)).join(", ") },
        emojiFor(reaction.name) ?? `:${reaction.name}:`,
        el("span", { text: String(reaction.count ?? reaction.users?.length ?? 1) }),
      ),
    ),
  );
}

function tools(message, channel, { store, api }) {
  const button = iconButton("more", "More actions", {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    on: {
      click: () =>
        openMenu(button, entries(message, channel, store, api, button), {
          label: "More actions",
          align: "end",
        }),
    },
  });
  return el("div", { class: "message-tools" }, button);
}

function entries(message, channel, store, api, button) {
  const text = button.closest("article").querySelector(".message-body").innerText;
  const copy = { label: "Copy text", icon: "copy", onSelect: () => copyText(text) };
  if (message.ephemeral) return [copy];
  const offered = store.app.shortcuts
    .filter((shortcut) => shortcut.type === "message")
    .map((shortcut) => ({
      label: shortcut.name,
      description: shortcut.description,
      icon: "bolt",
      onSelect: () => runShortcut(api, { callback_id: shortcut.callback_id, channel, ts: message.ts }),
    }));
  return [...offered, copy];
}

/** Runs a shortcut; what goes wrong is said in a toast. */
export async function runShortcut(api, shortcut) {
  const answer = await api.shortcut(shortcut).catch((error) => ({ ok: false, error: error.message }));
  if (answer.ok !== false) return;
  complained();
  toast(`The shortcut did not work: ${answer.error}`, { tone: "bad" });
}

async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    toast("Copied.");
  } catch {
    toast("The browser did not allow copying.", { tone: "bad" });
  }
}
