// Buttons, fields and entries of menus that are less than 44 px high.
() => {
  const CONTROLS =
    "button, .button, select, textarea, summary, nav a, " +
    "input:not([type=hidden]):not([type=checkbox]):not([type=radio])";
  const small = [];
  for (const element of document.querySelectorAll(CONTROLS)) {
    const box = element.getBoundingClientRect();
    if (!element.checkVisibility({ visibilityProperty: true }) || box.width <= 1 || box.height >= 43.5) continue;
    small.push(element.tagName.toLowerCase() + "." + element.className + " " + element.textContent.trim().slice(0, 20) + " " + box.height);
  }
  return small;
}
