// Slack's mrkdwn as DOM nodes. Whatever a text holds, it becomes text nodes and a closed set of elements.

import { el, link } from "./dom.js";
import { emojiFor, withEmoji } from "./emoji.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const MARKS = { "*": "strong", _: "em", "~": "s" };
const DEEPEST = 8;

/** Slack escapes three characters, and only these. */
export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** A plain_text object's text, or a string. */
export function plainText(object) {
  if (!object) return "";
  if (typeof object === "string") return unescape(object);
  return object.emoji === false ? unescape(object.text) : unescape(withEmoji(object.text ?? ""));
}

/** A text object: mrkdwn as marked up, plain_text as it is. */
export function renderText(object, store) {
  if (object?.type === "mrkdwn") return renderMrkdwn(object.text ?? "", store);
  return document.createTextNode(plainText(object));
}

/** A whole mrkdwn text: fenced code, quotes, and inline marks between. */
export function renderMrkdwn(text, store) {
  const fragment = document.createDocumentFragment();
  text.split(/```([\s\S]+?)```/).forEach((part, index) => {
    if (index % 2)
      fragment.append(el("pre", {}, el("code", { text: unescape(bare(part)).replace(/^\n|\n$/g, "") })));
    else appendParagraphs(fragment, part, store);
  });
  return fragment;
}

/** `<https://x|label>` inside code is shown as its label. */
const bare = (text) =>
  text.replace(/<([^<>|\n]+)(?:\|([^<>\n]*))?>/g, (whole, target, label) => label || target);

function appendParagraphs(fragment, text, store) {
  let quote = [];
  let plain = [];
  const flushQuote = () => {
    if (quote.length) fragment.append(el("blockquote", {}, inline(quote.join("\n"), store)));
    quote = [];
  };
  const flushPlain = () => {
    const words = trimAround(plain.join("\n"), fragment);
    if (words) fragment.append(inline(words, store));
    plain = [];
  };
  for (const line of text.split("\n")) {
    const quoted = /^(?:&gt;|>)\s?(.*)$/.exec(line);
    if (quoted) flushPlain();
    else flushQuote();
    (quoted ? quote : plain).push(quoted ? quoted[1] : line);
  }
  flushPlain();
  flushQuote();
}

/** A line break next to a quote or a fence is already made by it. */
const trimAround = (text, fragment) =>
  fragment.lastChild?.nodeType === Node.ELEMENT_NODE && /^(PRE|BLOCKQUOTE)$/.test(fragment.lastChild.tagName)
    ? text.replace(/^\n/, "")
    : text;

/** Marks, links, mentions, dates and emoji within lines. */
export function inline(text, store, depth = 0) {
  const fragment = document.createDocumentFragment();
  let from = 0;
  let at = 0;
  const flush = (until) => {
    if (until > from) fragment.append(unescape(text.slice(from, until)));
  };
  while (at < text.length) {
    const found = depth < DEEPEST ? tokenAt(text, at, store, depth) : null;
    if (!found) {
      at += 1;
      continue;
    }
    flush(at);
    fragment.append(found.node);
    at = from = found.end;
  }
  flush(text.length);
  return fragment;
}

/** What begins at `at`: `{node, end}`, or nothing. */
function tokenAt(text, at, store, depth) {
  const sign = text[at];
  if (sign === "<") return entityAt(text, at, store);
  if (sign === "`") return codeAt(text, at);
  if (Object.hasOwn(MARKS, sign)) return markAt(text, at, store, depth);
  if (sign === ":") return emojiAt(text, at);
  if (sign === "h" && !/[\w<|]/.test(text[at - 1] ?? "")) return addressAt(text, at);
  return null;
}

function codeAt(text, at) {
  const found = /^`([^`\n]+)`/.exec(text.slice(at));
  return found && { node: el("code", { text: unescape(bare(found[1])) }), end: at + found[0].length };
}

function emojiAt(text, at) {
  const found = /^:([a-z0-9_+-]+(?:::skin-tone-\d)?):/.exec(text.slice(at, at + 60));
  const character = found && emojiFor(found[1]);
  return character ? { node: document.createTextNode(character), end: at + found[0].length } : null;
}

function addressAt(text, at) {
  const found = /^https?:\/\/[^\s<>|"]+/.exec(text.slice(at));
  if (!found) return null;
  const url = found[0].replace(/(?:[.,;:!?)*_~'\]]|&gt;)+$/, "");
  return { node: link(unescape(url), unescape(url)), end: at + url.length };
}

/** `*bold*`: opens after a border, closes before one, on the same line, and not inside a link or code. */
function markAt(text, at, store, depth) {
  if (/[\p{L}\p{N}]/u.test(text[at - 1] ?? "") || /\s/.test(text[at + 1] ?? " ")) return null;
  const end = closingOf(text, at);
  if (end < 0) return null;
  return { node: el(MARKS[text[at]], {}, inline(text.slice(at + 1, end), store, depth + 1)), end: end + 1 };
}

function closingOf(text, at) {
  const sign = text[at];
  for (let index = at + 1; index < text.length && text[index] !== "\n"; index += 1) {
    if (text[index] === "<" || text[index] === "`") index = skip(text, index);
    const closes = text[index] === sign && index > at + 1 && !/\s/.test(text[index - 1]);
    if (closes && !/[\p{L}\p{N}]/u.test(text[index + 1] ?? "")) return index;
  }
  return -1;
}

/** The end of a link or of code that begins here; here itself where it has none. */
function skip(text, at) {
  const end = text.indexOf(text[at] === "<" ? ">" : "`", at + 1);
  const broken = text.indexOf("\n", at);
  return end < 0 || (broken >= 0 && broken < end) ? at : end;
}

function entityAt(text, at, store) {
  const found = /^<([^<>\n]+)>/.exec(text.slice(at));
  if (!found) return null;
  const [target, ...rest] = found[1].split("|");
  return { node: entity(target, rest.join("|"), store), end: at + found[0].length };
}

function entity(target, label, store) {
  if (target.startsWith("@")) return mention(target.slice(1), label, store);
  if (target.startsWith("#")) return channel(target.slice(1), label, store);
  if (target.startsWith("!date^")) return date(target, label, store);
  if (target.startsWith("!")) return broadcast(target.slice(1), label);
  if (!/^[a-z][a-z0-9+.-]*:/i.test(target) && !label) return document.createTextNode(`<${unescape(target)}>`);
  return link(unescape(target), label ? unescape(withEmoji(label)) : unescape(target));
}

/** A person; oneself stands out. */
export function mention(id, label, store) {
  const self = id === store.me.id ? " self" : "";
  const known = store.person(id) || id === store.app.bot_user_id;
  return el("span", {
    class: `mention${self}`,
    text: `@${known ? store.nameOf(id) : unescape(label || id)}`,
  });
}

export function channel(id, label, store) {
  const known = store.conversation(id);
  const name = `#${known?.name || unescape(label || id)}`;
  if (!known) return el("span", { class: "mention", text: name });
  return el("a", { class: "mention", href: `#${encodeURIComponent(id)}`, text: name });
}

function date(target, fallback, store) {
  const [, epoch, tokens, url] = target.split("^");
  const moment = new Date(/^\d+$/.test(epoch ?? "") ? Number(epoch) * 1000 : Number.NaN);
  if (!tokens || Number.isNaN(moment.getTime())) return document.createTextNode(unescape(fallback));
  const words = store.times.slackDate(Number(epoch), tokens, store.now());
  const node = el("time", {
    datetime: moment.toISOString(),
    text: unescape(words),
    title: store.times.full(Number(epoch)),
  });
  return url ? link(unescape(url), node) : node;
}

const broadcast = (name, label) =>
  el("span", { class: "mention", text: label ? unescape(label) : `@${name.split("^")[0]}` });
