// A draft in the bar of every page: what was typed and photographed, to be looked at and downloaded, so that nothing is locked in
// when its duty has left the list or its month is closed; and deleted only by somebody who was told what goes.
(function () {
  "use strict";
  const field = window.portalField;
  const bar = document.querySelector("[data-field]");
  if (!bar || !field.store || !field.sending) return;
  const { element, button, moment, store, sending } = field;
  const STATES = { draft: "未填完", queued: "待上传", refused: "未被接收" };
  const GONE = "这项任务已不在您的清单上（移出、改由他人负责），请与县区联系。填写的内容和照片可在下面查看、下载。";
  const CLOSED = "这项任务已移出清单或所在月份已关账，不能再登记；确需补登的，请与办公室联系。填写的内容和照片可在下面查看、下载。";
  const gone = new Map(); // by draft, why its form cannot be opened any more
  const opened = new Set(); // whose content is being looked at
  const addresses = new Map(); // of photos, made once a page

  function formAddress(draft) {
    return bar.dataset.formUrl + "?duty=" + encodeURIComponent(draft.duty) + "#draft-" + draft.id;
  }

  function sentences(draft) {
    const refused = draft.state === "refused" ? (draft.sentences || []).concat(...Object.values(draft.errors || {})) : [];
    return refused.concat(gone.get(draft.id) || []);
  }

  function asText(draft) {
    const lines = (draft.summary || []).map(([label, value]) => label + "：" + value);
    return [draft.title, moment(draft.saved) + "存在本机", ...sentences(draft), "", ...lines, ""].join("\r\n");
  }

  function addressOf(id, blob) {
    if (!addresses.has(id)) addresses.set(id, URL.createObjectURL(blob));
    return addresses.get(id);
  }

  function download(name, address, children) {
    return element("a", { href: address, download: name }, children);
  }

  function picture(draft, photo, index) {
    const address = addressOf(photo.id, photo.blob);
    const name = draft.title + "-" + (index + 1) + ".jpg";
    const image = element("img", { src: address, alt: "草稿的第 " + (index + 1) + " 张照片" });
    return element("li", {}, [image, element("span", { text: moment(photo.taken_time) }), download(name, address, ["下载照片"])]);
  }

  async function showPhotos(draft, list) {
    const photos = await store.photos(draft.id);
    list.replaceChildren(...photos.map((photo, index) => picture(draft, photo, index)));
  }

  function saveText(draft) {
    const address = URL.createObjectURL(new Blob(["\ufeff" + asText(draft)], { type: "text/plain;charset=utf-8" }));
    download(draft.title + ".txt", address, []).click();
  }

  function content(draft) {
    const rows = (draft.summary || []).map(function ([label, value]) {
      return element("div", {}, [element("dt", { text: label }), element("dd", { text: value })]);
    });
    const photos = element("ul", { class: "field-photos" });
    const fold = element("details", { class: "fold" }, [
      element("summary", { text: "查看填写内容和照片" }),
      element("dl", { class: "facts" }, rows),
      button("下载填写内容", () => saveText(draft)),
      photos,
    ]);
    fold.addEventListener("toggle", function () {
      if (!fold.open) return opened.delete(draft.id);
      opened.add(draft.id);
      return showPhotos(draft, photos).catch(function () {});
    });
    fold.open = opened.has(draft.id);
    return fold;
  }

  // Why the form of the draft is not to be had; nothing when it is, or when nobody answers.
  async function whyNot(draft) {
    const address = new URL(formAddress(draft), location.href);
    let answer;
    try {
      answer = await fetch(address.pathname + address.search, { method: "HEAD", credentials: "same-origin", cache: "no-store" });
    } catch (error) {
      return "";
    }
    if (answer.status === 404) return GONE;
    const list = new URL(bar.dataset.listUrl, location.href).pathname;
    return answer.redirected && new URL(answer.url).pathname === list ? CLOSED : "";
  }

  async function open(draft) {
    const sentence = await whyNot(draft);
    if (!sentence) return location.assign(formAddress(draft));
    gone.set(draft.id, sentence);
    opened.add(draft.id);
    return sending.tell();
  }

  async function remove(draft) {
    const number = (await store.photos(draft.id)).length;
    const what = "“" + draft.title + "”在本机的草稿" + (number ? "和 " + number + " 张照片" : "");
    if (!window.confirm("删除" + what + "？这些内容没有提交，删除后无法恢复；还要用的请先下载。")) return;
    await store.dropDraft(draft.id);
    if (document.querySelector("form[data-visit-form]")) location.reload();
    else await sending.tell();
  }

  function acts(draft) {
    const link = element("a", {
      href: formAddress(draft),
      text: "打开填写页",
      onclick: function (event) {
        event.preventDefault();
        open(draft);
      },
    });
    const erase = button("删除这份草稿", () => remove(draft));
    return element("p", { class: "field-bar-acts" }, gone.has(draft.id) ? [erase] : [link, erase]);
  }

  function line(draft) {
    const words = [element("strong", { text: draft.title }), " " + STATES[draft.state] + "，" + moment(draft.saved) + "存在本机"];
    const why = sentences(draft).map((sentence) => element("p", { class: "field-bar-reason", text: sentence }));
    const values = { "data-draft": draft.id, "data-state": draft.state };
    return element("li", values, [element("p", {}, words), ...why, content(draft), acts(draft)]);
  }

  field.draftLine = line;
  field.DRAFT_STATES = STATES;
})();
