// The `markdown` block: the plain part of standard Markdown, as DOM nodes.

import { el, link } from "./dom.js";
import { withEmoji } from "./emoji.js";

/** Headings, lists, quotes, fences, rules and paragraphs, with bold, italic, strike, code and links inside. */
export function renderMarkdown(text) {
  const root = el("div", { class: "markdown" });
  const lines = text.replaceAll("\r\n", "\n").split("\n");
  let at = 0;
  while (at < lines.length) {
    const [node, taken] = blockAt(lines, at);
    if (node) root.append(node);
    at += taken;
  }
  return root;
}

function blockAt(lines, at) {
  const line = lines[at];
  if (!line.trim()) return [null, 1];
  if (/^\s*```/.test(line)) return fence(lines, at);
  const heading = /^(#{1,6})\s+(.*)$/.exec(line);
  if (heading)
    return [el("p", { class: `heading level-${Math.min(heading[1].length, 3)}` }, spans(heading[2])), 1];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [el("hr"), 1];
  if (/^\s*>/.test(line)) return quote(lines, at);
  if (isBullet(line)) return list(lines, at);
  return paragraph(lines, at);
}

const isBullet = (line) => /^\s*([-*+]|\d+[.)])\s+/.test(line);

function fence(lines, at) {
  const end = lines.findIndex((line, index) => index > at && /^\s*```/.test(line));
  const last = end < 0 ? lines.length : end;
  return [el("pre", {}, el("code", { text: lines.slice(at + 1, last).join("\n") })), last - at + 1];
}

function run(lines, at, belongs) {
  let end = at;
  while (end < lines.length && belongs(lines[end])) end += 1;
  return lines.slice(at, end);
}

function quote(lines, at) {
  const taken = run(lines, at, (line) => /^\s*>/.test(line));
  return [
    el("blockquote", {}, spans(taken.map((line) => line.replace(/^\s*>\s?/, "")).join("\n"))),
    taken.length,
  ];
}

function list(lines, at) {
  const taken = run(lines, at, isBullet);
  const ordered = /^\s*\d/.test(taken[0]);
  const entries = taken.map((line) => el("li", {}, spans(line.replace(/^\s*([-*+]|\d+[.)])\s+/, ""))));
  return [
    el(ordered ? "ol" : "ul", { start: ordered ? Number.parseInt(taken[0], 10) : null }, ...entries),
    taken.length,
  ];
}

function paragraph(lines, at) {
  const ends = (line) => !line.trim() || isBullet(line) || /^\s*(```|>|#{1,6}\s)/.test(line);
  const taken = [lines[at], ...run(lines, at + 1, (line) => !ends(line))];
  return [el("p", {}, spans(taken.join("\n"))), taken.length];
}

const SPAN =
  /`([^`]+)`|\[([^\]]+)\]\(([^\s)]+)\)|\*\*(.+?)\*\*|__(.+?)__|~~(.+?)~~|\*([^*\s][^*]*)\*|\b_([^_]+)_\b|(https?:\/\/[^\s<>)]+)/s;

function spans(text) {
  const fragment = document.createDocumentFragment();
  let rest = text;
  for (let found = SPAN.exec(rest); found; found = SPAN.exec(rest)) {
    fragment.append(withEmoji(rest.slice(0, found.index)), span(found));
    rest = rest.slice(found.index + found[0].length);
  }
  fragment.append(withEmoji(rest));
  return fragment;
}

function span([whole, code, label, url, bold, bolder, struck, italic, italics]) {
  if (code) return el("code", { text: code });
  if (label) return link(url, spans(label));
  if (bold || bolder) return el("strong", {}, spans(bold ?? bolder));
  if (struck) return el("s", {}, spans(struck));
  if (italic || italics) return el("em", {}, spans(italic ?? italics));
  return link(whole, whole);
}
