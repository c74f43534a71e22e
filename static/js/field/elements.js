// Small pieces that the field scripts draw, in the shapes of the server's own partials.
(function () {
  "use strict";
  const field = (window.portalField = window.portalField || {});
  const KINDS = { info: "提示：", success: "成功：", warning: "注意：", error: "错误：" };

  function element(tag, values, children) {
    const made = document.createElement(tag);
    Object.entries(values || {}).forEach(function ([name, value]) {
      if (name === "text") made.textContent = value;
      else if (name === "onclick") made.addEventListener("click", value);
      else made.setAttribute(name, value);
    });
    made.append(...(children || []));
    return made;
  }

  // As templates/_partials/notice.html, without the picture.
  function notice(kind, children) {
    const word = element("strong", { class: "notice-kind visually-hidden", text: KINDS[kind] });
    return element("div", { class: "notice " + kind }, [element("div", { class: "notice-body" }, [word].concat(children))]);
  }

  function button(label, act, kind) {
    return element("button", { type: "button", class: "button " + (kind || "secondary"), text: label, onclick: act });
  }

  function moment(time) {
    const at = new Date(time);
    const clock = String(at.getHours()).padStart(2, "0") + ":" + String(at.getMinutes()).padStart(2, "0");
    return at.getMonth() + 1 + "月" + at.getDate() + "日 " + clock;
  }

  field.element = element;
  field.notice = notice;
  field.button = button;
  field.moment = moment;
})();
