"use strict";
(() => {
  const $ = id => document.getElementById(id);
  const embedded = JSON.parse($("run-data").textContent);
  const run = { metrics: [], findings: [], samples: [], status: null };
  const groups = [
    { key: "loss", title: "Losses", note: "Levels mean little in a game; watch for drift and sudden jumps.", totals: true },
    { key: "terms", title: "Terms of the losses", note: "What each loss is the sum of.", terms: true },
    { key: "gradient", title: "Gradient norms", note: "How hard each player is pulled. A generator's that falls to nothing has stopped learning.", log: true },
    { key: "score", title: "Scores", note: "What the discriminator gives real and generated samples.", skip: ["separation"] },
    { key: "share", title: "Separation and diversity", note: "Separation 1: it tells all apart. Diversity near 0: the generator repeats itself; real data have 1.",
      lines: [["separation", m => m.metrics["score/separation"]], ["diversity", m => m.metrics["samples/diversity"]]] },
    { key: "distance", title: "Distance to the data", note: "Between generated and real samples, at each checkpoint. Smaller is better.", dots: true },
  ];
  // Lines that earlier versions wrote knew two players.
  const report = m => m.losses ? m : { step: m.step, losses: { discriminator: m.discriminator, generator: m.generator }, metrics: m.readings || {} };
  const known = new Set(["gradient", "score", "distance", "samples"]);
  const colours = ["--a", "--b", "--c", "--d", "--e"];
  const number = v => v === null || v === undefined || !isFinite(v) ? "–" : Math.abs(v) >= 1e5 || (Math.abs(v) < 1e-3 && v !== 0)
    ? v.toExponential(2) : String(+v.toPrecision(4));
  const whole = v => Number(v).toLocaleString("en");
  const duration = s => !isFinite(s) ? "–" : s >= 3600 ? `${Math.floor(s / 3600)} h ${Math.floor(s % 3600 / 60)} min`
    : s >= 60 ? `${Math.floor(s / 60)} min ${Math.floor(s % 60)} s` : `${Math.ceil(s)} s`;
  const value = v => typeof v === "number" ? v : v === "NaN" ? NaN : v === "Infinity" ? Infinity : v === "-Infinity" ? -Infinity : NaN;

  // ---- what is shown of the run ----
  function figures(rows) {
    $("figures").hidden = rows.length === 0;
    $("figures-table").replaceChildren(...rows.map(cells => {
      const row = document.createElement("tr");
      cells.forEach((text, i) => {
        const cell = document.createElement("td");
        cell.className = ["name", "value", "how"][i];
        cell.textContent = text;
        row.append(cell);
      });
      return row;
    }));
  }

  function fill(id, pairs) {
    $(id).replaceChildren(...pairs.map(([name, text]) => {
      const pair = document.createElement("div"), term = document.createElement("dt"), fact = document.createElement("dd");
      term.textContent = name;
      fact.textContent = text ?? "";
      pair.append(term, fact);
      return pair;
    }));
  }
  function pairs(id, rows) {
    $(id).hidden = rows.length === 0;
    fill(id + "-list", rows);
  }

  function showStatus() {
    const s = run.status, last = run.metrics[run.metrics.length - 1];
    const silent = s && s.state === "running" && run.live && Date.now() - Date.parse(s.updatedUtc) > 30000;
    const state = !s ? "waiting" : silent ? "silent" : s.state;
    const words = { waiting: "waiting", silent: "no sign of life", running: "training", finished: "finished", stopped: "stopped", failed: "failed", interrupted: "killed" };
    if ($("state").dataset.state !== state) {
      $("state").dataset.state = state;
      $("state").textContent = words[state];
    }
    const step = Math.max(s ? s.step : 0, last ? last.step : 0);
    if (s) { $("progress").max = Math.max(1, s.totalSteps); $("progress").value = step; }
    const facts = [];
    if (s) facts.push(["Step", `${whole(step)} of ${whole(s.totalSteps)}`]);
    if (s && s.stepsPerSecond) facts.push(["Speed", `${number(s.stepsPerSecond)} steps/s`]);
    if (s && s.state === "running" && s.stepsPerSecond) facts.push(["Time left", duration(s.remainingSeconds)]);
    if (last) Object.keys(last.losses).filter(n => !n.includes("/")).forEach(n => facts.push([`Loss of the ${n}`, number(last.losses[n])]));
    if (s && s.message) facts.push(["What went wrong", s.message]);
    fill("stats", facts);
    document.title = (s && s.state === "running" ? `${Math.floor(100 * step / Math.max(1, s.totalSteps))} % · ` : "") + $("name").textContent;
  }

  function showFindings() {
    $("warnings").hidden = run.findings.length === 0;
    $("findings").replaceChildren(...run.findings.map(f => {
      const item = document.createElement("li");
      item.textContent = f.message + (f.wentBackTo === null || f.wentBackTo === undefined ? "" : ` The run went back to step ${whole(f.wentBackTo)}.`);
      return item;
    }));
  }

  // ---- samples through time ----
  let follow = true, playing = null;
  function showSample() {
    const slider = $("time"), frame = run.samples[Math.min(+slider.value, run.samples.length - 1)];
    if (!frame) return;
    if ($("sample").getAttribute("src") !== frame.src) $("sample").src = frame.src;
    $("sample").alt = `Samples at step ${frame.step}`;
    $("sample-step").textContent = `Step ${whole(frame.step)}.`;
    slider.setAttribute("aria-valuetext", `step ${frame.step}`);
  }
  function showSamples() {
    $("samples").hidden = run.samples.length === 0;
    $("time").max = Math.max(0, run.samples.length - 1);
    if (follow) $("time").value = $("time").max;
    showSample();
  }
  $("time").addEventListener("input", () => { follow = $("time").value === $("time").max; showSample(); });
  $("play").addEventListener("click", () => {
    if (playing) { clearInterval(playing); playing = null; $("play").textContent = "▶ Play"; return; }
    $("play").textContent = "❚❚ Pause";
    if ($("time").value === $("time").max) $("time").value = 0;
    follow = false;
    playing = setInterval(() => {
      if (+$("time").value >= +$("time").max) { clearInterval(playing); playing = null; follow = true; $("play").textContent = "▶ Play"; }
      else $("time").value = +$("time").value + 1;
      showSample();
    }, 180);
    showSample();
  });

  // A grid whose pixels become a whole number of the screen's stays even. Where there is no room for that it is made smaller smoothly.
  function fit(picture) {
    const box = picture.parentElement, padding = getComputedStyle(box), wide = picture.naturalWidth;
    const room = (box.clientWidth - parseFloat(padding.paddingLeft) - parseFloat(padding.paddingRight)) * devicePixelRatio;
    if (!(room > 0 && wide > 0)) return;
    const times = Math.floor(room / wide), crisp = times * wide >= 0.7 * Math.min(room, 544 * devicePixelRatio); // 544: 34rem, as wide as a smooth one grows
    picture.style.width = crisp ? `${times * wide / devicePixelRatio}px` : "";
    picture.classList.toggle("smooth", !crisp);
  }
  ["sample", "neighbours-picture"].forEach(id => {
    $(id).addEventListener("load", () => fit($(id)));
    new ResizeObserver(() => fit($(id))).observe($(id).parentElement);
  });

  // ---- curves ----
  const charts = new Map();
  const svg = (name, attributes, text) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const key in attributes) element.setAttribute(key, attributes[key]);
    if (text !== undefined) element.textContent = text;
    return element;
  };
  function allGroups() {
    const names = new Set(), losses = new Set();
    run.metrics.forEach(m => { Object.keys(m.metrics).forEach(n => names.add(n)); Object.keys(m.losses).forEach(n => losses.add(n)); });
    const ofLosses = terms => [...losses].filter(n => n.includes("/") === terms).map(n => [n, m => m.losses[n]]);
    const found = groups.map(g => g.lines ? g : g.totals || g.terms ? { ...g, lines: ofLosses(!!g.terms) } : { ...g, lines: [...names].filter(n => n.startsWith(g.key + "/") && !(g.skip || []).includes(n.slice(g.key.length + 1)))
      .sort().map(n => [n.slice(g.key.length + 1), m => m.metrics[n]]) });
    const others = new Map();
    [...names].filter(n => !known.has(n.split("/")[0])).sort().forEach(n => {
      const key = n.split("/")[0];
      others.set(key, [...(others.get(key) || []), [n.slice(key.length + 1) || key, m => m.metrics[n]]]);
    });
    others.forEach((lines, key) => found.push({ key: "own-" + key, title: key, note: "What the method tells of itself.", lines }));
    return found.filter(g => g.lines.length > 0);
  }
  function smooth(points, share) {
    if (share === 0) return points;
    let mean = 0, weight = 0;
    return points.map(([x, y]) => { mean = share * mean + (1 - share) * y; weight = share * weight + 1 - share; return [x, mean / weight]; });
  }
  function thin(points, most) {
    if (points.length <= most) return points;
    const every = points.length / most;
    return Array.from({ length: most }, (_, i) => points[i === most - 1 ? points.length - 1 : Math.floor(i * every)]);
  }
  /** Round numbers between two, four or so; on a logarithmic axis the logarithms of round numbers. */
  function ticks(low, high, log) {
    if (log && high - low > 0.8) {
      const found = [], digits = high - low > 2.5 ? [1] : [1, 2, 5];
      for (let power = Math.floor(low); power <= high; power++) digits.forEach(d => found.push(power + Math.log10(d)));
      return found.filter(t => t >= low && t <= high);
    }
    if (log) return ticks(10 ** low, 10 ** high, false).filter(t => t > 0).map(Math.log10);
    const rough = (high - low) / 6, power = 10 ** Math.floor(Math.log10(rough)), step = power * [1, 2, 5, 10].find(d => d * power >= rough);
    return Array.from({ length: 12 }, (_, i) => +((Math.ceil(low / step) + i) * step).toPrecision(12)).filter(t => t <= high);
  }
  function chartOf(group) {
    let chart = charts.get(group.key);
    if (chart) return chart;
    const box = document.createElement("div"), title = document.createElement("h3"), note = document.createElement("p"), key = document.createElement("div");
    box.className = "chart";
    key.className = "key";
    title.textContent = group.title;
    note.textContent = group.note;
    const picture = svg("svg", { role: "img", "aria-label": group.title });
    box.append(title, note, picture, key);
    $("charts").append(box);
    chart = { box, picture, key, at: null, width: 560 };
    picture.addEventListener("pointermove", e => {
      const frame = picture.getBoundingClientRect();
      chart.at = (e.clientX - frame.left) / frame.width * chart.width;
      draw(chart.group);
    });
    picture.addEventListener("pointerleave", () => { chart.at = null; draw(chart.group); });
    charts.set(group.key, chart);
    return chart;
  }
  function draw(group) {
    const chart = chartOf(group), left = 46, top = 10, bottom = 196;
    // As wide as it is shown, so that its text has the size of the page's.
    chart.width = Math.max(280, chart.box.clientWidth || chart.width);
    chart.picture.setAttribute("viewBox", `0 0 ${chart.width} 220`);
    const right = chart.width - 10;
    chart.group = group;
    const log = group.log, share = group.dots ? 0 : +$("smoothing").value;
    const lines = group.lines.map(([name, read]) => {
      const all = run.metrics.map(m => [m.step, value(read(m))]).filter(p => isFinite(p[1]) && (!log || p[1] > 0));
      return { name, all, raw: thin(all, 700), smooth: thin(smooth(all, share), 700) };
    });
    const points = lines.flatMap(l => l.raw);
    chart.box.hidden = points.length === 0;
    if (points.length === 0) return;
    const xs = points.map(p => p[0]), scale = v => log ? Math.log10(v) : v, ys = points.map(p => scale(p[1])).sort((a, b) => a - b);
    // One wild value must not flatten the rest: the axis leaves out what lies far outside of nearly all.
    const inner = [ys[Math.floor(ys.length * 0.01)], ys[Math.ceil(ys.length * 0.99) - 1]], spread = Math.max(inner[1] - inner[0], 1e-12);
    let low = Math.max(ys[0], inner[0] - spread), high = Math.min(ys[ys.length - 1], inner[1] + spread);
    const margin = (high - low || Math.abs(high) || 1) * 0.06;
    low -= margin; high += margin;
    const firstX = Math.min(...xs), lastX = Math.max(...xs, firstX + 1);
    const X = x => left + (x - firstX) / (lastX - firstX) * (right - left);
    const Y = y => bottom - (Math.min(high, Math.max(low, scale(y))) - low) / (high - low) * (bottom - top);
    const parts = [];
    ticks(low, high, log).forEach(at => {
      const y = bottom - (at - low) / (high - low) * (bottom - top);
      parts.push(svg("line", { class: "grid", x1: left, x2: right, y1: y, y2: y }),
        svg("text", { x: left - 5, y: y + 4, "text-anchor": "end" }, number(+(log ? 10 ** at : at).toPrecision(4))));
    });
    ticks(firstX, lastX, false).filter(x => x === Math.round(x)).forEach(x =>
      parts.push(svg("text", { x: X(x), y: bottom + 16, "text-anchor": X(x) > right - 20 ? "end" : "middle" }, whole(x))));
    lines.forEach((line, i) => {
      const style = `stroke: var(${colours[i % colours.length]})`, path = p => p.map(([x, y], k) => `${k ? "L" : "M"}${X(x).toFixed(1)} ${Y(y).toFixed(1)}`).join("");
      if (share > 0) parts.push(svg("path", { class: "raw", style, d: path(line.raw) }));
      parts.push(svg("path", { class: "line", style, d: path(line.smooth) }));
      if (group.dots || line.raw.length === 1)
        line.raw.forEach(([x, y]) => parts.push(svg("circle", { cx: X(x), cy: Y(y), r: 2.6, style: `fill: var(${colours[i % colours.length]})` })));
    });
    let step = null;
    if (chart.at !== null) {
      const wanted = firstX + (Math.min(right, Math.max(left, chart.at)) - left) / (right - left) * (lastX - firstX);
      step = xs.reduce((best, x) => Math.abs(x - wanted) < Math.abs(best - wanted) ? x : best, xs[0]);
      parts.push(svg("line", { class: "cursor", x1: X(step), x2: X(step), y1: top, y2: bottom }));
    }
    chart.picture.replaceChildren(...parts);
    chart.key.replaceChildren(...lines.map((line, i) => {
      const item = document.createElement("span"), mark = document.createElement("i");
      mark.style.background = `var(${colours[i % colours.length]})`;
      const point = step === null ? line.all[line.all.length - 1] : line.all.find(p => p[0] === step);
      item.append(mark, `${line.name} ${point ? number(point[1]) : "–"}`);
      return item;
    }), ...(step === null ? [] : [document.createTextNode(`step ${whole(step)}`)]));
  }
  function drawAll() {
    $("waiting").hidden = run.metrics.length > 0;
    allGroups().forEach(draw);
  }
  $("smoothing").addEventListener("input", drawAll);
  let drawnWidth = 0;
  new ResizeObserver(() => {
    if ($("charts").clientWidth === drawnWidth || run.metrics.length === 0) return;
    drawnWidth = $("charts").clientWidth;
    drawAll();
  }).observe($("charts"));

  // ---- the generator ----
  const play = { info: null, moved: {}, busy: false, again: false };
  async function generate() {
    if (play.busy) { play.again = true; return; }
    play.busy = true;
    const moved = Object.entries(play.moved).map(([i, v]) => `${i}:${v}`).join(",");
    const response = await fetch(`api/generate?seed=${+$("seed").value || 0}&class=${$("class").value || 0}&text=${encodeURIComponent($("text").value)}&moved=${encodeURIComponent(moved)}`).catch(() => null);
    if (response && response.ok) {
      const type = response.headers.get("content-type") || "";
      if (type.startsWith("image/")) {
        const old = $("generated").src;
        $("generated").src = URL.createObjectURL(await response.blob());
        if (old.startsWith("blob:")) URL.revokeObjectURL(old);
        $("generated-note").textContent = "";
      } else $("generated-note").textContent = (await response.json()).values.map(number).join(", ");
    } else $("generated-note").textContent = response ? await response.text() : "The page's server has ended.";
    play.busy = false;
    if (play.again) { play.again = false; generate(); }
  }
  async function showLatents() {
    const response = await fetch(`api/latent?seed=${+$("seed").value || 0}`).catch(() => null);
    if (!response || !response.ok) return;
    play.info = await response.json();
    play.moved = {};
    $("playground").hidden = false;
    $("generated").hidden = !play.info.picture;
    $("class-field").hidden = play.info.labels.length === 0;
    if ($("class").options.length !== play.info.labels.length) $("class").replaceChildren(...play.info.labels.map((name, i) => new Option(name, i)));
    $("text-field").hidden = play.info.texts.length === 0;
    $("text").placeholder = play.info.texts[0] ?? "";
    $("texts").replaceChildren(...play.info.texts.map(text => new Option(text)));
    $("latents").replaceChildren(...play.info.values.map((v, i) => {
      const label = document.createElement("label"), slider = document.createElement("input"), output = document.createElement("output");
      slider.type = "range";
      [slider.min, slider.max, slider.step, slider.value] = play.info.normal ? [-3.5, 3.5, 0.05, v] : [-1, 1, 0.02, v];
      output.textContent = v.toFixed(2);
      slider.addEventListener("input", () => { play.moved[i] = +slider.value; output.textContent = (+slider.value).toFixed(2); generate(); });
      label.append(`z ${i + 1}`, slider, output);
      return label;
    }));
    generate();
  }
  $("seed").addEventListener("change", showLatents);
  $("class").addEventListener("change", generate);
  $("text").addEventListener("input", generate);
  $("again").addEventListener("click", () => { $("seed").value = Math.floor(Math.random() * 4294967296); showLatents(); });

  // ---- drawing on a sample ----
  const easel = { class: null, latent: null, before: null, history: [], busy: false, again: false, rounds: 0, drawing: null, from: null, cancelled: false };
  const easelRounds = 10, easelSteps = 8;
  const paper = $("easel-picture").getContext("2d", { willReadFrequently: true }), strokes = $("easel-strokes").getContext("2d", { willReadFrequently: true });
  async function ask(what, request) {
    const response = await fetch(`api/easel/${what}`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(request) }).catch(() => null);
    if (response && response.ok) return response.json();
    $("easel-note").textContent = response ? await response.text() : "The page's server has ended.";
    return null;
  }
  function showEasel(answer) {
    easel.latent = answer.latent;
    const bytes = Uint8ClampedArray.from(atob(answer.pixels), c => c.charCodeAt(0));
    paper.putImageData(new ImageData(bytes, $("easel-picture").width), 0, 0);
  }
  function wipe() {
    strokes.clearRect(0, 0, $("easel-strokes").width, $("easel-strokes").height);
    easel.before = easel.latent;
    easel.rounds = 0;
  }
  function directions(count) {
    $("easel-directions").replaceChildren(...Array.from({ length: count }, (_, i) => {
      const label = document.createElement("label"), slider = document.createElement("input"), output = document.createElement("output");
      slider.type = "range";
      [slider.min, slider.max, slider.step, slider.value] = [-4, 4, 0.1, 0];
      output.textContent = "0.0";
      slider.addEventListener("input", () => { output.textContent = (+slider.value).toFixed(1); move(); });
      label.append(`Direction ${i + 1}`, slider, output);
      return label;
    }));
  }
  const sliders = () => [...$("easel-directions").querySelectorAll("input")];
  async function beginEasel() {
    $("easel-note").textContent = "Reading the run…";
    const label = $("class-field").hidden ? null : $("class").selectedOptions[0].textContent;
    const answer = await ask("begin", { seed: Math.floor(Math.random() * 2147483647), class: label });
    if (!answer) return;
    easel.class = label;
    ["easel-picture", "easel-strokes"].forEach(id => [$(id).width, $(id).height] = [answer.width, answer.height]);
    $("easel-brush").max = Math.max(2, answer.width / 4);
    $("easel-table").hidden = false;
    $("easel-begin").textContent = "Another sample";
    $("easel-note").textContent = `The generator of step ${whole(answer.step)}.`;
    showEasel(answer);
    [easel.history, easel.from] = [[], null];
    wipe();
    directions(answer.directions);
  }
  // Moves are from where they began: the sliders say how far, whatever the way.
  async function move() {
    if (easel.busy) { easel.again = true; return; }
    easel.busy = true;
    if (!easel.from) { easel.from = easel.latent; easel.history.push(easel.latent); }
    const answer = await ask("apply", { class: easel.class, latent: easel.from, amounts: sliders().map(s => +s.value) });
    if (answer) { showEasel(answer); easel.before = answer.latent; }
    easel.busy = false;
    if (easel.again) { easel.again = false; move(); }
  }
  async function pursue() {
    if (easel.busy || easel.rounds === 0) return;
    easel.busy = true;
    easel.rounds--;
    const { width, height } = $("easel-strokes"), data = strokes.getImageData(0, 0, width, height).data;
    let text = "";
    data.forEach(v => { text += String.fromCharCode(v); });
    const answer = await ask("apply", { class: easel.class, latent: easel.latent, before: easel.before, strokes: btoa(text), steps: easelSteps });
    easel.busy = false;
    if (!answer) { easel.rounds = 0; return; }
    // Cleared or undone meanwhile: what was asked for before counts no more.
    if (!easel.cancelled) {
      showEasel(answer);
      $("easel-note").textContent = `Strokes off by ${number(answer.colourError)}, the rest changed by ${number(answer.change)} (mean squares); ${Math.round(answer.milliseconds)} ms.`;
    }
    easel.cancelled = false;
    if (easel.rounds > 0) pursue(); else if (!easel.drawing) $("easel-note").dataset.settled = "true";
  }
  function stroke(event) {
    const box = $("easel-strokes").getBoundingClientRect(), { width, height } = $("easel-strokes");
    const at = [(event.clientX - box.left) / box.width * width, (event.clientY - box.top) / box.height * height];
    const [x, y] = easel.drawing || at;
    strokes.strokeStyle = $("easel-colour").value;
    strokes.lineWidth = +$("easel-brush").value;
    strokes.lineCap = strokes.lineJoin = "round";
    strokes.beginPath();
    strokes.moveTo(x, y);
    strokes.lineTo(at[0] + 0.01, at[1]);
    strokes.stroke();
    easel.drawing = at;
    easel.rounds = easelRounds;
    pursue();
  }
  $("easel-strokes").addEventListener("pointerdown", event => {
    $("easel-strokes").setPointerCapture(event.pointerId);
    delete $("easel-note").dataset.settled;
    easel.history.push(easel.latent);
    easel.from = null;
    sliders().forEach(s => { s.value = 0; s.nextSibling.textContent = "0.0"; });
    stroke(event);
  });
  $("easel-strokes").addEventListener("pointermove", event => { if (easel.drawing) stroke(event); });
  ["pointerup", "pointercancel"].forEach(name => $("easel-strokes").addEventListener(name, () => { easel.drawing = null; }));
  $("easel-clear").addEventListener("click", () => { easel.cancelled = easel.busy; wipe(); });
  $("easel-undo").addEventListener("click", async () => {
    const latent = easel.history.pop();
    if (!latent) return;
    easel.cancelled = easel.busy;
    easel.from = null;
    easel.rounds = 0;
    sliders().forEach(s => { s.value = 0; s.nextSibling.textContent = "0.0"; });
    const answer = await ask("apply", { class: easel.class, latent, amounts: sliders().map(() => 0) });
    if (answer) { showEasel(answer); wipe(); }
  });
  $("easel-save").addEventListener("click", () => {
    const link = document.createElement("a");
    [link.href, link.download] = [$("easel-picture").toDataURL("image/png"), "edited.png"];
    link.click();
  });
  $("easel-begin").addEventListener("click", beginEasel);

  // ---- theme ----
  const themes = ["auto", "dark", "light"];
  function setTheme(theme) {
    if (theme === "auto") delete document.documentElement.dataset.theme; else document.documentElement.dataset.theme = theme;
    $("theme").textContent = `Theme: ${theme}`;
    try { localStorage.setItem("gan-theme", theme); } catch { /* A page from a file may not store. */ }
  }
  $("theme").addEventListener("click", () => setTheme(themes[(themes.indexOf($("theme").textContent.slice(7)) + 1) % 3]));
  try { setTheme(themes.includes(localStorage.getItem("gan-theme")) ? localStorage.getItem("gan-theme") : "auto"); } catch { setTheme("auto"); }

  // ---- data ----
  function apply(update) {
    if (update.name) { $("name").textContent = update.name; $("subtitle").textContent = update.subtitle; }
    if (update.metrics) { run.metrics.length = Math.min(run.metrics.length, update.keep || 0); update.metrics.forEach(m => run.metrics.push(report(m))); }
    if (update.findings) { run.findings = update.findings; showFindings(); }
    if (update.samples) { run.samples = update.samples; showSamples(); }
    if ("status" in update) run.status = update.status;
    if (update.figures) figures(update.figures);
    if (update.configuration) pairs("configuration", update.configuration);
    if (update.environment) pairs("environment", update.environment);
    if (update.neighbours) {
      $("neighbours").hidden = false;
      $("neighbours-picture").src = update.neighbours.src;
      $("neighbours-note").textContent = update.neighbours.note;
    }
    if (update.editable) $("easel").hidden = false;
    if (update.generator && update.generator !== run.generator) { run.generator = update.generator; showLatents(); }
    if (update.metrics) drawAll();
    showStatus();
  }
  if (embedded) apply(embedded);
  else {
    run.live = true;
    const events = new EventSource("api/events");
    events.onmessage = message => apply(JSON.parse(message.data));
    // A new connection begins from the beginning.
    events.onopen = () => { run.metrics.length = 0; };
    setInterval(showStatus, 5000);
  }
})();
