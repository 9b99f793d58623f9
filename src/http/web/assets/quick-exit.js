// Leaves this page at once: a click on "Leave this page", or the Escape key three times within two seconds,
// puts the neutral page in this one's place, so that "back" does not return here. Without script the link still works.
(function () {
  "use strict";
  var link = document.getElementById("leave");
  if (!link) return;
  var presses = [];
  function leave(event) {
    if (event) event.preventDefault();
    document.documentElement.hidden = true;
    window.location.replace(link.href);
  }
  link.addEventListener("click", leave);
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    var now = Date.now();
    presses = presses.filter(function (at) { return now - at < 2000; }).concat(now);
    if (presses.length >= 3) leave();
  });
})();
