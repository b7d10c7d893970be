// Images that blocks show.

import { el, icon, safeUrl } from "./dom.js";

/** An image of the web, or its description where it can't be shown. */
export function picture(source, name) {
  const url = source.image_url ?? source.slack_file?.url;
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
