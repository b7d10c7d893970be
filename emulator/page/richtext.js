// `rich_text` blocks: sections, lists, quotes and preformatted text.

import { el, link } from "./dom.js";
import { emojiFor } from "./emoji.js";
import { channel, mention } from "./mrkdwn.js";

export function renderRichText(block, store) {
  const root = el("div", { class: "rich-text" });
  for (const part of block.elements ?? []) root.append(renderPart(part, store));
  return root;
}

function renderPart(part, store) {
  const leaves = () => (part.elements ?? []).map((leaf) => renderLeaf(leaf, store));
  switch (part.type) {
    case "rich_text_list":
      return renderList(part, store);
    case "rich_text_quote":
      return el("blockquote", {}, ...leaves());
    case "rich_text_preformatted":
      return el("pre", {}, el("code", {}, ...leaves()));
    default:
      return el("div", { class: "rich-section" }, ...leaves());
  }
}

function renderList(part, store) {
  const ordered = part.style === "ordered";
  const entries = (part.elements ?? []).map((entry) => el("li", {}, renderPart(entry, store)));
  const list = el(
    ordered ? "ol" : "ul",
    { start: ordered && part.offset ? part.offset + 1 : null },
    ...entries,
  );
  list.style.setProperty("--indent", part.indent ?? 0);
  return list;
}

function renderLeaf(leaf, store) {
  return styled(bareLeaf(leaf, store), leaf.style ?? {});
}

function bareLeaf(leaf, store) {
  switch (leaf.type) {
    case "text":
      return document.createTextNode(leaf.text ?? "");
    case "link":
      return link(leaf.url ?? "", leaf.text || leaf.url || "");
    case "user":
      return mention(leaf.user_id, "", store);
    case "channel":
      return channel(leaf.channel_id, "", store);
    case "emoji":
      return document.createTextNode(emojiFor(leaf.name ?? "") ?? `:${leaf.name}:`);
    case "broadcast":
      return el("span", { class: "mention", text: `@${leaf.range}` });
    case "usergroup":
      return el("span", { class: "mention", text: `@${leaf.usergroup_id}` });
    case "date":
      return document.createTextNode(dateWords(leaf, store));
    default:
      return document.createTextNode(leaf.text ?? leaf.value ?? "");
  }
}

function dateWords(leaf, store) {
  const possible = Number.isFinite(new Date(leaf.timestamp * 1000).getTime());
  return possible
    ? store.times.slackDate(leaf.timestamp, leaf.format ?? "{date}", store.now())
    : (leaf.fallback ?? "");
}

function styled(node, { bold, italic, strike, code }) {
  let result = node;
  if (code) result = el("code", {}, result);
  if (strike) result = el("s", {}, result);
  if (italic) result = el("em", {}, result);
  if (bold) result = el("strong", {}, result);
  return result;
}
