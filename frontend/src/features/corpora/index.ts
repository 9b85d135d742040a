/** The corpora one is a member of. */
export { CorporaPage } from "./CorporaPage";
export { CorpusSettings } from "./CorpusSettings";
