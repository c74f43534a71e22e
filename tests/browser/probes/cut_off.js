// Boxes that hide a part of what is in them: the text is larger than its place, and nobody can scroll to the rest.
() => {
  const hides = (overflow) => overflow === "hidden" || overflow === "clip";
  const cut = [];
  for (const element of document.body.querySelectorAll("*:not(input, select, textarea)")) { // what is typed moves with the cursor
    const style = getComputedStyle(element);
    if (!hides(style.overflowX) && !hides(style.overflowY)) continue;
    // One pixel: for those who listen, not for those who look.
    if (element.clientWidth <= 1 || element.clientHeight <= 1 || !element.checkVisibility({ visibilityProperty: true })) continue;
    const wide = hides(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const high = hides(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (!wide && !high) continue;
    cut.push(
      element.tagName.toLowerCase() + [...element.classList].map((c) => "." + c).join("") + " " + element.textContent.trim().slice(0, 20) +
        " " + element.scrollWidth + "x" + element.scrollHeight + " in " + element.clientWidth + "x" + element.clientHeight
    );
  }
  return cut.slice(0, 8);
}
