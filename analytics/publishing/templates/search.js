(function () {
  var input = document.getElementById("q"), status = document.getElementById("found"), form = document.getElementById("find");
  var fold = function (text) { return text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/[^a-z0-9+#]+/g, " ").trim(); };
  var all = function (selector) { return [].slice.call(document.querySelectorAll(selector)); };
  var roles = all("[data-find]").map(function (line) {
    var names = line.getAttribute("data-find").split("|").map(fold);
    return { line: line, id: line.getAttribute("data-role"), names: names, words: names.join(" ").split(" ") };
  });
  var byId = {};
  roles.forEach(function (one) { byId[one.id] = one; });
  var pairs = all("[data-pair]").map(function (line) {
    var ids = line.getAttribute("data-pair").split(" ");
    return { line: line, sides: ids.map(function (id) { return byId[id]; }) };
  }).filter(function (one) { return one.sides[0] && one.sides[1]; });
  /* How well a role fits what is asked: 4 its name or a usual short form, 3 another name, 2 the start of one, 1 all words. */
  function fit(role, asked) {
    var exact = role.names.indexOf(asked);
    if (exact === 0) { return 4; }
    if (exact > 0) { return 3; }
    if (role.names.some(function (name) { return name.indexOf(asked) === 0; })) { return 2; }
    var every = asked.split(" ").every(function (word) { return role.words.some(function (one) { return one.indexOf(word) === 0; }); });
    return every ? 1 : 0;
  }
  /* Two roles: on both sides of "vs", or, without it, the words split wherever both halves fit best. */
  function fitPair(pair, asked) {
    var cuts = [], words = asked.split(" "), best = 0;
    var at = words.findIndex(function (word) { return /^(vs|versus|or|and)$/.test(word); });
    if (at > 0) { cuts.push([words.slice(0, at), words.slice(at + 1)]); }
    else { for (var cut = 1; cut < words.length; cut++) { cuts.push([words.slice(0, cut), words.slice(cut)]); } }
    cuts.forEach(function (halves) {
      if (!halves[1].length) { return; }
      var a = fit(pair.sides[0], halves[0].join(" ")), b = fit(pair.sides[1], halves[1].join(" "));
      if (a && b) { best = Math.max(best, Math.min(a, b) + Math.max(a, b) / 10); }
    });
    return best;
  }
  var first = null;
  function find() {
    var asked = fold(input.value), found = { role: 0, pair: 0 }, top = 0;
    first = null;
    function show(one, score, kind) {
      one.line.hidden = asked !== "" && !score;
      if (asked && score) { found[kind]++; if (score > top) { top = score; first = one.line.querySelector("a"); } }
    }
    roles.forEach(function (one) { show(one, fit(one, asked), "role"); });
    var some = found.role > 0, strongest = top;
    pairs.forEach(function (one) {
      var score = fitPair(one, asked);
      show(one, score || (some && strongest > 1 && fit(one.sides[0], asked) === Math.floor(strongest) ? 0.5 : 0), "pair");
    });
    all("[data-group]").forEach(function (group) {
      var inner = group.querySelectorAll("[data-find],[data-pair]");
      group.hidden = inner.length > 0 && ![].some.call(inner, function (line) { return !line.hidden; });
      if (group.tagName === "DETAILS") { group.open = asked !== "" && found.pair <= 60; }
    });
    status.textContent = !asked ? "" : !first ? "Nothing is called that." :
      "Enter opens " + (first.getAttribute("aria-label") || first.textContent) + ". " + found.role + (found.role === 1 ? " role, " : " roles, ") + found.pair + (found.pair === 1 ? " comparison." : " comparisons.");
  }
  form.hidden = false;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (first) { location.href = first.href; }
  });
  input.addEventListener("input", find);
  find();
})();
