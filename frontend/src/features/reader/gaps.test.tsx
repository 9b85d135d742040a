import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { MissingComments, MissingReplies } from "./Gaps";

const words = () => document.body.textContent;

describe("comments that were not collected", () => {
  it("are counted at the head of their thread", () => {
    render(<MissingComments thread={{ attributes: { comments_missing: 8123 } }} />);
    expect(screen.getByText(/at least 8,123 comments/)).toBeTruthy();
  });

  it("are not spoken of where none is known to be missing", () => {
    for (const missing of [undefined, 0, "8"]) {
      render(<MissingComments thread={{ attributes: { comments_missing: missing } }} />);
    }
    render(<MissingReplies post={{ flags: ["pinned"] }} />);
    expect(words()).toBe("");
  });

  it("are marked at what they answer", () => {
    render(<MissingReplies post={{ flags: ["pinned", "replies_missing"] }} />);
    expect(screen.getByText("has answers that were not collected")).toBeTruthy();
  });
});
