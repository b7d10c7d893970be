// What has the focus, and whether that is seen; nothing once it has left the page.
() => {
  const node = document.activeElement;
  if (node === document.body) return null;
  const seen = (one) =>
    getComputedStyle(one).outlineStyle !== "none" || getComputedStyle(one).boxShadow !== "none";
  return {
    name: node.ariaLabel || node.textContent.trim(),
    ring: seen(node) || seen(node.closest("form") ?? node),
  };
};
