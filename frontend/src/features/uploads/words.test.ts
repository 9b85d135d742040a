import { expect, test } from "vitest";
import type { Upload } from "@/api/types";
import { nameFor } from "./PasteDialog";
import { accounting, awaitsMapping, contents, progressInWords, revision, standing } from "./words";

const counts = {
  threads: 1,
  entries: 1,
  comments: 15,
  other: 0,
  found: 16,
  imported: 16,
  skipped: 0,
  failed: 0,
  declared: 15,
  revised: { threads: 0, posts_same: 0, posts_changed: 0, posts_new: 0, posts_missing: 0 },
};

const upload = {
  status: "done",
  duplicate_of: null,
  counts,
  progress: { done: 822, total: 1284, unit: "posts" },
  format: { name: "WordPress export", confidence: 1, reason: "" },
} as unknown as Upload;

test("an upload accounts for itself in one sentence", () => {
  expect(accounting(counts)).toBe("16 found = 16 imported + 0 skipped + 0 failed");
  expect(contents(counts)).toBe("1 thread, 15 comments");
  expect(contents({ ...counts, other: 2 })).toBe("1 thread, 15 comments, 2 pings");
});

test("what came again tells what became of it", () => {
  expect(revision(counts)).toBe("");
  const revised = { threads: 1, posts_same: 9, posts_changed: 1, posts_new: 0, posts_missing: 1 };
  expect(revision({ ...counts, revised })).toBe(
    "Come again: 9 as before, 1 changed, 0 new, 1 not there now",
  );
});

test("progress is told in words, with thousands set apart", () => {
  expect(progressInWords(upload)).toBe("822 of 1,284 posts, WordPress export");
  const bytes = { done: 9_400_000, total: 18_898_970, unit: "bytes" };
  expect(progressInWords({ ...upload, progress: bytes })).toContain("9.4 of 18.9 MB");
});

test("the same bytes again are called a duplicate, not done", () => {
  expect(standing(upload).label).toBe("Done");
  expect(standing({ ...upload, duplicate_of: "x" }).label).toBe("Duplicate");
});

test("a pasted page is named after its first words", () => {
  expect(nameFor("\n\n  The Missing Ledgers! (a column)\nmore")).toBe(
    "the-missing-ledgers-a-column.txt",
  );
  expect(nameFor("… !")).toBe("pasted-page.txt");
});

test("a table without a mapping, or with one that does not fit, waits for a person", () => {
  const waiting = (code: string, status = "review") =>
    awaitsMapping({ ...upload, status, problems: { by_code: { [code]: 1 } } } as unknown as Upload);
  expect(waiting("mapping_needed")).toBe(true);
  expect(waiting("mapping_unfit")).toBe(true);
  expect(waiting("low_confidence")).toBe(false);
  expect(waiting("mapping_needed", "cancelled")).toBe(false);
});
