/** Arbitrary texts that break naive offsets: for property tests only. */

import fc from "fast-check";

const HARD = [
  "👩‍👩‍👧‍👦",
  "🏳️‍🌈",
  "🇩🇪",
  "🇫🇷",
  "👍🏽",
  "🍅",
  "e\u0301",
  "a\u0308\u0323",
  "\u202bשלום\u202c",
  "مرحبا",
  "\u2067",
  "\u2069",
  "\u1112\u1161\u11ab",
  "각",
  "𝔐𝔞𝔱𝔥",
  "𝟘",
  "\ufeff",
  "\u00ad",
  "\u200d",
  "\ufe0f",
  "\u0301",
  "नि",
  "ﬁ",
  " ",
  "\n",
  "\n\n",
  "\t",
  "word",
  "x",
  ".",
];

export const hardText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...HARD) }, fc.string({ unit: "binary" })),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(""));

/** A text and two of its code-point positions in order. */
export const textAndSpan = hardText.chain((text) => {
  const length = Array.from(text).length;
  return fc
    .tuple(fc.nat(length), fc.nat(length))
    .map(([a, b]) => ({ text, start: Math.min(a, b), end: Math.max(a, b) }));
});
