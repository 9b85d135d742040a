// Invented threads for the reader's figures, the same for the same numbers: a seeded generator, no text of anybody's.

const ONSETS = ["b", "br", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "st", "t", "v"];
const VOWELS = ["a", "e", "i", "o", "u", "ea", "ou", "é", "ö"];
const CODAS = ["", "n", "r", "s", "t", "l", "nd"];
const SPICE = ["🍅", "👩‍👩‍👧‍👦", "e\u0301t", "نعم", "🇩🇪"];

/** mulberry32: 32 bits of state, good enough for words. */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = (random, list) => list[Math.floor(random() * list.length)];

function vocabulary(random, size) {
  return Array.from({ length: size }, () =>
    Array.from({ length: 1 + Math.floor(random() * 3) }, () =>
      [ONSETS, VOWELS, CODAS].map((part) => pick(random, part)).join(""),
    ).join(""),
  );
}

/** A thread in the shape of threads JSONL: an entry of 30 × 100 words and comments of 60 to 140 words. */
export function inventedThread(comments) {
  const random = seeded(comments);
  const words = vocabulary(random, 4_000);
  const sentence = () => {
    const length = 6 + Math.floor(random() * 18);
    const spoken = Array.from({ length }, () => words[Math.floor(random() ** 3 * words.length)]);
    if (random() < 0.04) spoken.push(pick(random, SPICE));
    const [first, ...rest] = spoken;
    return `${first[0].toUpperCase()}${first.slice(1)} ${rest.join(" ")}.`;
  };
  const paragraph = (target) => {
    const sentences = [];
    for (let count = 0; count < target; ) {
      sentences.push(sentence());
      count += sentences.at(-1).split(" ").length;
    }
    return sentences.join(" ");
  };
  return {
    id: `bench-${comments}`,
    title: `A thread of ${comments} comments`,
    url: `https://blog.example/${comments}`,
    author: "Blogger",
    written_at: "2019-03-01T12:00:00",
    text: Array.from({ length: 30 }, () => paragraph(100)).join("\n\n"),
    comments: Array.from({ length: comments }, (_, at) => ({
      id: `c${at + 1}`,
      parent: at > 0 && random() < 0.5 ? `c${1 + Math.floor(random() * at)}` : null,
      author: `user${Math.floor(random() * 900)}`,
      written_at: `2019-03-${String(2 + Math.floor((at * 25) / comments)).padStart(2, "0")}T08:00:00`,
      text: [60, 140].map((most) => paragraph((most * (0.3 + random() * 0.7)) / 2)).join("\n\n"),
    })),
  };
}

function uuid7(random, number) {
  const digits = (count) =>
    Array.from({ length: count }, () => Math.floor(random() * 16).toString(16)).join("");
  const time = (1_700_000_000_000 + number).toString(16).padStart(12, "0");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(3)}-8${digits(3)}-${digits(12)}`;
}

/** Bulk operations: passages of 20 to 160 characters, two of three laid over the end of the one before. */
export function inventedAnnotations(posts, codes, count) {
  const random = seeded(count + 1);
  const letters = new Map();
  const lettersOf = (post) => {
    if (!letters.has(post.id)) letters.set(post.id, Array.from(post.text));
    return letters.get(post.id);
  };
  let before = null;
  return Array.from({ length: count }, (_, number) => {
    const overlaps = before !== null && number % 3 !== 0;
    const post = overlaps ? before.post : pick(random, posts);
    const text = lettersOf(post);
    const span = 20 + Math.floor(random() * 140);
    const from = overlaps
      ? before.start + Math.floor(random() * (before.end - before.start))
      : Math.floor(random() * Math.max(text.length - span, 1));
    const start = Math.min(from, text.length - 2);
    const end = Math.min(start + span, text.length);
    before = { post, start, end };
    return {
      op: "put",
      id: uuid7(random, number),
      post: post.id,
      code: pick(random, codes),
      start,
      end,
      quote: text.slice(start, end).join(""),
    };
  });
}
