// Names that point nowhere, ids given twice, and the like.
() => {
  const ids = [...document.querySelectorAll("[id]")].map((node) => node.id);
  const targets = ["aria-labelledby", "aria-describedby", "aria-controls", "for"].flatMap((name) =>
    [...document.querySelectorAll(`[${name}]`)].flatMap((node) =>
      node
        .getAttribute(name)
        .split(" ")
        .map((id) => [name, id]),
    ),
  );
  return {
    twice: ids.filter((id, index) => ids.indexOf(id) !== index),
    nowhere: targets.filter(([name, id]) => name !== "aria-controls" && !document.getElementById(id)),
    unordered: [...document.querySelectorAll("[tabindex]")].filter((node) => node.tabIndex > 0).length,
    without: [...document.querySelectorAll("img:not([alt])")].length,
  };
};
