// Characters of this page that no font can draw: their picture is the one of a code point that was never assigned, or empty.
async () => {
  const SIDE = 48;
  const NEVER_ASSIGNED = ["\u0378", "\u{2FFE0}", "\u05FF"];
  const INVISIBLE = /^[\p{White_Space}\p{Cf}\p{Cc}\p{Mn}]$/u;

  const texts = new Map(); // font family -> characters
  function add(text, style) {
    if (!text) return;
    const characters = texts.get(style.fontFamily) || new Set();
    for (const character of text) if (!INVISIBLE.test(character)) characters.add(character);
    texts.set(style.fontFamily, characters);
  }

  const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE"]);
  for (const element of document.body.querySelectorAll("*")) {
    if (SKIPPED.has(element.tagName)) continue;
    const style = getComputedStyle(element);
    for (const node of element.childNodes) if (node.nodeType === Node.TEXT_NODE) add(node.data, style);
    if (element.matches("input:not([type=hidden]), textarea")) add((element.placeholder || "") + (element.value || ""), style);
    for (const side of ["::before", "::after"]) {
      const pseudo = getComputedStyle(element, side);
      if (pseudo.content !== "none" && pseudo.content !== "normal") add(pseudo.content.replace(/^"|"$/g, ""), pseudo);
    }
  }

  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  function picture(character, family) {
    context.clearRect(0, 0, SIDE, SIDE);
    context.font = "32px " + family;
    context.textBaseline = "middle";
    context.fillText(character, 4, SIDE / 2);
    // A sum over how dark each point is; a text of all points takes ten times as long.
    const points = context.getImageData(0, 0, SIDE, SIDE).data;
    let sum = 0;
    for (let alpha = 3; alpha < points.length; alpha += 4) sum = (Math.imul(sum, 16777619) + points[alpha]) | 0;
    return sum;
  }

  const boxes = new Set();
  for (const [family, characters] of texts) {
    await document.fonts.load("32px " + family, [...characters].join("")).catch(() => 0); // then its characters are boxes
    const missing = new Set(NEVER_ASSIGNED.map((character) => picture(character, family)));
    missing.add(picture(" ", family));
    for (const character of characters) if (missing.has(picture(character, family))) boxes.add(character);
  }
  return [...boxes].sort();
}
