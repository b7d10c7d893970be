// Block Kit: each block as a DOM node.

import { el, freshId } from "./dom.js";
import { renderElement } from "./elements.js";
import { renderMarkdown } from "./markdown.js";
import { plainText, renderText } from "./mrkdwn.js";
import { picture } from "./picture.js";
import { renderRichText } from "./richtext.js";

const RENDERERS = {
  section,
  header,
  divider,
  context,
  actions,
  image,
  input,
  table,
  rich_text: (block, surface) => renderRichText(block, surface.store),
  markdown: (block) => renderMarkdown(block.text ?? ""),
};

/** One block, marked with its `block_id`. */
export function renderBlock(block, surface) {
  const render = RENDERERS[block.type] ?? unknown;
  const node = render(block, surface);
  node.classList.add("block", `block-${block.type}`);
  if (block.block_id) node.dataset.blockId = block.block_id;
  return node;
}

export const renderBlocks = (blocks, surface) => blocks.map((block) => renderBlock(block, surface));

/** Shows `blocks` in `root`, leaving alone each block that did not change, so that typing in it goes on. */
export function updateBlocks(root, blocks, surface) {
  const old = new Map([...root.children].map((node) => [node.rendered, node]));
  const nodes = blocks.map((block) => {
    const key = JSON.stringify(block);
    const kept = old.get(key);
    old.delete(key);
    return kept ?? fresh(block, key, surface);
  });
  for (const node of [...root.children]) if (!nodes.includes(node)) node.remove();
  nodes.forEach((node, index) => {
    if (root.children[index] !== node) root.insertBefore(node, root.children[index] ?? null);
  });
}

function fresh(block, key, surface) {
  surface.forget(block.block_id);
  const node = renderBlock(block, surface);
  node.rendered = key;
  return node;
}

function section(block, surface) {
  const node = el("div");
  const words = el("div", { class: "section-words", id: freshId("section") });
  if (block.text) words.append(el("div", { class: "text" }, renderText(block.text, surface.store)));
  if (block.fields)
    words.append(
      el(
        "div",
        { class: "section-fields" },
        ...block.fields.map((field) => el("div", { class: "text" }, renderText(field, surface.store))),
      ),
    );
  node.append(words);
  if (block.accessory)
    node.append(
      el(
        "div",
        { class: "accessory" },
        renderElement(block.accessory, block, surface, { describedBy: words.id }),
      ),
    );
  return node;
}

function header(block) {
  return el("div", { role: "heading", "aria-level": "3", dir: "auto", text: plainText(block.text) });
}

function divider() {
  return el("hr");
}

function context(block, surface) {
  const part = (element) =>
    element.type === "image"
      ? picture(element, "context-image")
      : el("span", { class: "text" }, renderText(element, surface.store));
  return el("div", {}, ...(block.elements ?? []).map(part));
}

function actions(block, surface) {
  return el(
    "div",
    {},
    ...(block.elements ?? []).map((element) => renderElement(element, block, surface, {})),
  );
}

function image(block) {
  const title = block.title ? el("figcaption", { text: plainText(block.title) }) : null;
  return el("figure", {}, title, picture(block, "block-picture"));
}

function input(block, surface) {
  const ids = {
    label: freshId("label"),
    hint: freshId("hint"),
    error: freshId("error"),
    control: freshId("field"),
  };
  const hint = block.hint ? el("p", { class: "hint", id: ids.hint, text: plainText(block.hint) }) : null;
  const label = el("label", { id: ids.label, for: ids.control, dir: "auto", text: plainText(block.label) });
  if (block.optional) label.append(el("span", { class: "optional", text: " (optional)" }));
  const control = renderElement(block.element, block, surface, {
    id: ids.control,
    labelledBy: ids.label,
    describedBy: hint ? ids.hint : null,
    required: !block.optional,
    inInput: true,
    dispatches: Boolean(block.dispatch_action),
  });
  const node = el(
    "div",
    {},
    label,
    control,
    el("p", { class: "field-error", id: ids.error, hidden: true }),
    hint,
  );
  node.labelId = ids.label;
  return node;
}

function table(block, surface) {
  const rows = block.rows ?? [];
  const aligned = (index) => `align-${block.column_settings?.[index]?.align ?? "left"}`;
  const cells = (tag) => (cell, index) =>
    el(tag, { class: aligned(index), scope: tag === "th" ? "col" : null }, renderCell(cell, surface.store));
  const [head, ...body] = rows;
  const grid = el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...(head ?? []).map(cells("th")))),
    el("tbody", {}, ...body.map((row) => el("tr", {}, ...row.map(cells("td"))))),
  );
  return el("div", { tabindex: "0", role: "region", "aria-label": "Table" }, grid);
}

const renderCell = (cell, store) =>
  cell?.type === "rich_text"
    ? renderRichText(cell, store)
    : plainText(String(cell?.text ?? cell?.value ?? ""));

const unknown = (block) =>
  el("div", {
    class: "unknown",
    text: `(a block of the type “${block.type}”, which this page does not draw)`,
  });
