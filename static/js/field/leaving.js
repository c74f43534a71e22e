// Signing out: the copies of the officer's pages go at once; what becomes of drafts that were not submitted is his choice.
(function () {
  "use strict";
  const field = window.portalField;
  const bar = document.querySelector("[data-field]");
  if (!bar) return;
  const account = bar.dataset.account;
  const { element, button, store, sending, keeping } = field;

  async function leave(form) {
    if (keeping) await keeping.dropAll();
    HTMLFormElement.prototype.submit.call(form);
  }

  async function discard(drafts) {
    for (const draft of drafts) await store.dropDraft(draft.id);
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
    async function sendFirst() {
      note.textContent = "正在上传…";
      field.isLeaving = true; // the page below stays where it is
      await sending.now();
      const left = await unsent();
      if (!left.length) return leave(form);
      field.isLeaving = false;
      note.textContent = "还有 " + left.length + " 条没有提交（没有网络、未填完或未被接收），请选择保留或删除。";
      return null;
    }
    async function drop() {
      await discard(drafts);
      return leave(form);
    }
    return [
      button("现在上传，然后退出", sendFirst, "primary"),
      button("保留在本机，我下次登录再上传", () => leave(form)),
      button("全部删除并退出（无法恢复）", drop, "danger"),
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
    else await leave(form);
  }

  document.querySelectorAll("form[data-sign-out]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (!store || !store.isUsed()) return;
      event.preventDefault();
      asked(form).catch(() => HTMLFormElement.prototype.submit.call(form));
    });
  });
})();
