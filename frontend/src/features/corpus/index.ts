/** A corpus' threads and uploads. */
export { CorpusPage } from "./CorpusPage";
