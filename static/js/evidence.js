// Uploads with progress: several files may be chosen; they go one after the other, each in a request of its own, and the page is
// drawn anew when all are there. Without this script the form sends one file and the page answers.
(function () {
  "use strict";
  var form = document.querySelector("form[data-evidence]");
  if (!form || !window.FormData) return;
  var input = form.querySelector("input[type=file]");
  var box = form.querySelector("[data-sending]");
  var bar = box.querySelector("progress");
  var text = box.querySelector("[data-sending-text]");
  var label = box.querySelector("[data-sending-label]");
  var button = form.querySelector("button[type=submit]");
  input.multiple = true;

  function say(sentence) {
    text.textContent = sentence;
  }

  function send(file, name) {
    return new Promise(function (done) {
      var data = new FormData(form);
      data.delete("file");
      data.append("file", file);
      var request = new XMLHttpRequest();
      request.open("POST", form.getAttribute("action") || window.location.href);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) bar.value = Math.round((event.loaded / event.total) * 100);
      });
      request.addEventListener("load", function () {
        var answer = {};
        try {
          answer = JSON.parse(request.responseText);
        } catch (error) {
          answer = { fault: "没有传成，请再试一次。" };
        }
        done(answer.fault ? name + answer.fault : "");
      });
      request.addEventListener("error", function () {
        done(name + "网络中断，没有传成，请再试一次。");
      });
      request.send(data);
    });
  }

  // What the server said of the try before, when this page is its answer.
  function forgetRefusal() {
    var summary = document.querySelector("[data-error-summary]");
    var told = form.querySelector(".field-error");
    if (summary) summary.remove();
    if (told) told.remove();
    form.querySelectorAll(".has-error").forEach(function (part) {
      part.classList.remove("has-error");
    });
    input.removeAttribute("aria-invalid");
    input.setAttribute("aria-describedby", "file-hint");
    document.title = document.title.replace(/^错误：/, "");
  }

  form.addEventListener("submit", function (event) {
    if (event.defaultPrevented || !input.files.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (button.getAttribute("aria-disabled")) return;
    button.setAttribute("aria-disabled", "true");
    forgetRefusal();
    box.hidden = bar.hidden = false;
    label.textContent = "正在上传";
    var files = Array.from(input.files);
    var faults = [];
    files
      .reduce(function (before, file, at) {
        return before.then(function () {
          say("第" + (at + 1) + "份，共" + files.length + "份");
          bar.value = 0;
          return send(file, files.length > 1 ? "第" + (at + 1) + "份：" : "").then(function (fault) {
            if (fault) faults.push(fault);
          });
        });
      }, Promise.resolve())
      .then(function () {
        if (!faults.length) return window.location.reload();
        button.removeAttribute("aria-disabled");
        bar.hidden = true;
        label.textContent = "没有传成";
        box.classList.add("has-error");
        input.value = "";
        say(faults.join(" ") + (faults.length < files.length ? " 其余的已经传好，刷新页面可以看到。" : ""));
      });
  });
})();
