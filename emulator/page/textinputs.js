// Fields to type in: text, e-mail, address, number.

import { debounce, el, freshId } from "./dom.js";
import { plainText } from "./mrkdwn.js";

const PAUSE_MS = 400;
const KINDS = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "text",
  plain_text_input: "text",
};
const CHECKS = {
  email_text_input: (value) =>
    /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? "" : "Please enter a valid e-mail address.",
  url_text_input: (value) => (isUrl(value) ? "" : "Please enter a valid address, with https://."),
  number_input: numberCheck,
  plain_text_input: lengthCheck,
};

export function renderTextInput(element, block, surface, how) {
  const kept = surface.keptFor(block, element);
  const id = how.id ?? freshId("field");
  const box = el(element.multiline ? "textarea" : "input", {
    id,
    class: "text-field",
    type: element.multiline ? null : KINDS[element.type],
    inputmode: element.type === "number_input" ? "decimal" : null,
    rows: element.multiline ? "4" : null,
    dir: "auto",
    placeholder: plainText(element.placeholder) || null,
    "aria-describedby": how.describedBy,
    autocomplete: "off",
    "aria-label": how.labelledBy ? null : plainText(element.placeholder) || "Text",
    "aria-required": how.required ? "true" : null,
    autofocus: element.focus_on_load,
  });
  box.value = (kept ? kept.value : element.initial_value) ?? "";
  const read = () => ({ type: element.type, value: box.value === "" ? null : box.value });
  surface.register(block, element, {
    node: box,
    read,
    required: how.required,
    empty: () => box.value.trim() === "",
    focus: () => box.focus(),
    check: () => (box.value === "" ? "" : CHECKS[element.type](box.value, element)),
  });
  if (how.speaks) speak(box, element, () => surface.act(block, element, read(), box));
  return element.max_length ? el("div", { class: "counted" }, box, counter(box, element.max_length)) : box;
}

/** Slack speaks on Enter, on each character (after a pause), or on both. */
function speak(box, element, tell) {
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  if (on.includes("on_character_entered")) box.addEventListener("input", debounce(tell, PAUSE_MS));
  if (!on.includes("on_enter_pressed")) return;
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (element.multiline && event.shiftKey)) return;
    event.preventDefault();
    tell();
  });
}

/** Characters left; quiet until it matters, and read out only then. */
function counter(box, most) {
  const node = el("span", { class: "counter", id: freshId("counter") });
  const count = () => {
    const left = most - box.value.length;
    node.textContent = String(left);
    node.classList.toggle("near", left <= Math.min(20, most / 4));
    node.classList.toggle("over", left < 0);
    node.setAttribute("aria-label", `${left} characters left`);
  };
  box.addEventListener("input", count);
  count();
  return node;
}

function isUrl(value) {
  try {
    return ["http:", "https:"].includes(new URL(value).protocol);
  } catch {
    return false;
  }
}

function numberCheck(value, { is_decimal_allowed: decimal, min_value: least, max_value: most }) {
  if (!(decimal ? /^-?\d+(\.\d+)?$/ : /^-?\d+$/).test(value.trim())) return "Please enter a number.";
  if (least !== undefined && Number(value) < Number(least)) return `Please enter ${least} or more.`;
  if (most !== undefined && Number(value) > Number(most)) return `Please enter ${most} or less.`;
  return "";
}

function lengthCheck(value, { min_length: least, max_length: most }) {
  if (least && value.length < least) return `Please enter at least ${least} characters.`;
  if (most && value.length > most) return `That is ${value.length - most} characters too long.`;
  return "";
}
