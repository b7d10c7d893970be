// On a narrow page the sidebar is a drawer.

import { iconButton } from "./dom.js";

const NARROW = "(max-width: 760px)";

export class Drawer {
  constructor(sidebar, veil) {
    Object.assign(this, { sidebar, veil });
    this.narrow = matchMedia(NARROW);
    this.button = iconButton("menu", "Conversations", {
      class: "icon-button drawer-button",
      "aria-expanded": "false",
      "aria-controls": sidebar.id,
      on: { click: () => this.open() },
    });
    veil.addEventListener("click", () => this.close(true));
    sidebar.addEventListener("keydown", (event) => event.key === "Escape" && this.close(true));
    this.narrow.addEventListener("change", () => this.close());
    this.close();
  }

  open() {
    this.set(true);
    this.sidebar.querySelector("a, button").focus();
  }

  close(returnFocus = false) {
    const held = returnFocus || (this.narrow.matches && this.sidebar.contains(document.activeElement));
    this.set(false);
    if (held && this.narrow.matches) this.button.focus();
  }

  set(open) {
    this.sidebar.classList.toggle("open", open);
    this.veil.hidden = !open;
    this.sidebar.inert = this.narrow.matches && !open;
    this.button.setAttribute("aria-expanded", String(open));
  }
}
