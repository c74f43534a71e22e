// Copies of the officer's own pages for use without network: his lists of the open months and the form of each duty on them, nothing
// else.
// They belong to one account; those of another are deleted as soon as somebody else is signed in, all of them on signing out.
// The service worker (worker.js) only shows what was kept here.
(function () {
  "use strict";
  const field = (window.portalField = window.portalField || {});
  const bar = document.querySelector("[data-field]");
  if (!bar || !window.caches) return;
  const PAGES = "field-pages-";
  const SHELL = "field-shell";
  const mine = PAGES + bar.dataset.account;
  const FRESH_MS = 3600000;
  const MOST = 300;
  const HEADERS = [
    "Content-Type",
    "Content-Security-Policy",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Cross-Origin-Opener-Policy",
    "Cross-Origin-Resource-Policy",
  ];

  async function drop(isDropped) {
    const names = (await caches.keys()).filter(isDropped);
    return Promise.all(
      names.map(function (name) {
        return caches.delete(name);
      })
    );
  }

  function dropOthers() {
    return drop(function (name) {
      return name.startsWith(PAGES) && name !== mine;
    });
  }

  function dropAll() {
    return drop(function (name) {
      return name.startsWith(PAGES);
    });
  }

  function addresses(root) {
    const form = new URL(bar.dataset.formUrl, location.href).pathname;
    const found = Array.from(root.querySelectorAll("a[href]"), function (link) {
      return new URL(link.getAttribute("href"), location.href);
    }).filter(function (address) {
      return address.pathname === form && /^\?duty=\d+$/.test(address.search);
    });
    return found.map(String);
  }

  // The lists of the other months that are open; the newest has the plain address.
  function otherLists(list) {
    return Array.from(list.querySelectorAll("[data-open-months] a[href*='?month=']"), function (link) {
      return new URL(link.getAttribute("href"), location.href).href;
    });
  }

  async function keepLists(cache, first, others) {
    const lists = [first];
    for (const address of others) {
      const page = await keepPage(cache, address);
      if (page) lists.push(page);
    }
    return lists;
  }

  async function keptAt(cache, address) {
    const copy = await cache.match(address);
    return copy ? Number(copy.headers.get("X-Kept-At")) : 0;
  }

  // Keeps the page if it is one of this account's; resolves with its document, null when it was not to be had.
  async function keepPage(cache, address) {
    const answer = await fetch(address, { credentials: "same-origin", redirect: "manual", cache: "no-store" });
    if (!answer.ok) return null;
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const owner = page.querySelector("[data-field]");
    if (!owner || owner.dataset.account !== bar.dataset.account) return null;
    const now = new Date();
    const headers = { "X-Kept-At": String(now.getTime()) };
    HEADERS.forEach(function (name) {
      if (answer.headers.has(name)) headers[name] = answer.headers.get(name);
    });
    const marked = text.replace("<html", '<html data-kept-at="' + now.toISOString() + '"');
    await cache.put(address, new Response(marked, { headers: headers }));
    return page;
  }

  function parts(page) {
    const found = page.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src], img[src]");
    return Array.from(found, function (part) {
      return new URL(part.getAttribute("href") || part.getAttribute("src"), location.href);
    }).filter(isShell);
  }

  // The portal's own font stays behind: phones bring one, and it is larger than everything else together.
  function isShell(address) {
    return (
      address.origin === location.origin &&
      address.pathname.startsWith(bar.dataset.staticUrl) &&
      !/\.(woff2?|otf)$/.test(address.pathname)
    );
  }

  async function keepPart(shell, address, wanted) {
    if (wanted.has(address.href)) return;
    wanted.add(address.href);
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(address.href);
    await shell.put(address.href, answer.clone());
    if (!/\.css$/.test(address.pathname)) return;
    for (const [, inner] of (await answer.text()).matchAll(/url\(["']?([^"')]+)["']?\)/g)) {
      const below = new URL(inner, address);
      if (isShell(below)) await keepPart(shell, below, wanted);
    }
  }

  // What no page asks for any more goes, but only when every page was fetched anew: an older copy may still want it.
  async function keepShell(pages, isComplete) {
    const shell = await caches.open(SHELL);
    const wanted = new Set();
    for (const page of pages) for (const address of parts(page)) await keepPart(shell, address, wanted);
    if (isComplete) await forget(shell, Array.from(wanted));
  }

  async function forget(cache, wanted) {
    for (const request of await cache.keys()) if (!wanted.includes(request.url)) await cache.delete(request);
  }

  // Called on the officer's own list while there is network. `tell(done, all)` is told how far it is.
  async function keep(tell) {
    await navigator.serviceWorker.register(bar.dataset.workerUrl, { scope: new URL(".", new URL(bar.dataset.workerUrl, location.href)).pathname });
    const cache = await caches.open(mine);
    const list = await keepPage(cache, new URL(bar.dataset.listUrl, location.href).href);
    if (!list) return 0;
    field.store.mark();
    const others = otherLists(list);
    const pages = await keepLists(cache, list, others);
    const forms = Array.from(new Set(pages.flatMap(addresses))).slice(0, MOST);
    for (const [index, address] of forms.entries()) {
      tell(index, forms.length);
      if (Date.now() - (await keptAt(cache, address)) < FRESH_MS) continue;
      const page = await keepPage(cache, address);
      if (page) pages.push(page);
    }
    await forget(cache, forms.concat(others, new URL(bar.dataset.listUrl, location.href).href));
    await keepShell(pages, pages.length > forms.length + others.length);
    await navigator.serviceWorker.ready; // until then nothing kept would be shown
    tell(forms.length, forms.length);
    return forms.length;
  }

  field.keeping = { keep: keep, dropOthers: dropOthers, dropAll: dropAll };
})();
