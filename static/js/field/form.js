// The visit form with a memory: what is typed and photographed is kept on this device as it comes, restored after a reload or a
// closed tab, and sent through the queue (sending.js), with network or without: one way for both, so that a lost answer, a slow
// line or an expired sign-in never costs the officer his text. Where the device cannot store anything the form posts by itself.
(function () {
  "use strict";
  const field = window.portalField;
  const bar = document.querySelector("[data-field]");
  const form = document.querySelector("form[data-visit-form]");
  if (!form || !bar || !field.sending || !window.createImageBitmap) return;
  const { element, notice, button, moment, store, sending, photos } = field;
  const account = bar.dataset.account;
  const duty = form.dataset.duty;
  const title = form.dataset.title;
  const NOT_KEPT = new Set(["csrfmiddlewaretoken", "client_id", "duty", "photos", "doubts_accepted"]);
  const REST_MS = 400;
  const PATIENCE_MS = 5000;
  const status = element("div", { "aria-live": "polite", tabindex: "-1", "data-field-state": "" });
  let draft = null;
  let timer = 0;
  let isBusy = false;
  let choosing = 0; // choices of photos that are not yet on this device
  let lastChoice = Promise.resolve();
  let lost = 0; // photos that could not be kept, all in all

  // --- reading and filling the form ---
  function values() {
    return Array.from(new FormData(form)).filter(function ([name, value]) {
      return typeof value === "string" && !NOT_KEPT.has(name);
    });
  }

  function words(label) {
    const copy = label.cloneNode(true);
    copy.querySelectorAll(".required, .question-number").forEach((part) => part.remove());
    return copy.textContent.trim();
  }

  function labelOf(control) {
    const own = control.labels && control.labels[0] ? words(control.labels[0]) : control.name;
    if (control.type !== "radio" && control.type !== "checkbox") return [own, control.value];
    const group = control.closest("fieldset");
    const legend = group && group.querySelector("legend");
    return legend ? [words(legend), own] : [own, "是"];
  }

  function summary() {
    return Array.from(form.elements)
      .filter(function (control) {
        const isChosen = control.type === "radio" || control.type === "checkbox" ? control.checked : control.value;
        return control.name && isChosen && !["hidden", "file", "submit"].includes(control.type);
      })
      .map(labelOf);
  }

  function fill(kept) {
    const given = new Map();
    kept.forEach(function ([name, value]) {
      given.set(name, (given.get(name) || []).concat(value));
    });
    for (const control of form.elements) {
      if (!control.name || NOT_KEPT.has(control.name) || control.type === "file") continue;
      const mine = given.get(control.name) || [];
      if (control.type === "radio" || control.type === "checkbox") control.checked = mine.includes(control.value);
      else if (mine.length) control.value = mine.shift();
      control.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // --- the draft ---
  function fresh() {
    const now = new Date().toISOString();
    return { id: store.newId(), account: account, duty: duty, title: title, state: "draft", begun: now, saved: now };
  }

  async function save(changes) {
    clearTimeout(timer);
    timer = 0;
    const now = new Date().toISOString();
    draft = Object.assign(draft || fresh(), { values: values(), summary: summary(), saved: now }, changes);
    try {
      await (changes.state ? store.saveDraft(draft) : store.autosaveDraft(draft));
    } catch (error) {
      show("error", "这台设备存不下了，刚才的内容没有存在本机。请联网后直接提交，或删除不用的草稿和照片。");
      throw error;
    }
    await sending.tell();
    return draft;
  }

  function saveSoon() {
    if (isBusy) return;
    clearTimeout(timer);
    timer = setTimeout(function () {
      save({}).catch(function () {}); // said on the page
    }, REST_MS);
  }

  function saveNow() {
    if (timer && !isBusy) save({}).catch(function () {});
  }

  // --- photos ---
  function caption(photo, isLocating) {
    const unknown = isLocating ? "，正在定位" : "，没有定位";
    const place = photo.longitude ? "，已定位（误差约 " + photo.accuracy_m + " 米）" : unknown;
    return moment(photo.taken_time) + place;
  }

  function drawPhoto(list, photo) {
    const url = URL.createObjectURL(photo.blob);
    const text = element("span", { text: caption(photo) });
    const drop = button("移除", async function () {
      await store.dropPhoto(photo.id);
      URL.revokeObjectURL(url);
      item.remove();
    });
    const picture = element("img", { src: url, alt: "待提交的照片，" + caption(photo) });
    const item = element("li", { "data-photo": photo.id }, [picture, text, drop]);
    list.append(item);
    return text;
  }

  function listOf(input) {
    const known = input.parentNode.querySelector(":scope > [data-field-photos]");
    if (known) return known;
    const list = element("ul", { class: "field-photos", "data-field-photos": "" });
    input.after(list);
    return list;
  }

  // Resolves with the photo and its caption on the page when it is on this device.
  async function addPhoto(input, file) {
    if (!draft) await save({});
    const photo = Object.assign(await photos.take(file), {
      id: store.newId(),
      draft: draft.id,
      account: account,
      input: input.name,
      kind: input.dataset.photoKind || "site",
      item_code: input.dataset.itemCode || "",
      taken_time: new Date().toISOString(),
    });
    if (!(await store.addPhoto(photo))) throw new Error("the draft is on its way");
    return { photo: photo, text: drawPhoto(listOf(input), photo) };
  }

  // Nobody waits for this: photos are safe without a position, and go without one when they go before it is known.
  async function locate(added) {
    added.forEach(({ photo, text }) => (text.textContent = caption(photo, true)));
    const place = await photos.position();
    for (const { photo, text } of added) {
      if (place) await store.changePhoto(photo.id, place);
      text.textContent = caption(Object.assign(photo, place || {}));
    }
    if (place && added.length && draft && draft.id === added[0].photo.draft && !isBusy) fillPlace(place);
  }

  // The first position that is known is the visit's, unless the officer gave one.
  function fillPlace(place) {
    ["longitude", "latitude", "accuracy_m"].forEach(function (name) {
      const control = form.elements[name];
      if (control && !control.value) control.value = place[name];
    });
    saveSoon();
  }

  async function storeAll(input, files) {
    const added = [];
    for (const file of files) {
      try {
        added.push(await addPhoto(input, file));
      } catch (error) {
        lost += 1;
        show("error", "照片“" + file.name + "”没有存下：设备空间不足、照片已损坏，或这份记录正在上传。请重新拍摄。");
      }
    }
    input.value = "";
    locate(added).catch(function () {}); // the photos are kept, without a position
  }

  // One choice after the other; submitting waits for the last one.
  function choose(input) {
    const files = Array.from(input.files);
    choosing += 1;
    lastChoice = lastChoice
      .then(() => storeAll(input, files))
      .finally(function () {
        choosing -= 1;
      });
  }

  // Whether everything chosen is on this device now.
  async function photosKept() {
    const before = lost;
    if (choosing) show("info", "正在保存照片…");
    while (choosing) await lastChoice;
    return lost === before;
  }

  // --- what the page says of the draft ---
  function show(kind, text, more) {
    status.replaceChildren(notice(kind, [element("p", { text: text }), ...(more || [])]));
    status.focus({ preventScroll: true });
    status.scrollIntoView({ block: "start" });
  }

  function controlOf(name) {
    const found = form.elements[name];
    return found instanceof RadioNodeList ? found[0] : found;
  }

  // A link that opens whatever is folded around the control.
  function linkTo(control, text) {
    return element("a", {
      href: "#" + control.id,
      text: text,
      onclick: function (event) {
        event.preventDefault();
        for (let fold = control.closest("details"); fold; fold = fold.parentNode.closest("details")) fold.open = true;
        (control.closest(".field") || control).scrollIntoView();
        control.focus({ preventScroll: true });
      },
    });
  }

  function sentence(name, text) {
    const control = controlOf(name);
    return element("li", {}, control && control.id ? [linkTo(control, text)] : [text]);
  }

  function resend(changes) {
    return async function () {
      await submit(changes);
    };
  }

  function waysOut() {
    if (draft.conflict === "covered") return [button("仍作为另一次排查提交", resend({ also: true }), "primary")];
    if (draft.conflict === "doubts") return [button("核对无误，仍然提交", resend({ doubts_accepted: true }), "primary")];
    return [];
  }

  function showRefusal() {
    const lines = draft.sentences.map((text) => element("li", { text: text }));
    Object.entries(draft.errors).forEach(function ([name, texts]) {
      texts.forEach((text) => lines.push(sentence(name, text)));
    });
    const list = element("ul", { class: "plain" }, lines);
    show("error", "这份记录没有被接收，草稿仍在本机：", [list, ...waysOut()]);
  }

  function showWaiting(more) {
    const reasons = { "sign-in": "登录已超时", "other-account": "本机登录的是另一个账户", busy: "服务器暂时不能接收" };
    const why = reasons[sending.status.halt] || "现在连不上服务器";
    const back = element("a", { href: bar.dataset.listUrl, text: "返回我的清单" });
    const again = button("继续修改", takeBack);
    form.hidden = true;
    show("warning", "已存在本机，尚未提交：" + why + "。恢复后自动上传，请在“待上传”归零后再清理浏览器。", [
      element("p", { class: "field-bar-acts" }, [back, again].concat(more || [])),
    ]);
  }

  async function takeBack() {
    const now = await store.draft(draft.id);
    if (!now) return location.reload();
    form.hidden = false;
    status.replaceChildren();
    isBusy = false;
    return save({ state: "draft" });
  }

  // --- submitting ---
  // `agreed`: what the officer stands by after the server asked (`also`, `doubts_accepted`), this once.
  async function submit(agreed) {
    if (isBusy) return;
    isBusy = true;
    if (!(await photosKept())) {
      isBusy = false; // said on the page which photo is missing
      return;
    }
    const done = { state: "queued", finished: new Date().toISOString(), is_offline: !navigator.onLine };
    try {
      await save(Object.assign(done, { also: false, doubts_accepted: false, sentences: [], errors: {}, conflict: "" }, agreed));
    } catch (error) {
      isBusy = false; // said on the page; the plain way is still open
      return;
    }
    show("info", "正在上传，请不要关闭本页…");
    await sending.now();
    await answer();
  }

  async function answer() {
    const now = await store.draft(draft.id);
    if (field.isLeaving) return null;
    if (now && now.state === "queued") return showWaiting();
    isBusy = false;
    if (now) {
      draft = now;
      form.hidden = false;
      return showRefusal();
    }
    const receipts = (await store.sent(account)).filter((receipt) => receipt.id === draft.id);
    if (field.isLeaving) return null; // asked twice at once: two navigations would end each other
    if (!receipts.length) return location.reload();
    isBusy = field.isLeaving = true;
    return location.assign(receipts[0].url);
  }

  // The gate is the place to notice that something was left out; the server checks everything again.
  function open(question) {
    const controls = Array.from(question.querySelectorAll("input, select, textarea"));
    return !controls.some(function (control) {
      return control.type === "radio" || control.type === "checkbox" ? control.checked : control.value.trim();
    });
  }

  function leftOut() {
    const outcome = form.elements.outcome;
    const isSeen = !outcome || !["idle", "refused", "no_entry"].includes(outcome.value);
    return Array.from(form.querySelectorAll(".question")).filter(function (question) {
      const isAsked = question.querySelector(".required") && (isSeen || !question.closest(".item"));
      return isAsked && open(question);
    });
  }

  function ask(questions) {
    const lines = questions.map(function (question) {
      const first = question.querySelector("input, select, textarea");
      return element("li", {}, [linkTo(first, words(question.querySelector(".field-label")))]);
    });
    show("error", "还有 " + questions.length + " 项没有填写，请补全后提交：", [element("ul", { class: "plain" }, lines)]);
  }

  function onSubmit(event) {
    event.preventDefault();
    const questions = leftOut();
    if (questions.length) ask(questions);
    else submit({});
  }

  // --- beginning ---
  async function restore(kept) {
    draft = kept;
    fill(kept.values);
    const first = form.querySelector("input[type=file]");
    for (const photo of await store.photos(kept.id)) {
      const input = Array.from(form.querySelectorAll("input[type=file]")).find((found) => found.name === photo.input);
      if (input || first) drawPhoto(listOf(input || first), photo);
    }
    if (kept.state === "refused") showRefusal();
    else show("info", "已恢复 " + moment(kept.saved) + " 存在本机的草稿，尚未提交。");
  }

  // One that waits already; a duty may ask for several visits.
  function showQueued(kept) {
    draft = kept;
    const another = button("再记一次", function () {
      draft = null;
      form.hidden = false;
      status.replaceChildren();
      today();
    });
    showWaiting([another]);
  }

  // The copy of a page may be days old: the day of the visit is today.
  function today() {
    const control = form.elements.visited_on;
    if (!control || !document.documentElement.dataset.keptAt) return;
    const now = new Date();
    const local = new Date(now.getTime() - now.getTimezoneOffset() * 60000);
    control.value = local.toISOString().slice(0, 10);
  }

  // What was typed and chosen while the scripts were still on their way.
  function takeUp(isTyped) {
    if (isTyped && !draft) saveSoon();
    form.querySelectorAll("input[type=file]").forEach(function (input) {
      if (input.files.length) choose(input);
    });
  }

  function isChanged(control) {
    if (control.type === "radio" || control.type === "checkbox") return control.checked !== control.defaultChecked;
    const isText = control.matches("textarea, input:not([type=hidden], [type=file])");
    return isText && control.value !== control.defaultValue;
  }

  async function begin() {
    const isTyped = Array.from(form.elements).some(isChanged);
    await store.open();
    form.before(status);
    const drafts = (await store.drafts(account)).filter((kept) => kept.duty === duty);
    const asked = drafts.find((kept) => location.hash === "#draft-" + kept.id);
    const unfinished = asked || drafts.find((kept) => kept.state !== "queued");
    const waiting = drafts.find((kept) => kept.state === "queued");
    if (unfinished && unfinished.state !== "queued") await restore(unfinished);
    else if (unfinished || waiting) showQueued(unfinished || waiting);
    else today();
    delete form.dataset.warnUnsaved; // leaving loses nothing any more
    form.addEventListener("submit", onSubmit);
    form.addEventListener("input", saveSoon);
    form.addEventListener("change", function (event) {
      if (event.target.type === "file") choose(event.target);
      else saveSoon();
    });
    document.addEventListener("visibilitychange", saveNow);
    window.addEventListener("pagehide", saveNow);
    sending.onChange(async function () {
      if (!form.hidden || !draft) return;
      const now = await store.draft(draft.id);
      if (!now || now.state !== "queued") await answer();
    });
    window.addEventListener("hashchange", () => location.reload());
    takeUp(isTyped);
    if (navigator.storage && navigator.storage.persist) navigator.storage.persist();
  }

  // Until the draft is there nothing is typed that it would replace, and nothing is sent around it.
  function release() {
    form.inert = false;
  }

  form.inert = true;
  setTimeout(release, PATIENCE_MS); // where the storage does not answer at all
  begin()
    .catch(function () {
      // No storage here: the plain form does the work.
    })
    .finally(release);
})();
