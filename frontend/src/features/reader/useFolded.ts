/** Which branches of a thread's outline are folded, as long as the thread is open. */

import { useCallback, useEffect, useState } from "react";

const NONE: ReadonlySet<number> = new Set();

export function useFolded(thread: number) {
  const [folded, setFolded] = useState(NONE);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another thread begins unfolded
  useEffect(() => setFolded(NONE), [thread]);
  const fold = useCallback((post: number, closed: boolean) => {
    setFolded((before) => {
      const next = new Set(before);
      if (closed) next.add(post);
      else next.delete(post);
      return next;
    });
  }, []);
  return { folded, fold };
}
