import { act, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, expect, test, vi } from "vitest";
import { Button } from "./button";
import { TextField } from "./field";
import { dateOf, minuteOf, t } from "./i18n";
import { initials } from "./person";
import { nextPigment, pigmentClass } from "./pigments";
import { Loading } from "./status";
import { SortHead } from "./table";
import { Toasts, toast } from "./toast";

afterEach(() => vi.useRealTimers());

test("messages count in English", () => {
  const message = "{n, plural, one {# thread} other {# threads}}";
  expect(t(message, { n: 1 })).toBe("1 thread");
  expect(t(message, { n: 1284 })).toBe("1,284 threads");
});

test("a date is shown as its source gives it, never moved to the reader's clock", () => {
  expect(dateOf("2017-10-04T23:59:00")).toBe("4 Oct 2017");
  expect(minuteOf("2017-10-04T23:59:00-08:00")).toBe("4 Oct 2017, 23:59");
  expect(dateOf(null)).toBe("");
});

test("initials are the first and the last name's", () => {
  expect(initials("Maud Okonjo-Reyes")).toBe("MO");
  expect(initials("nora")).toBe("N");
});

test("the first codes take pigments that are far apart", () => {
  expect([0, 1, 2].map(nextPigment)).toEqual(["lapis", "orpiment", "kermes"]);
  expect(pigmentClass("lapis")).toBe("k9");
  expect(pigmentClass("#aabbcc")).toBe("");
});

test("a field's error is tied to it", () => {
  render(<TextField label="Password" error="They do not match." />);
  const field = screen.getByLabelText("Password");
  expect(field).toBeInvalid();
  expect(field).toHaveAccessibleDescription("They do not match.");
});

test("a button that can't be pressed says why and does nothing", async () => {
  const pressed = vi.fn();
  render(
    <Button why="No thread was found" onClick={pressed}>
      Load
    </Button>,
  );
  await userEvent.click(screen.getByRole("button", { name: "Load" }));
  expect(pressed).not.toHaveBeenCalled();
  expect(screen.getByTitle("No thread was found")).toBeInTheDocument();
});

test("nothing is shown for the first 300 ms of a wait", () => {
  vi.useFakeTimers();
  render(<Loading what="Loading the threads" />);
  act(() => void vi.advanceTimersByTime(290));
  expect(screen.queryByRole("status")).toBeNull();
  act(() => void vi.advanceTimersByTime(20));
  expect(screen.getByRole("status")).toHaveTextContent("Loading the threads");
});

test("figures are first sorted from the largest, then the other way round", async () => {
  const sorted = vi.fn();
  const head = (sort: string) => (
    <table>
      <thead>
        <tr>
          <SortHead field="comments" sort={sort} onSort={sorted} descendingFirst>
            Comments
          </SortHead>
        </tr>
      </thead>
    </table>
  );
  const { rerender } = render(head("title"));
  await userEvent.click(screen.getByRole("button", { name: "Comments" }));
  expect(sorted).toHaveBeenLastCalledWith("-comments");
  rerender(head("-comments"));
  expect(screen.getByRole("columnheader")).toHaveAttribute("aria-sort", "descending");
  await userEvent.click(screen.getByRole("button", { name: "Comments" }));
  expect(sorted).toHaveBeenLastCalledWith("comments");
});

test("what was done can be taken back, and then is not carried out", () => {
  vi.useFakeTimers();
  const [undo, after] = [vi.fn(), vi.fn()];
  render(<Toasts />);
  act(() => toast("Removed", undo, after));
  act(() => screen.getByRole("button", { name: "Undo" }).click());
  act(() => void vi.advanceTimersByTime(10_000));
  expect(undo).toHaveBeenCalledOnce();
  expect(after).not.toHaveBeenCalled();
});

test("what nobody takes back is carried out when its toast goes", () => {
  vi.useFakeTimers();
  const after = vi.fn();
  render(<Toasts />);
  act(() => toast("Removed", vi.fn(), after));
  expect(after).not.toHaveBeenCalled();
  act(() => void vi.advanceTimersByTime(6_100));
  expect(after).toHaveBeenCalledOnce();
  expect(screen.queryByText("Removed")).toBeNull();
});
