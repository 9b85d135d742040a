/** Everything inside one corpus: keeps what is shown fresh while its pages are open. */
import { Outlet, useParams } from "@tanstack/react-router";
import { useCorpusNews } from "@/api/news";
import { usePresence } from "@/features/presence";
import { UndoKeys } from "@/features/undo";

export function CorpusFrame() {
  const { c } = useParams({ from: "/signed-in/corpora/$c" });
  useCorpusNews(c);
  usePresence(c);
  return (
    <>
      <Outlet />
      <UndoKeys corpus={c} />
    </>
  );
}
