// The editor of documents: the page beside the text is drawn anew a moment after typing, and the buttons of the sheet change it without
// leaving the page. Without this script every button posts the form and the server answers with the page.
(function () {
  "use strict";
  var AFTER_MS = 1200;
  var editor = document.querySelector("[data-editor]");
  if (!editor || !window.fetch) return;
  var form = editor.querySelector("form");
  var image = editor.querySelector("[data-preview-image]");
  var status = editor.querySelector("[data-preview-status]");
  var problems = editor.querySelector("[data-problems]");
  var page = 1;
  var pages = 1;
  var timer = 0;
  var asked = 0;

  function say(sentence) {
    status.textContent = sentence;
  }

  function list(found) {
    problems.textContent = "";
    found.forEach(function (problem) {
      var item = document.createElement("li");
      item.textContent = problem.sentence;
      problems.appendChild(item);
    });
    problems.hidden = !found.length;
  }

  function show(answer) {
    if (answer.fault) return say(answer.fault);
    page = answer.page;
    pages = answer.pages;
    image.src = "data:image/png;base64," + answer.image;
    image.alt = "第" + page + "页的版面";
    image.hidden = false;
    image.removeAttribute("data-stale");
    say("第" + page + "页，共" + pages + "页");
    list(answer.problems);
  }

  function draw() {
    var mine = ++asked;
    var data = new FormData(form);
    data.set("page", page);
    fetch(editor.dataset.liveUrl, { method: "POST", body: data, headers: { Accept: "application/json" } })
      .then(function (response) {
        return response.json();
      })
      .then(function (answer) {
        if (mine === asked) show(answer);
      })
      .catch(function () {
        if (mine === asked) say("版面没有生成，请稍后再试。");
      });
  }

  function later() {
    clearTimeout(timer);
    image.setAttribute("data-stale", "");
    timer = setTimeout(draw, AFTER_MS);
  }

  function turn(step) {
    page = Math.min(Math.max(page + step, 1), pages);
    draw();
  }

  // A button of the sheet: the server changes it and answers with the page, of which the sheet alone is taken.
  function change(button) {
    var data = new FormData(form);
    data.set("do", button.value);
    button.setAttribute("aria-disabled", "true");
    fetch(form.getAttribute("action"), { method: "POST", body: data })
      .then(function (response) {
        return response.text();
      })
      .then(function (text) {
        var answer = new DOMParser().parseFromString(text, "text/html");
        var sheet = answer.querySelector("[data-sheet]");
        if (!sheet) throw new Error("no sheet");
        form.querySelector("[data-sheet]").replaceWith(document.adoptNode(sheet));
        form.dispatchEvent(new Event("input", { bubbles: true }));
        var place = document.getElementById(sheet.dataset.place);
        if (place) {
          place.scrollIntoView({ block: "nearest" });
          place.focus({ preventScroll: true });
        }
      })
      .catch(function () {
        button.removeAttribute("aria-disabled");
        say("这一步没有完成，请检查网络后再试；已填写的内容还在。");
      });
  }

  form.addEventListener("submit", function (event) {
    var button = event.submitter;
    if (!button || button.value === "save" || button.hasAttribute("formtarget")) return;
    event.preventDefault();
    if (!button.getAttribute("aria-disabled")) change(button);
  });
  form.addEventListener("input", later);
  editor.querySelectorAll("[data-page]").forEach(function (button) {
    button.addEventListener("click", function () {
      turn(Number(button.dataset.page));
    });
  });
  draw();
})();
