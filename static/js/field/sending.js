// The queue: photos first, one request each, then the visit. A visit counts as submitted when the server's receipt has come,
// never before. Everything carries the ids made on this device, so that sending again is harmless.
(function () {
  "use strict";
  const field = window.portalField;
  const bar = document.querySelector("[data-field]");
  if (!bar || !window.indexedDB || !window.fetch) return;
  const store = field.store;
  const account = bar.dataset.account;
  const FIRST_WAIT_MS = 5000;
  const LONGEST_WAIT_MS = 300000;
  const PATIENCE_MS = 60000;
  const LOCK = "portal-field-sending";
  const channel = window.BroadcastChannel ? new BroadcastChannel("portal-field") : null;
  const listeners = [];
  let wait = FIRST_WAIT_MS;
  let timer = 0;
  let running = null;
  const status = { halt: "", clock: 0 };

  // `kind`: offline (nobody answered), sign-in, other-account, busy (the server could not just now).
  class Halt extends Error {
    constructor(kind) {
      super(kind);
      this.kind = kind;
    }
  }

  function tell() {
    if (channel) channel.postMessage("changed");
    return changed();
  }

  function changed() {
    return Promise.all(
      listeners.map(function (listener) {
        return listener(status);
      })
    );
  }
  if (channel) channel.onmessage = changed;

  async function ask(url, options) {
    const patience = new AbortController();
    const clock = setTimeout(function () {
      patience.abort();
    }, PATIENCE_MS);
    const usual = { credentials: "same-origin", redirect: "manual", cache: "no-store", signal: patience.signal };
    try {
      const answer = await fetch(url, Object.assign(usual, options));
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) throw new Halt("sign-in");
      if (answer.status === 429 || answer.status >= 500) throw new Halt("busy");
      const isJson = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      return { ok: answer.ok, status: answer.status, body: isJson ? await answer.json() : {} };
    } catch (error) {
      throw error instanceof Halt ? error : new Halt("offline");
    } finally {
      clearTimeout(clock);
    }
  }

  // A fresh token each time: also tells who is signed in now, and what time the server has.
  async function token() {
    const answer = await ask(bar.dataset.tokenUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Halt("sign-in");
    if (answer.body.account !== account) throw new Halt("other-account");
    status.clock = Date.now() - Date.parse(answer.body.now);
    return answer.body.token;
  }

  function post(url, body, csrf) {
    return ask(url, { method: "POST", body: body, headers: { "X-CSRFToken": csrf, Accept: "application/json" } });
  }

  async function sendPhoto(photo, csrf) {
    const body = new FormData();
    body.append("client_id", photo.id);
    ["kind", "item_code", "taken_time", "longitude", "latitude", "accuracy_m"].forEach(function (name) {
      if (photo[name] !== undefined && photo[name] !== null) body.append(name, photo[name]);
    });
    body.append("file", photo.blob, photo.name);
    const answer = await post(bar.dataset.photoUrl, body, csrf);
    if (!answer.ok) return answer;
    if (answer.body.photo !== photo.id) throw new Halt("busy");
    photo.is_sent = true;
    await store.changePhoto(photo.id, { is_sent: true });
    return null;
  }

  function visitBody(draft, photos) {
    const body = new URLSearchParams(draft.values);
    body.set("client_id", draft.id);
    body.set("duty", draft.duty);
    body.set("device_time", draft.finished);
    if (draft.is_offline) body.set("offline", "1");
    if (draft.also) body.set("also", "1");
    if (draft.doubts_accepted) body.set("doubts_accepted", "on");
    photos.forEach(function (photo) {
      body.append("photos", photo.id);
    });
    return body;
  }

  async function refuse(draft, answer) {
    const usual = ["服务器没有接收这份记录，草稿仍在本机，请核对后重新提交。"];
    Object.assign(draft, {
      state: "refused",
      sentences: answer.body.sentences || usual,
      errors: answer.body.errors || {},
      conflict: answer.body.conflict || "",
    });
    await store.saveDraft(draft);
    return "refused";
  }

  // Whether all photos are there; a photo that the server will not have makes the draft refused.
  async function sendPhotos(draft, photos, csrf) {
    for (const photo of photos) {
      if (photo.is_sent) continue;
      const answer = await sendPhoto(photo, csrf);
      if (answer) return refuse(draft, about(photo, answer));
    }
    return "";
  }

  function about(photo, answer) {
    const sentences = (answer.body.sentences || ["没有传上去，请移除后重新拍摄。"]).map((text) => "照片“" + photo.name + "”：" + text);
    return { body: { sentences: sentences } };
  }

  async function forgetSent(photos) {
    for (const photo of photos) {
      photo.is_sent = false;
      await store.changePhoto(photo.id, { is_sent: false });
    }
  }

  async function send(draft, csrf, isAgain) {
    const photos = await store.photos(draft.id);
    if (await sendPhotos(draft, photos, csrf)) return "refused";
    const answer = await post(bar.dataset.visitUrl, visitBody(draft, photos), csrf);
    if (answer.ok && answer.body.client_id === draft.id && answer.body.recorded_at) {
      return store.acknowledge(draft, answer.body);
    }
    if (answer.ok) throw new Halt("busy");
    if (answer.body.conflict !== "photos" || isAgain) return refuse(draft, answer);
    await forgetSent(photos); // they waited so long for their visit that the server has cleared them away
    return send(draft, csrf, true);
  }

  async function queued() {
    return (await store.drafts(account)).filter(function (draft) {
      return draft.state === "queued";
    });
  }

  async function sendAll() {
    const waiting = await queued();
    if (!waiting.length) return;
    const csrf = await token();
    for (const { id } of waiting) {
      const draft = await store.draft(id); // another tab may have taken it back meanwhile
      if (!draft || draft.state !== "queued") continue;
      await send(draft, csrf);
      await tell();
    }
  }

  async function attempt() {
    status.halt = "";
    try {
      await sendAll();
      wait = FIRST_WAIT_MS;
    } catch (error) {
      if (!(error instanceof Halt)) throw error;
      status.halt = error.kind;
      if (error.kind === "offline") await markOffline();
    }
    await tell();
    if ((await queued()).length && status.halt !== "other-account") later();
  }

  // Whatever could not be sent at once is told to the server as filled in without network.
  async function markOffline() {
    for (const draft of await queued()) {
      if (!draft.is_offline) await store.saveDraft(Object.assign(draft, { is_offline: true }));
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(function () {
      if (!running) sending();
    }, wait * (0.8 + 0.4 * Math.random()));
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  // One tab sends at a time where the browser can see to that; without it the server keeps what comes twice apart.
  function sending() {
    clearTimeout(timer);
    const turn = navigator.locks ? navigator.locks.request(LOCK, attempt) : attempt();
    running = Promise.resolve(turn).finally(function () {
      running = null;
    });
    return running;
  }

  // By hand, or because the network is back: no waiting any longer. What is under way ends first.
  async function now() {
    wait = FIRST_WAIT_MS;
    while (running) await running.catch(function () {});
    return sending();
  }

  window.addEventListener("online", now);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) now();
  });

  field.sending = {
    now: now,
    tell: tell,
    status: status,
    onChange: function (listener) {
      listeners.push(listener);
    },
  };
})();
