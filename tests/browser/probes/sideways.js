// What makes this page scroll sideways: nothing when it does not, else the elements that reach beyond its right edge.
() => {
  const page = document.scrollingElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const scrolls = (element) => {
    for (let outer = element.parentElement; outer && outer !== document.body; outer = outer.parentElement) {
      if (getComputedStyle(outer).overflowX !== "visible") return true;
    }
    return false;
  };
  const reach = (element) => {
    const box = element.getBoundingClientRect();
    const spills = getComputedStyle(element).overflowX === "visible";
    return box.left + Math.max(box.width, spills ? element.scrollWidth : 0);
  };
  const beyond = [...document.body.querySelectorAll("*")].filter(
    (element) => element.checkVisibility() && reach(element) > page.clientWidth + 0.5 && !scrolls(element)
  );
  const name = (element) =>
    element.tagName.toLowerCase() + (element.id ? "#" + element.id : "") + [...element.classList].map((c) => "." + c).join("");
  return ["page " + page.scrollWidth + " > " + page.clientWidth, ...beyond.map(name)].slice(0, 8);
}
