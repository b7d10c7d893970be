// Images that blocks show: of the web, or files of this workspace.

import { el, icon, safeUrl } from "./dom.js";

/** Where a file of the workspace is, named by id or by a link with its id in it. */
function fileAddress({ id, url }) {
  const named = id ?? /\bF0[0-9A-F]{10}\b/.exec(url ?? "")?.[0];
  return named ? `/page/files/${encodeURIComponent(named)}` : null;
}

/** An image, or its description where it can't be shown. */
export function picture(source, name) {
  const url = source.slack_file ? fileAddress(source.slack_file) : source.image_url;
  const src = url && /^(https?:|\/)/i.test(url) ? safeUrl(url) : null;
  const instead = () => el("span", { class: "no-image" }, icon("file"), source.alt_text ?? "");
  if (!src) return instead();
  const node = el("img", {
    class: name,
    src,
    alt: source.alt_text ?? "",
    loading: "lazy",
    referrerpolicy: "no-referrer",
  });
  node.addEventListener("error", () => node.replaceWith(instead()), { once: true });
  return node;
}
