(function () {
  var form = document.getElementById("pick");
  if (!form) { return; }
  var lists = form.querySelectorAll("select"), root = form.getAttribute("data-root");
  var order = [].map.call(lists[0].options, function (one) { return one.value; }).filter(Boolean);
  var before = [lists[0].value, lists[1].value].join();
  function open() {
    var pair = [lists[0].value, lists[1].value], both = pair.filter(Boolean);
    if (both.length < 2 || pair.join() === before) { return; }
    both.sort(function (x, y) { return order.indexOf(x) - order.indexOf(y); });
    location.href = root + (both[0] === both[1] ? "roles/" + both[0] : "compare/" + both.join("--")) + ".html";
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) { event.preventDefault(); open(); });
})();
