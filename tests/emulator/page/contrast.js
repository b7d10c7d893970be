// Every text in view against what is painted behind it: WCAG 2.2, 1.4.3. A gradient is left out, and what is disabled.
() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  };
  const over = ([r, g, b, a], [R, G, B]) => [
    r * a + R * (1 - a),
    g * a + G * (1 - a),
    b * a + B * (1 - a),
    1,
  ];
  const behind = (node) => {
    const layers = [];
    for (let one = node; one; one = one.parentElement) {
      if (getComputedStyle(one).backgroundImage !== "none") return null;
      layers.push(rgba(getComputedStyle(one).backgroundColor));
      if (layers.at(-1)[3] > 0.99) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [1, 1, 1, 1]);
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const texts = document.createTreeWalker(
    document.querySelector("dialog[open]") ?? document.body,
    NodeFilter.SHOW_TEXT,
  );
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    if (
      !texts.currentNode.textContent.trim() ||
      !node.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    )
      continue;
    if (node.closest("[aria-disabled=true], .skip, .unseen, script, style, noscript")) continue;
    const background = behind(node);
    if (!background) continue;
    const style = getComputedStyle(node);
    const [one, other] = [light(over(rgba(style.color), background)), light(background)].sort(
      (a, b) => b - a,
    );
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5;
    const ratio = (one + 0.05) / (other + 0.05);
    if (ratio < least) faint.push(`${ratio.toFixed(2)} ${texts.currentNode.textContent.trim()}`);
  }
  return faint;
};
