/** Who works in a corpus, and as what. */
export { TeamPage } from "./TeamPage";
