// <button data-locate>: fills arrived (if empty), longitude, latitude and accuracy_m of its form from the device. Without a receiver
// or permission the fields stay to be typed.
(function () {
  "use strict";
  const WAIT_MS = 20000;
  const SIX = 6;

  function two(number) {
    return String(number).padStart(2, "0");
  }

  function fill(form, name, value) {
    const control = form.elements[name];
    if (!control) return;
    control.value = value;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function arrive(form) {
    const now = new Date();
    const control = form.elements.arrived;
    if (control && !control.value) fill(form, "arrived", two(now.getHours()) + ":" + two(now.getMinutes()));
  }

  function locate(button) {
    const form = button.form;
    const said = form.querySelector("[data-locate-said]");
    arrive(form);
    if (!navigator.geolocation) {
      said.textContent = "这台设备不能定位，到达时间已记下。";
      return;
    }
    said.textContent = "正在定位，请稍候…";
    navigator.geolocation.getCurrentPosition(
      function (position) {
        const found = position.coords;
        fill(form, "longitude", found.longitude.toFixed(SIX));
        fill(form, "latitude", found.latitude.toFixed(SIX));
        fill(form, "accuracy_m", String(Math.round(found.accuracy)));
        said.textContent = "已记录到达时间和位置，误差约 " + Math.round(found.accuracy) + " 米。";
      },
      function () {
        said.textContent = "没有取得位置：请打开手机定位并允许本页使用。到达时间已记下，不影响提交。";
      },
      { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 }
    );
  }

  document.querySelectorAll("[data-locate]").forEach(function (button) {
    button.addEventListener("click", function () {
      locate(button);
    });
  });
})();
