// Put into the page before anything else: notes when text, codes and keys are there, and measures frames.
(() => {
  const probe = { text: null, codes: null, busyUntil: 0 };
  window.probe = probe;
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) {
      probe.busyUntil = Math.max(probe.busyUntil, task.startTime + task.duration);
    }
  }).observe({ type: "longtask", buffered: true });

  const inView = (element) => {
    const box = element.getBoundingClientRect();
    return box.height > 0 && box.bottom > 0 && box.top < innerHeight;
  };
  probe.textInView = () => [...document.querySelectorAll("article p[data-at]")].some(inView);
  probe.painted = () => {
    let ranges = 0;
    for (const [, highlight] of CSS.highlights ?? []) ranges += highlight.size;
    return ranges;
  };
  /** Where codes are painted on the paragraph that `select` took, as "start:end". */
  const placesHere = () => {
    const places = new Set();
    for (const [, highlight] of CSS.highlights ?? []) {
      for (const range of highlight) {
        if (range.startContainer === probe.node) places.add(`${range.startOffset}:${range.endOffset}`);
      }
    }
    return places;
  };
  /** True as soon as a place is painted that was not when `select` was called. */
  probe.newlyPainted = () => [...placesHere()].some((place) => !probe.before.has(place));
  /** Resolves after the frame that shows what is so now. */
  probe.afterFrame = () =>
    new Promise((done) =>
      requestAnimationFrame(() => {
        const channel = new MessageChannel();
        channel.port1.onmessage = () => done(performance.now());
        channel.port2.postMessage(null);
      }),
    );
  const look = () => {
    if (probe.text === null && probe.textInView()) {
      probe.afterFrame().then((at) => {
        probe.text ??= at;
      });
    }
    if (probe.codes === null && probe.painted() > 0) {
      probe.afterFrame().then((at) => {
        probe.codes ??= at;
      });
    }
    if (probe.text === null || probe.codes === null) requestAnimationFrame(look);
  };
  requestAnimationFrame(look);

  probe.scroller = () => document.querySelector("article").closest("section");
  /** Scrolls by `step` px in each of `count` frames: how long frames took, how often no text stood mid-screen. */
  probe.scroll = async (step, count) => {
    const scroller = probe.scroller();
    const frames = [];
    let blank = 0;
    let longest = 0;
    let since = null;
    let last = await new Promise(requestAnimationFrame);
    const box = scroller.getBoundingClientRect();
    for (let turn = 0; turn < count; turn += 1) {
      scroller.scrollTop += step;
      const now = await new Promise(requestAnimationFrame);
      frames.push(now - last);
      last = now;
      const middle = document.elementFromPoint(box.left + box.width / 3, box.top + box.height / 2);
      const article = middle?.closest("article");
      const words = article?.querySelector("p[data-at]") ?? null;
      if (words !== null) {
        since = null;
        continue;
      }
      blank += 1;
      since ??= now;
      longest = Math.max(longest, now - since);
    }
    return { frames, blank, longest };
  };
  /** Jumps to a part (0 to 1) of the whole height; ms until text can be read there. */
  probe.jump = async (part) => {
    const scroller = probe.scroller();
    const start = performance.now();
    scroller.scrollTop = part * (scroller.scrollHeight - scroller.clientHeight);
    do await probe.afterFrame();
    while (!probe.textInView() && performance.now() - start < 10_000);
    return performance.now() - start;
  };
  /** From the next key down to the frame after `done()` is first true, in ms. */
  probe.untilPainted = (done) =>
    new Promise((resolve) => {
      const pressed = async () => {
        const start = performance.now();
        removeEventListener("keydown", pressed, true);
        do {
          const at = await probe.afterFrame();
          if (done()) {
            resolve(at - start);
            return;
          }
        } while (performance.now() - start < 5_000);
        resolve(Number.NaN);
      };
      addEventListener("keydown", pressed, true);
      setTimeout(() => resolve(Number.NaN), 10_000);
    });
  /** Selects a stretch of the first paragraph in view that is long enough. */
  probe.select = (number) => {
    const view = probe.scroller().getBoundingClientRect();
    const room = [...document.querySelectorAll("p[data-at]")].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.top > view.top && box.bottom < view.bottom && one.textContent.length > 140;
    });
    const node = room[number % room.length].firstChild;
    probe.node = node;
    probe.before = placesHere();
    // Spread over the paragraph: each place is another one, some lie across those before.
    const at = (number * 53) % (node.length - 60);
    getSelection().setBaseAndExtent(node, at, node, at + 40 + (number % 5));
  };
})();
