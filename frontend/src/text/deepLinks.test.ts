import fc from "fast-check";
import { expect, test } from "vitest";
import { hashOfPlace, placeFromHash } from "./deepLinks";

test("a link to a passage leads to the same passage", () => {
  fc.assert(
    fc.property(fc.nat(99_999), fc.nat(99_999), fc.nat(999), (number, start, length) => {
      const place =
        length === 0 ? { number, start: 0, end: 0 } : { number, start, end: start + length };
      expect(placeFromHash(`#${hashOfPlace(place)}`)).toEqual(place);
    }),
  );
});

test("other addresses are no place in a thread", () => {
  for (const hash of ["", "#", "#post-12", "#p", "#p12@", "#p12@3", "#p-1", "#p12@3-4x", "#xp12"]) {
    expect(placeFromHash(hash)).toBeNull();
  }
});
