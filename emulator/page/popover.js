// Things that open beside a control: in the browser's top layer, closed by Escape or a press elsewhere.

const GAP = 6;
const MARGIN = 8;

/**
 * Shows `pop` beside `anchor` and keeps it there while the page scrolls; `onClose` is called once, when it is gone.
 * It lives inside the anchor's dialog, so that a modal dialog does not make it inert. Returns a function that closes it.
 */
export function openPopover(pop, anchor, { align = "start", onClose = () => {} } = {}) {
  const home = anchor.closest("dialog") ?? document.body;
  const move = () => place(pop, anchor, align);
  pop.setAttribute("popover", "auto");
  pop.classList.add("popover");
  home.append(pop);
  pop.showPopover();
  move();
  document.addEventListener("scroll", move, { capture: true, passive: true });
  window.addEventListener("resize", move);
  const grown = new ResizeObserver(move);
  grown.observe(pop);
  pop.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    document.removeEventListener("scroll", move, { capture: true });
    window.removeEventListener("resize", move);
    grown.disconnect();
    pop.remove();
    onClose();
  });
  return () => pop.isConnected && pop.hidePopover();
}

function place(pop, anchor, align) {
  const at = anchor.getBoundingClientRect();
  pop.style.minWidth = `${Math.min(at.width, innerWidth - 2 * MARGIN)}px`;
  const below = innerHeight - at.bottom - GAP - MARGIN;
  const above = at.top - GAP - MARGIN;
  const upwards = pop.offsetHeight > below && above > below;
  pop.style.maxHeight = `${Math.max(upwards ? above : below, 120)}px`;
  const top = upwards ? at.top - GAP - pop.offsetHeight : at.bottom + GAP;
  const left = align === "end" ? at.right - pop.offsetWidth : at.left;
  pop.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - pop.offsetHeight - MARGIN))}px`;
  pop.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - pop.offsetWidth - MARGIN))}px`;
}
