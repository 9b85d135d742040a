/** Annotations: one coder's claims that a code applies. Their ids are made here, in the browser. */
import { send } from "./client";
import type { Annotation } from "./types";

/** What is claimed: a passage, a whole post or a whole thread. Positions in code points. */
export type Claim = { code: number; memo?: string } & (
  | { post: number; start: number; end: number; quote: string }
  | { post: number }
  | { thread: number }
);

/** Repeating it with the same id and content changes nothing. */
export const putAnnotation = (c: number, id: string, claim: Claim) =>
  send<Annotation>("PUT", `/corpora/${c}/annotations/${id}/`, { body: claim });

export interface AnnotationChange {
  code?: number;
  start?: number;
  end?: number;
  quote?: string;
  memo?: string;
}

export const changeAnnotation = (
  annotation: Pick<Annotation, "id" | "version">,
  change: AnnotationChange,
) =>
  send<Annotation>("PATCH", `/annotations/${annotation.id}/`, {
    body: change,
    version: annotation.version,
  });

export const deleteAnnotation = (annotation: Pick<Annotation, "id" | "version">) =>
  send("DELETE", `/annotations/${annotation.id}/`, { version: annotation.version });
