/** Searching the texts of a corpus. */
export { SearchPage } from "./SearchPage";
