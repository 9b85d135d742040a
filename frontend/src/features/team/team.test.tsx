import { render, screen } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Corpus, Member } from "@/api/types";
import { MembersTable } from "./MembersTable";
import { partsOf } from "./ProgressCell";

const member = (over: Partial<Member> = {}): Member => ({
  user: { id: 2, username: "tarek", name: "Tarek Solheim" },
  role: "coder",
  active: true,
  progress: { new: 6, reading: 1, done: 3 },
  annotations: 1234,
  last_active: null,
  joined_at: "2031-05-02T08:00:00.000000Z",
  version: 1,
  ...over,
});

const show = (role: string, members: Member[], me = 1) => {
  const corpus = {
    id: 1,
    title: "Peas",
    role,
    actions: role === "owner" ? ["manage_members"] : [],
  };
  const none = () => undefined;
  const acts = { onRole: none, onRemove: none, onActivate: none, onReset: none };
  render(<MembersTable members={members} corpus={corpus as unknown as Corpus} me={me} {...acts} />);
};

describe("a member's progress", () => {
  it("is told in words beside the bar", () => {
    show("coder", [member()]);
    expect(screen.getByText(/3 of 10 threads done/)).toBeTruthy();
    expect(screen.getByText(/1 begun/)).toBeTruthy();
    expect(screen.getByText("1,234")).toBeTruthy();
    expect(screen.getByText("nothing yet")).toBeTruthy();
  });

  it("of a corpus without threads is nothing of nothing", () => {
    expect(partsOf({ progress: { new: 0, reading: 0, done: 0 } }).total).toBe(0);
    expect(partsOf({ progress: { new: -1, reading: 0, done: 1 } }).total).toBe(1);
  });
});

describe("what can be done for a member", () => {
  const names = () => screen.queryAllByRole("button").map((one) => one.textContent);

  it("is nothing for those who don't manage members", () => {
    show("coder", [member()]);
    expect(names()).toEqual([]);
  });

  it("is a link, a pause and the end for those who do", () => {
    show("owner", [member()]);
    expect(names()).toEqual([
      "Password link Tarek Solheim",
      "Deactivate Tarek Solheim",
      "Remove Tarek Solheim",
    ]);
  });

  it("is to come back for whoever is deactivated, whose role stands still", () => {
    show("owner", [member({ active: false })]);
    expect(names()).toContain("Activate Tarek Solheim");
    expect(screen.getByLabelText("Role of Tarek Solheim").hasAttribute("disabled")).toBe(true);
    expect(screen.getByText(/deactivated/)).toBeTruthy();
  });

  it("is to leave for oneself", () => {
    show("owner", [member()], 2);
    expect(names()).toEqual(["Leave Peas"]);
  });
});
