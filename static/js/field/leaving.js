// Signing out needs the network: only when the server has ended the session do the copies of the officer's pages go. What becomes
// of drafts that were not submitted is his choice.
(function () {
  "use strict";
  const field = window.portalField;
  const bar = document.querySelector("[data-field]");
  if (!bar) return;
  const account = bar.dataset.account;
  const { element, notice, button, store, sending, keeping } = field;
  const OFFLINE = "没有退出：退出登录需要网络，现在连不上服务器。本机的清单和草稿都还在；交给别人之前请先锁屏，有网络后再退出。";

  // Whether the server has ended the session; it answers by leading to the sign-in page.
  async function signOut(form) {
    const body = new FormData(form);
    const answer = await fetch(form.action, { method: "POST", body: body, credentials: "same-origin", redirect: "manual" });
    return answer.type === "opaqueredirect" || answer.ok;
  }

  // `drafts` are deleted once the session has ended. Where the server refuses, the plain form shows what it says.
  async function leave(form, say, drafts) {
    let isOut = false;
    try {
      isOut = await signOut(form);
    } catch (error) {
      return say(OFFLINE);
    }
    if (!isOut) return HTMLFormElement.prototype.submit.call(form);
    for (const draft of drafts || []) await store.dropDraft(draft.id);
    if (keeping) await keeping.dropAll();
    return location.assign(bar.dataset.signInUrl);
  }

  function sayOnPage(text) {
    const said = element("div", { role: "alert", tabindex: "-1", "data-field-leaving": "" }, [notice("error", [element("p", { text: text })])]);
    document.querySelectorAll("[data-field-leaving]").forEach((earlier) => earlier.remove());
    bar.hidden = false;
    bar.prepend(said);
    said.focus();
  }

  async function unsent() {
    try {
      return await store.drafts(account);
    } catch (error) {
      return []; // no storage, no drafts
    }
  }

  // The three choices of the dialog, each says what it will do.
  function choices(form, drafts, dialog, note) {
    function say(text) {
      field.isLeaving = false;
      note.textContent = text;
    }
    async function sendFirst() {
      note.textContent = "正在上传…";
      field.isLeaving = true; // the page below stays where it is
      await sending.now();
      const left = await unsent();
      if (!left.length) return leave(form, say);
      return say("还有 " + left.length + " 条没有提交（没有网络、未填完或未被接收），请选择保留或删除。");
    }
    return [
      button("现在上传，然后退出", sendFirst, "primary"),
      button("保留在本机，我下次登录再上传", () => leave(form, say)),
      button("全部删除并退出（无法恢复）", () => leave(form, say, drafts), "danger"),
      button("不退出", () => dialog.close()),
    ];
  }

  function ask(form, drafts) {
    const dialog = element("dialog", { class: "field-dialog", "aria-labelledby": "field-leaving" });
    const note = element("p", { role: "status" });
    const text = "保留的草稿只有您本人再次登录才能看到，但仍在这台设备上；共用的手机请先上传。";
    dialog.append(
      element("h2", { id: "field-leaving", text: "本机还有 " + drafts.length + " 条排查记录没有提交" }),
      element("p", { text: text }),
      note,
      element("div", { class: "field-dialog-acts" }, choices(form, drafts, dialog, note))
    );
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  async function asked(form) {
    const drafts = sending && window.HTMLDialogElement ? await unsent() : [];
    if (drafts.length) ask(form, drafts);
    else await leave(form, sayOnPage);
  }

  document.querySelectorAll("form[data-sign-out]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (!store || !store.isUsed()) return;
      event.preventDefault();
      asked(form).catch(() => HTMLFormElement.prototype.submit.call(form));
    });
  });
})();
