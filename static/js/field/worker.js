// The service worker of the field pages: network first, and without network the copies that keeping.js made of the officer's own
// list and forms. It keeps nothing by itself, and shows nothing while copies of more than one account are on the device.
"use strict";
const PAGES = "field-pages-";
const PATIENCE_MS = 6000;
const NOT_KEPT =
  '<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">' +
  "<title>没有网络</title><h1>没有网络</h1><p>这个页面没有存在本机，请在有网络时打开。</p>" +
  '<p><a href="mine/">打开本机保存的本月清单</a></p></html>';
const scope = new URL(self.registration.scope).pathname;
const list = new URL("mine/", self.registration.scope).href;

self.addEventListener("install", function () {
  self.skipWaiting();
});

self.addEventListener("activate", function (event) {
  event.waitUntil(self.clients.claim());
});

async function kept(address) {
  const names = (await caches.keys()).filter(function (name) {
    return name.startsWith(PAGES);
  });
  if (names.length !== 1) return undefined;
  const cache = await caches.open(names[0]);
  return cache.match(address.pathname === scope ? list : address.origin + address.pathname + address.search);
}

function notKept() {
  const page = NOT_KEPT.replace('"mine/"', '"' + list + '"');
  return new Response(page, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

// Where the network is there but does not answer, the copy is shown after a while.
async function page(request) {
  const copy = await kept(new URL(request.url));
  const answers = [fetch(request)];
  if (copy) answers.push(new Promise((resolve) => setTimeout(resolve, PATIENCE_MS, copy)));
  try {
    return await Promise.race(answers);
  } catch (error) {
    return copy || notKept();
  }
}

async function part(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const copy = await caches.match(request.url, { cacheName: "field-shell" });
    if (copy) return copy;
    throw error;
  }
}

self.addEventListener("fetch", function (event) {
  const request = event.request;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (["style", "script", "image"].includes(request.destination)) event.respondWith(part(request));
});
