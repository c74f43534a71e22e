// Folding on phones: [data-toggle="id"] opens and closes #id; <details data-menu> closes on Escape and on a click elsewhere.
// Also: the section navigation marks where the reader is.
(function () {
  "use strict";

  document.querySelectorAll("[data-toggle]").forEach(function (button) {
    var target = document.getElementById(button.dataset.toggle);
    if (!target) return;
    function set(open) {
      target.classList.toggle("is-open", open);
      button.setAttribute("aria-expanded", String(open));
    }
    button.addEventListener("click", function () {
      set(!target.classList.contains("is-open"));
    });
    [button, target].forEach(function (part) {
      part.addEventListener("keydown", function (event) {
        if (event.key !== "Escape" || !target.classList.contains("is-open")) return;
        set(false);
        button.focus();
      });
    });
  });

  document.querySelectorAll("details[data-menu]").forEach(function (menu) {
    document.addEventListener("click", function (event) {
      if (menu.open && !menu.contains(event.target)) menu.open = false;
    });
    menu.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || !menu.open) return;
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  function followSections(navigation) {
    var links = {};
    navigation.querySelectorAll("a[href^='#']").forEach(function (link) {
      links[decodeURIComponent(link.hash.slice(1))] = link;
    });
    var observer = new IntersectionObserver(
      function (entries) {
        entries.forEach(function (entry) {
          if (!entry.isIntersecting) return;
          Object.values(links).forEach(function (link) {
            link.removeAttribute("aria-current");
          });
          links[entry.target.id].setAttribute("aria-current", "location");
        });
      },
      { rootMargin: "0px 0px -70% 0px" }
    );
    Object.keys(links).forEach(function (id) {
      var section = document.getElementById(id);
      if (section) observer.observe(section);
    });
  }

  if ("IntersectionObserver" in window) {
    document.querySelectorAll(".section-nav").forEach(followSections);
  }

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () {
      window.print();
    });
  });

  // Folded history belongs on paper too.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.fold:not([open])").forEach(function (fold) {
      fold.open = true;
      fold.dataset.openedForPrint = "";
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened-for-print]").forEach(function (fold) {
      fold.open = false;
      delete fold.dataset.openedForPrint;
    });
  });
})();
