// Forms: focus on the error summary, guard against double submits, warning about unsaved changes, character counts.
// The server refuses repeats by itself (idempotency key); the guard only spares the officer a second wait.
(function () {
  "use strict";
  var RELEASE_AFTER_MS = 10000; // answers that are downloads leave the page where it is

  var summary = document.querySelector("[data-error-summary]");
  if (summary) {
    summary.focus();
    summary.addEventListener("click", function (event) {
      var link = event.target.closest("a[href^='#']");
      var target = link && document.getElementById(link.hash.slice(1));
      if (!target) return;
      var control = target.matches("input, select, textarea") ? target : target.querySelector("input, select, textarea");
      if (!control) return;
      event.preventDefault();
      (control.closest(".field") || control).scrollIntoView();
      control.focus({ preventScroll: true });
    });
  }

  function release(form) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[data-was-label]").forEach(function (button) {
      button.textContent = button.dataset.wasLabel;
      button.removeAttribute("data-was-label");
      button.removeAttribute("aria-disabled");
    });
  }

  function guard(event) {
    var form = event.target;
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || "allowRepeat" in form.dataset) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    form.setAttribute("aria-busy", "true");
    var button = event.submitter;
    if (button && button.tagName === "BUTTON") {
      button.dataset.wasLabel = button.textContent;
      button.textContent = "正在提交…";
      button.setAttribute("aria-disabled", "true");
    }
    setTimeout(release, RELEASE_AFTER_MS, form);
  }

  document.addEventListener("submit", guard);
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(release);
  });

  // <form data-warn-unsaved>; the attribute goes where a script keeps what is typed (field/form.js).
  document.querySelectorAll("form[data-warn-unsaved]").forEach(function (form) {
    var changed = "unsaved" in form.dataset; // set by the server when it returns refused text
    form.addEventListener("input", function () {
      changed = true;
    });
    form.addEventListener("submit", function () {
      changed = false;
    });
    window.addEventListener("beforeunload", function (event) {
      if (!changed || !("warnUnsaved" in form.dataset)) return;
      event.preventDefault();
      event.returnValue = "";
    });
  });

  // <textarea data-count="1000">: a count that warns; the limit itself is the server's.
  document.querySelectorAll("[data-count]").forEach(function (area) {
    var limit = Number(area.dataset.count);
    var note = document.createElement("p");
    note.className = "character-count";
    note.setAttribute("aria-live", "polite");
    area.insertAdjacentElement("afterend", note);
    function show() {
      var length = Array.from(area.value).length;
      note.textContent = length > limit ? "已超出" + (length - limit) + "字" : "还可填写" + (limit - length) + "字";
      note.classList.toggle("over", length > limit);
    }
    area.addEventListener("input", show);
    show();
  });
})();
