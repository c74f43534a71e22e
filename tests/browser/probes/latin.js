// Words in Latin letters that a reader sees (or hears: labels and titles), each once.
() => {
  const words = new Set();
  // A word stands alone: what is joined to figures, dots, hyphens and the like is a code, an address or a user name.
  const WORD = /(?<![\w.@\/:+-])[A-Za-z][A-Za-z']+(?![\w@\/:+-]|\.\w)/g;
  const add = (text) => (text || "").match(WORD)?.forEach((word) => words.add(word));
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent.closest("script, style, code, .code, .field-code, noscript, template, [data-copy-text], .readonly")) add(walker.currentNode.data);
  }
  for (const element of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], input[type=submit]")) {
    ["aria-label", "title", "placeholder", "alt"].forEach((name) => add(element.getAttribute(name)));
    if (element.type === "submit") add(element.value);
  }
  add(document.title);
  return [...words].sort();
}
