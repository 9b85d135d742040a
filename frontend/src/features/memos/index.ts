/** Memos in Markdown, on anything of a corpus, and the list of them all. */
export { Memos } from "./Memos";
export { MemosFold } from "./MemosFold";
export { MemosPage } from "./MemosPage";
