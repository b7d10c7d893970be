// The files of a message: pictures to be looked at, all else to be saved.

import { el, icon } from "./dom.js";

const KB = 1024;
const round = (number) => (number < 9.95 ? Math.round(number * 10) / 10 : Math.round(number));

/** A size in words: "340 bytes", "2.1 kB", "100 MB". */
export function sizeInWords(bytes) {
  if (bytes < KB) return bytes === 1 ? "1 byte" : `${bytes} bytes`;
  if (bytes < KB * KB) return `${round(bytes / KB)} kB`;
  return `${round(bytes / KB / KB)} MB`;
}

/** All files of a message, or nothing. */
export function renderFiles(message) {
  if (!message.files?.length) return null;
  return el("ul", { class: "files", "aria-label": "Files" }, ...message.files.map(renderFile));
}

function renderFile(file) {
  const node = el("li", {}, file.is_picture ? pictureOf(file) : null, saver(file));
  node.classList.toggle("file-picture", file.is_picture);
  return node;
}

/** What saves a file: its name and its size. */
function saver(file) {
  const size = sizeInWords(file.size);
  return el(
    "a",
    { class: "file", href: file.address, download: file.name, "aria-label": `Download ${file.name}, ${size}` },
    icon("file"),
    el(
      "span",
      { class: "menu-text" },
      el("span", { text: file.title || file.name, dir: "auto" }),
      el("span", { class: "menu-note", text: size }),
    ),
  );
}

function pictureOf(file) {
  const node = el("img", {
    class: "block-picture",
    src: file.address,
    alt: file.alt_text || file.title || file.name,
    loading: "lazy",
  });
  node.addEventListener("error", () => node.remove(), { once: true }); // its name and size stay
  return node;
}
