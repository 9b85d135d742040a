/** Writes that wait in this browser until the server has confirmed them. Only their shapes live here. */

export type Fields = Readonly<Record<string, unknown>>;
export type Noun = "annotation" | "memo";

/** What the server is to be asked for. `version` is the newest the server told us; 0 before the first answer. */
export type Write = Put | Patch | Delete | Step;

export interface Put {
  readonly op: "put";
  readonly noun: Noun;
  readonly id: string;
  readonly body: Fields;
  /** The whole thing as it is shown until the server's answer comes. */
  readonly shown: Fields;
}

export interface Patch {
  readonly op: "patch";
  readonly noun: Noun;
  readonly id: string;
  readonly version: number;
  /** What the changed fields said when the change was made. */
  readonly before: Fields;
  readonly change: Fields;
}

export interface Delete {
  readonly op: "delete";
  readonly noun: Noun;
  readonly id: string;
  readonly version: number;
  /** The whole thing, to be shown again when the server refuses. */
  readonly before: Fields;
}

/** Undo or redo of the person's own last change; `id` makes repeating it harmless. */
export interface Step {
  readonly op: "undo" | "redo";
  readonly noun: "step";
  readonly id: string;
  /** The thing that it must be about; null: whatever was last. */
  readonly expects: string | null;
}

export interface Trouble {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

/** One write in the line. Lines are ordered by `key`. */
export interface Entry {
  readonly key: string;
  readonly user: number;
  readonly userName: string;
  readonly corpus: number;
  readonly write: Write;
  /** What it is called in sentences: the code's name, the first words. */
  readonly said: { readonly name: string; readonly words: string };
  readonly at: string;
  /** How often it was begun to be sent: once begun, it may have arrived. */
  readonly tries: number;
  /** `asks`: somebody else changed the same; a person must choose. */
  readonly state: "waiting" | "refused" | "asks";
  readonly trouble: Trouble | null;
  /** For `asks`: the thing as it stands on the server; null when it is gone. */
  readonly current: Fields | null;
}

export type Draft = Pick<Entry, "corpus" | "write" | "said">;

/** What became of an entry, told to every tab. */
export type Outcome =
  | { readonly is: "done"; readonly answer: Fields | null }
  | { readonly is: "renamed"; readonly current: Fields }
  | { readonly is: "asks"; readonly current: Fields | null }
  | { readonly is: "refused"; readonly trouble: Trouble }
  /** Waits again: somebody wants it in spite of what was said. */
  | { readonly is: "again" }
  | { readonly is: "takenBack" }
  | { readonly is: "discarded"; readonly current: Fields | null };

export interface Settled {
  readonly entry: Entry;
  readonly outcome: Outcome;
}
