import { expect, test } from "vitest";
import { Marks } from "@/api/marks";
import { indexAnnotations } from "./annotations";
import { codedElsewhere, isCoded } from "./elsewhere";
import { annotation, NORA, post, thread } from "./fixtures";
import { threadModel } from "./model";
import { EVERYTHING } from "./view";

const awaited = { awaited: { length: 40, words: 8 } };

/** Comments 1 and 2 are here, 3 to 5 are not; coded are 1, 4 and 5. */
function long() {
  const posts = [
    post(0, "Entry"),
    post(1, "Here and coded"),
    post(2, "Here"),
    post(3, "", awaited),
    post(4, "", awaited),
    post(5, "", awaited),
  ];
  const model = threadModel(thread(posts));
  const index = indexAnnotations([annotation({ post: 101 })], model);
  const marks = new Marks(
    new Map([
      [104, [{ code: 1, coder: NORA.id, count: 2 }]],
      [105, [{ code: 2, coder: 9, count: 1 }]],
    ]),
    1,
  );
  return { model, index, marks, wanted: null, view: EVERYTHING };
}

test("what is coded where no text is yet is not passed over", () => {
  expect(codedElsewhere(long(), 1, null, 1)?.id).toBe(104);
  expect(codedElsewhere(long(), 4, null, 1)?.id).toBe(105);
  expect(codedElsewhere(long(), 5, null, 1)).toBeUndefined();
  expect(codedElsewhere(long(), 5, 1, -1)?.id).toBe(104);
});

test("a filter counts there, too", () => {
  const data = { ...long(), wanted: ({ coder }: { coder: { id: number } }) => coder.id === 9 };
  expect(codedElsewhere(data, 1, null, 1)?.id).toBe(105);
  expect(isCoded(data, data.model.posts[4] as never)).toBe(false);
});

test("counts follow what others do", () => {
  const { marks } = long();
  const made = annotation({ post: 103, code: 1 });
  const after = marks.after(null, made, 5);
  expect(after.at(103)).toEqual([{ code: 1, coder: NORA.id, count: 1 }]);
  expect(after.after(made, { ...made, code: 3 }, 6).at(103)).toEqual([
    { code: 3, coder: NORA.id, count: 1 },
  ]);
  expect([...after.after(made, null, 6).posts]).toEqual([104, 105]);
  expect(after.total(() => true)).toBe(4);
});
