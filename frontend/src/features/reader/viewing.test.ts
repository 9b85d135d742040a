import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import type { Annotation } from "@/api/types";
import { codebookOf } from "./codes";
import { annotation, code, NORA, post } from "./fixtures";
import { EVERYTHING, type View } from "./view";
import { useFiltered } from "./viewing";

const [TRUST, WATER] = [1, 2];
const posts = [post(0, "All about water."), post(1, "Nobody asks who pays.")];
const before: Annotation = annotation({ code: TRUST, post: posts[1]?.id ?? 0, coder: NORA });

interface Here {
  readonly all: readonly Annotation[];
  readonly whole: boolean;
}

/** What Nora sees with a filter, at first with nothing but the text. */
function filtered(view: Partial<View>) {
  const codebook = codebookOf([code(TRUST, "Trust"), code(WATER, "Water")]);
  const seen = { view: { ...EVERYTHING, ...view }, round: 0, withCodes: false };
  const textAlone: Here = { all: [], whole: false };
  return renderHook(
    ({ all, whole }: Here) =>
      useFiltered(all, posts, whole ? codebook : codebookOf([]), NORA.id, null, seen, whole),
    { initialProps: textAlone },
  );
}

it("One's own annotation that came later than the text is filtered like all others", () => {
  const { result, rerender } = filtered({ codes: [WATER] });
  rerender({ all: [before], whole: true });
  expect(result.current.annotations).toEqual([]);
});

it("What one makes under a filter stays in sight", () => {
  const { result, rerender } = filtered({ codes: [WATER] });
  rerender({ all: [before], whole: true });
  const made = annotation({ id: "made-now", code: TRUST, coder: NORA });
  rerender({ all: [before, made], whole: true });
  expect(result.current.annotations).toEqual([made]);
});

it("A filter of posts holds still only when annotations and codes are here", () => {
  const { result, rerender } = filtered({ codes: [TRUST], posts: "coded" });
  expect([...(result.current.keep ?? [])]).toEqual([]);
  rerender({ all: [before], whole: true });
  expect([...(result.current.keep ?? [])]).toEqual([before.post]);
});
