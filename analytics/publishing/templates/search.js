(function () {
  var input = document.getElementById("q"), status = document.getElementById("found");
  var fold = function (text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(); };
  var lines = [].map.call(document.querySelectorAll("[data-find]"), function (line) {
    return { line: line, words: fold(line.getAttribute("data-find") || line.textContent), pair: line.hasAttribute("data-pair") };
  });
  var groups = [].slice.call(document.querySelectorAll("[data-group]"));
  function find() {
    var asked = fold(input.value).split(/\s+/).filter(function (word) { return word && word !== "vs"; });
    var roles = 0, pairs = 0;
    lines.forEach(function (one) {
      var hit = asked.every(function (word) { return one.words.indexOf(word) >= 0; });
      one.line.hidden = !hit;
      if (hit) { if (one.pair) { pairs++; } else { roles++; } }
    });
    groups.forEach(function (group) { group.hidden = !group.querySelector("[data-find]:not([hidden])"); });
    status.textContent = asked.length ? roles + (roles === 1 ? " role, " : " roles, ") + pairs + (pairs === 1 ? " comparison" : " comparisons") : "";
  }
  document.getElementById("find").hidden = false;
  document.getElementById("find").addEventListener("submit", function (event) {
    event.preventDefault();
    var first = lines.filter(function (one) { return !one.line.hidden; })[0];
    var link = first && first.line.querySelector("a");
    if (link && input.value.trim()) { link.focus(); }
  });
  input.addEventListener("input", find);
  find();
})();
