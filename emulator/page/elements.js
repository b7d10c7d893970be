// Block elements that are pressed: buttons and overflow menus; and which module draws the others.

import { renderChoices } from "./choices.js";
import { renderDate, renderDateTime, renderTime } from "./dates.js";
import { confirmFirst } from "./confirm.js";
import { el, iconButton, safeUrl } from "./dom.js";
import { openMenu } from "./menu.js";
import { plainText } from "./mrkdwn.js";
import { picture } from "./picture.js";
import { renderSelect } from "./selects.js";
import { renderTextInput } from "./textinputs.js";

const RENDERERS = {
  button,
  overflow,
  image: (element) => picture(element, "accessory-image"),
  datepicker: renderDate,
  timepicker: renderTime,
  datetimepicker: renderDateTime,
  radio_buttons: renderChoices,
  checkboxes: renderChoices,
  plain_text_input: renderTextInput,
  email_text_input: renderTextInput,
  url_text_input: renderTextInput,
  number_input: renderTextInput,
};

/**
 * One element, marked with its `action_id`. `how` says what surrounds it: `{id, labelledBy, describedBy, required,
 * inInput, dispatches}`; inside an input block it speaks to the app only if it `dispatches`.
 */
export function renderElement(element, block, surface, how) {
  const render = RENDERERS[element.type] ?? (/_select$/.test(element.type) ? renderSelect : unknown);
  const node = render(element, block, surface, { ...how, speaks: !how.inInput || how.dispatches });
  node.classList.add("element");
  if (element.action_id)
    Object.assign(node.dataset, { actionId: element.action_id, elementType: element.type });
  if (block.block_id) node.dataset.blockId = block.block_id;
  return node;
}

/** The element that stands for another one which was drawn anew: of the same ids, or the same action at the least. */
export function counterpart(root, { blockId, actionId, elementType } = {}) {
  const same = [...root.querySelectorAll("[data-action-id]")].filter(
    (node) => node.dataset.actionId === actionId && node.dataset.elementType === elementType,
  );
  const found = same.find((node) => node.dataset.blockId === blockId) ?? same[0];
  return found?.matches("button, input, textarea, a")
    ? found
    : found?.querySelector("button, input, textarea");
}

function button(element, block, surface, how) {
  const press = async (event) => {
    if (await confirmFirst(element.confirm, event.currentTarget ?? node, surface.store)) {
      await surface.act(block, element, { type: "button", value: element.value, text: element.text }, node);
    }
  };
  const look = {
    class: `button ${element.style ?? ""}`,
    "aria-label": element.accessibility_label,
    "aria-describedby": how.describedBy,
    text: plainText(element.text),
  };
  const href = element.url && /^https?:/i.test(element.url) ? safeUrl(element.url) : null;
  const node = href
    ? el("a", { ...look, href, target: "_blank", rel: "noopener noreferrer", on: { click: press } })
    : el("button", { type: "button", ...look, on: { click: press } });
  return node;
}

function overflow(element, block, surface) {
  const choose = async (option) => {
    if (!(await confirmFirst(element.confirm, node, surface.store))) return;
    if (option.url && safeUrl(option.url)) open(safeUrl(option.url), "_blank", "noopener,noreferrer");
    await surface.act(block, element, { type: "overflow", selected_option: option }, node);
  };
  const entries = element.options.map((option) => ({
    label: plainText(option.text),
    description: plainText(option.description),
    onSelect: () => choose(option),
  }));
  const node = iconButton("more", "More options", {
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    class: "icon-button bordered",
    on: { click: () => openMenu(node, entries, { label: "More options", align: "end" }) },
  });
  return node;
}

const unknown = (element) =>
  el("span", {
    class: "unknown",
    text: `(an element of the type “${element.type}”, which this page does not draw)`,
  });
