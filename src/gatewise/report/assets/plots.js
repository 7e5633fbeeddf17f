// Draws the figures that stand in the page as JSON, in the colours of the style sheet, and again
// when these change: light, dark, print.
"use strict";
(() => {
  const root = document.documentElement;
  const blocks = [...document.querySelectorAll("script[data-plot]")];
  const config = { displayModeBar: false, responsive: true };

  // A colour in a figure is the name of a CSS variable.
  const coloured = (styles) => (key, value) => {
    const colour = (name) => styles.getPropertyValue(name).trim();
    if (key === "colorscale") return value.map(([at, name]) => [at, colour(name)]);
    if (!/color$/.test(key) || value?.constructor === Object) return value;
    return Array.isArray(value) ? value.map(colour) : colour(value);
  };

  const draw = () => {
    const styles = getComputedStyle(root);
    const family = getComputedStyle(document.body).fontFamily;
    for (const block of blocks) {
      const figure = JSON.parse(block.textContent, coloured(styles));
      figure.layout.font.family = family;
      Plotly.react(block.dataset.plot, figure.data, figure.layout, config);
    }
  };

  const print = (on) => () => {
    root.classList.toggle("printing", on);
    draw();
  };

  draw();
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
})();
