// Radio buttons and checkboxes.

import { confirmFirst } from "./confirm.js";
import { el, freshId } from "./dom.js";
import { renderText } from "./mrkdwn.js";

/** A group of native inputs; each change is spoken of where the element speaks. */
export function renderChoices(element, block, surface, how) {
  const single = element.type === "radio_buttons";
  const name = freshId("choice");
  const kept = surface.keptFor(block, element);
  const initial = single
    ? [kept ? kept.selected_option : element.initial_option]
    : ((kept ? kept.selected_options : element.initial_options) ?? []);
  const chosen = new Set(initial.filter(Boolean).map((option) => option.value));
  const rows = element.options.map((option) =>
    choice(option, { single, name, chosen, store: surface.store }),
  );
  const node = el(
    "div",
    {
      class: "choices",
      role: single ? "radiogroup" : "group",
      id: how.id,
      "aria-labelledby": how.labelledBy,
      "aria-describedby": how.describedBy,
      "aria-label": how.labelledBy ? null : "Options",
      "aria-required": single && how.required ? "true" : null,
    },
    ...rows,
  );
  const read = () => {
    const options = element.options.filter((option, index) => rows[index].querySelector("input").checked);
    return single
      ? { type: element.type, selected_option: options[0] ?? null }
      : { type: element.type, selected_options: options };
  };
  surface.register(block, element, {
    node,
    read,
    required: how.required,
    empty: () => !node.querySelector("input:checked"),
    focus: () => (node.querySelector("input:checked") ?? node.querySelector("input")).focus(),
  });
  if (how.speaks) speakOfChanges(node, element, surface, () => surface.act(block, element, read(), node));
  return node;
}

function speakOfChanges(node, element, surface, speak) {
  let before = states(node);
  node.addEventListener("change", async () => {
    if (await confirmFirst(element.confirm, node, surface.store)) {
      before = states(node);
      await speak();
    } else {
      node.querySelectorAll("input").forEach((input, index) => (input.checked = before[index]));
    }
  });
}

const states = (node) => [...node.querySelectorAll("input")].map((input) => input.checked);

function choice(option, { single, name, chosen, store }) {
  const description = option.description ? freshId("choice") : null;
  const input = el("input", {
    type: single ? "radio" : "checkbox",
    name,
    value: option.value,
    "aria-describedby": description,
  });
  input.checked = chosen.has(option.value);
  const label = el("span", { class: "text" }, renderText(option.text, store));
  const note = description
    ? el("span", { class: "choice-note", id: description }, renderText(option.description, store))
    : null;
  return el("label", { class: "choice" }, input, el("span", { class: "choice-words" }, label, note));
}
