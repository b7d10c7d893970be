// Building DOM nodes. Text only ever enters the page as a text node or an attribute, never as markup.

let serial = 0;

/** A fresh id, for labels and descriptions to point at. */
export const freshId = (prefix = "id") => `${prefix}-${++serial}`;

/**
 * Makes an element. `props.on` holds listeners, `props.text` a text, `props.data` data attributes; the rest are
 * attributes (`true` sets an empty one; `false`, `null` and `undefined` set none).
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "on")
    for (const [type, listener] of Object.entries(value)) node.addEventListener(type, listener);
  else if (name === "text") node.textContent = value;
  else if (name === "data") Object.assign(node.dataset, value);
  else node.setAttribute(name, value === true ? "" : value);
}

/** A decorative icon of icons.svg. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", `/page/static/icons.svg#${name}`);
  svg.append(use);
  return svg;
}

/** A square button that shows an icon only; `label` is its name, for ears and as a tooltip. */
export const iconButton = (name, label, props = {}) =>
  el(
    "button",
    { type: "button", class: "icon-button", "aria-label": label, title: label, ...props },
    icon(name),
  );

/** The initials of a name, two at the most. */
export function initials(name) {
  const words = name
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .split(/[\s-]+/)
    .filter(Boolean);
  if (words.length === 0) return "?";
  const last = words.length > 1 ? [...words.at(-1)][0] : "";
  return ([...words[0]][0] + last).toUpperCase();
}

/** A coloured square with initials; `tone` picks one of the palette's colours. */
export const avatar = (name, tone, size = "") =>
  el("span", { class: `avatar ${size}`, data: { tone }, "aria-hidden": "true", text: initials(name) });

/** What a link may point at: only the web and mail; anything else (`javascript:` …) is `null`. */
export function safeUrl(url) {
  try {
    const parsed = new URL(url, location.origin);
    return ["http:", "https:", "mailto:"].includes(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** A link that opens beside the page, or its label alone where the address is none. */
export function link(url, ...label) {
  const href = /^(https?:|mailto:)/i.test(url) ? safeUrl(url) : null;
  if (!href) return el("span", { class: "inert" }, ...label);
  return el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow" }, ...label);
}

/** Calls back once typing has paused. */
export function debounce(callback, milliseconds) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => callback(...args), milliseconds);
  };
}
