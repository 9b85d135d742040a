/** Whose annotations the person here may change: the own, and with the right role anybody's. */
import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "@/api/session";
import type { Annotation, Corpus } from "@/api/types";

export function useMay(corpus: Corpus): (annotation: Annotation) => boolean {
  const { data: me } = useQuery(sessionQuery);
  const anybodys = corpus.actions.includes("adjudicate");
  const mayCode = corpus.actions.includes("code");
  return ({ coder }) => mayCode && (anybodys || coder.id === me?.id);
}
