// What every page shows of this device: 离线, 待上传 n 条, what was not accepted, what was submitted. Nothing at all when there is nothing.
(function () {
  "use strict";
  const field = window.portalField;
  const bar = document.querySelector("[data-field]");
  if (!bar || !field.keeping && !field.sending) return;
  const { element, notice, button, moment, store, sending, keeping } = field;
  const account = bar.dataset.account;
  const copiedAt = document.documentElement.dataset.keptAt;
  const onList = location.pathname === new URL(bar.dataset.listUrl, location.href).pathname;
  const network = element("div", { "aria-live": "polite" });
  const queue = element("div", { "aria-live": "polite", id: "field-queue" });
  bar.append(network, queue);
  bar.hidden = false;

  // --- 离线 ---
  function drawNetwork() {
    const parts = [];
    if (copiedAt) {
      const again = element("a", { href: location.href, text: "重新连接" });
      const text = "离线：本页是 " + moment(copiedAt) + " 存在本机的副本，可以照常填写，有网络后上传。";
      parts.push(notice("warning", [element("p", { text: text }, [" ", again])]));
    } else if (!navigator.onLine) {
      parts.push(notice("warning", [element("p", { text: "离线：当前没有网络，填好的内容存在本机，有网络后自动上传。" })]));
    }
    network.replaceChildren(...parts);
  }

  // --- 待上传 ---
  function signIn() {
    const here = location.pathname + location.search;
    return element("a", { href: bar.dataset.signInUrl + "?next=" + encodeURIComponent(here), text: "重新登录" });
  }

  function reason(halt) {
    return {
      "sign-in": ["登录已超时，草稿都在本机。请", signIn(), "，登录后自动上传。"],
      "other-account": ["本机现在登录的是另一个账户，这些草稿只能由填写人登录后上传。"],
      offline: ["连不上服务器，有网络后自动上传。"],
      busy: ["服务器暂时不能接收，稍后自动重试。"],
    }[halt] || ["尚未提交，有网络时自动上传。"];
  }

  function clockNote(clock) {
    if (Math.abs(clock) < 600000) return [];
    const hours = (Math.abs(clock) / 3600000).toFixed(1);
    const text = "本机时间比服务器" + (clock > 0 ? "快" : "慢") + "约 " + hours + " 小时；是否逾期、补录以服务器时间为准。";
    return [element("p", { text: text })];
  }

  function drawQueue(drafts, status) {
    const waiting = drafts.filter((draft) => draft.state === "queued").length;
    const refused = drafts.filter((draft) => draft.state === "refused").length;
    const list = element("details", { class: "fold field-bar-list" }, [
      element("summary", { text: "本机的排查草稿（" + drafts.length + "）" }),
      element("ul", {}, drafts.map(field.draftLine)),
    ]);
    list.open = Boolean(queue.querySelector(".field-bar-list[open]"));
    const parts = [];
    if (waiting) {
      const text = element("p", {}, [element("strong", { text: "待上传 " + waiting + " 条" }), "："].concat(reason(status.halt)));
      const send = button("立即上传", () => sending.now(), "primary");
      parts.push(notice("warning", [text, ...clockNote(status.clock), element("p", {}, [send])]));
    }
    if (refused) parts.push(notice("error", [element("p", { text: "未被接收 " + refused + " 条，草稿保留在本机，请打开核对。" })]));
    if (drafts.length) parts.push(list);
    return parts;
  }

  // --- 已提交 ---
  const news = new Set(); // what this page has said, and goes on saying
  function drawSent(sent) {
    const untold = sent.filter((receipt) => !receipt.is_told);
    untold.forEach((receipt) => news.add(receipt.key));
    // The visit form leaves for the stored visit as soon as the receipt is there: the next page says it.
    if (untold.length && !document.querySelector("form[data-visit-form]")) store.told(untold);
    const told = sent.filter((receipt) => news.has(receipt.key));
    if (!told.length) return [];
    const rows = told.map(function (receipt) {
      const words = receipt.title + "，编号 " + receipt.number + "，服务器 " + moment(receipt.recorded_at) + " 收到";
      return element("li", {}, [element("a", { href: receipt.url, text: words })]);
    });
    const title = element("p", { text: "已提交 " + told.length + " 条" });
    return [notice("success", [title, element("ul", { class: "plain" }, rows)])];
  }

  function drawHistory(sent) {
    if (!onList || !sent.length) return [];
    const rows = sent.reverse().map((receipt) => element("li", { text: receipt.number + "，" + moment(receipt.recorded_at) }));
    const title = element("summary", { text: "本机最近提交的记录（" + sent.length + "）" });
    return [element("details", { class: "fold" }, [title, element("ol", {}, rows)])];
  }

  // Lines of the officer's list say what waits on this device.
  function markLines(drafts) {
    document.querySelectorAll("[data-field-mark]").forEach((mark) => mark.remove());
    drafts.forEach(function (draft) {
      const end = "?duty=" + draft.duty;
      const link = Array.from(document.querySelectorAll("main a[href]")).find((found) => found.getAttribute("href").endsWith(end));
      if (!link || bar.contains(link)) return;
      const kind = { draft: "running", queued: "warn", refused: "bad" }[draft.state];
      link.after(" ", element("span", { class: "status " + kind, "data-field-mark": "", text: field.DRAFT_STATES[draft.state] }));
    });
  }

  async function draw(status) {
    const [drafts, sent] = await Promise.all([store.drafts(account), store.sent(account)]);
    queue.replaceChildren(...drawSent(sent), ...drawQueue(drafts, status), ...drawHistory(sent));
    if (onList) markLines(drafts);
  }

  // --- the copies ---
  async function keep() {
    const note = element("p", { class: "quiet", "data-field-kept": "" });
    bar.append(note);
    const forms = await keeping.keep(function (done, all) {
      note.textContent = "正在存入本机，供没有网络时使用：" + done + "／" + all;
    });
    note.textContent = "本清单和 " + forms + " 张填写页已存入本机，没有网络也能打开（" + moment(Date.now()) + "）。";
    note.dataset.fieldKept = "done";
  }

  async function begin() {
    drawNetwork();
    window.addEventListener("online", drawNetwork);
    window.addEventListener("offline", drawNetwork);
    if (keeping) await keeping.dropOthers();
    if (!sending) return;
    await store.open();
    sending.onChange(draw);
    await draw(sending.status);
    sending.now();
    if (onList && keeping && navigator.serviceWorker && !copiedAt) await keep();
  }

  begin().catch(function () {
    // No storage here (private windows), or no network any more: the plain pages do the work.
  });
})();
