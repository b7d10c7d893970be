// Block Kit's select menus, single and multiple: which options there are, and what a choice is called on the wire.

import { confirmFirst } from "./confirm.js";
import { plainText } from "./mrkdwn.js";
import { picker } from "./picker.js";

/** Per kind: the keys of its state (one, many), of its initial value (one, many), and where options come from. */
const KINDS = {
  static: {
    one: "selected_option",
    many: "selected_options",
    first: "initial_option",
    all: "initial_options",
  },
  external: {
    one: "selected_option",
    many: "selected_options",
    first: "initial_option",
    all: "initial_options",
  },
  users: { one: "selected_user", many: "selected_users", first: "initial_user", all: "initial_users" },
  conversations: {
    one: "selected_conversation",
    many: "selected_conversations",
    first: "initial_conversation",
    all: "initial_conversations",
  },
  channels: {
    one: "selected_channel",
    many: "selected_channels",
    first: "initial_channel",
    all: "initial_channels",
  },
};

export function renderSelect(element, block, surface, how) {
  const multiple = element.type.startsWith("multi_");
  const kind = element.type.replace(/^multi_/, "").replace(/_select$/, "");
  const keys = KINDS[kind];
  const choices = chooser(kind, element, block, surface);
  const stateOf = (chosen) => ({
    type: element.type,
    [multiple ? keys.many : keys.one]: multiple
      ? chosen.map((option) => option.wire)
      : (chosen[0]?.wire ?? null),
  });
  const control = picker({
    id: how.id,
    labelledBy: how.labelledBy,
    describedBy: how.describedBy,
    required: how.required,
    placeholder: plainText(element.placeholder) || "Choose…",
    multiple,
    most: element.max_selected_items,
    clearable: how.inInput && !how.required,
    selected: initial(element, keys, multiple, surface.keptFor(block, element), choices),
    load: choices.load,
    search: choices.search,
    least: choices.least,
    autofocus: element.focus_on_load,
    onChange: async (chosen, undo) => {
      if (!how.speaks) return;
      if (await confirmFirst(element.confirm, control.node, surface.store)) {
        await surface.act(block, element, stateOf(chosen), control.node);
      } else undo();
    },
  });
  surface.register(block, element, {
    node: control.node,
    labelled: control.button,
    read: () => stateOf(control.chosen()),
    required: how.required,
    empty: () => control.chosen().length === 0,
    focus: () => control.button.focus(),
  });
  return control.node;
}

function initial(element, keys, multiple, kept, choices) {
  const wires = multiple
    ? ((kept ? kept[keys.many] : element[keys.all]) ?? [])
    : [kept ? kept[keys.one] : element[keys.first]];
  return wires.filter(Boolean).map(choices.fromWire);
}

/** Where the options come from: `{load(typed), fromWire(value), search, least}`. */
function chooser(kind, element, block, surface) {
  const { store } = surface;
  if (kind === "users") return listed([{ options: people(store) }], (id) => person(store, id));
  if (kind === "channels")
    return listed([{ options: conversations(store, true) }], (id) => conversation(store, id));
  if (kind === "conversations")
    return listed([{ options: conversations(store, false) }], (id) => conversation(store, id));
  if (kind === "static") return listed(groupsOf(element), option);
  const load = async (typed) => groupsOf(await surface.options(block, element, typed));
  return { load, fromWire: option, search: "remote", least: element.min_query_length ?? 3 };
}

const listed = (groups, fromWire) => ({ load: async () => groups, fromWire, search: "local", least: 0 });

function groupsOf({ options, option_groups: groups }) {
  if (groups)
    return groups.map((group) => ({ label: plainText(group.label), options: group.options.map(option) }));
  return [{ options: (options ?? []).map(option) }];
}

const option = (wire) => ({
  key: wire.value,
  text: plainText(wire.text),
  note: plainText(wire.description),
  wire,
});

const people = (store) =>
  store.workspace.people.filter((one) => !one.deleted).map((one) => person(store, one.id));

const person = (store, id) => ({
  key: id,
  text: store.nameOf(id),
  note: store.person(id)?.title ?? "",
  wire: id,
  words: store.person(id)?.name ?? "",
});

const conversations = (store, channelsOnly) =>
  store.conversations
    .filter((one) => one.kind === "channel" || !channelsOnly)
    .map((one) => conversation(store, one.id));

function conversation(store, id) {
  const known = store.conversation(id);
  const sign = known?.kind === "channel" ? "#" : "";
  return { key: id, text: known ? sign + store.titleOf(known) : id, note: "", wire: id };
}
