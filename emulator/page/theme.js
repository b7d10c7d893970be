// Runs before the first paint, and is therefore no module: a remembered choice must not flash the other theme.
const remembered = localStorage.getItem("theme");
if (remembered === "light" || remembered === "dark") document.documentElement.dataset.theme = remembered;
