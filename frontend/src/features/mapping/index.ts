/** Saying what the columns of a table mean, and what a corpus remembers of that. */
export { MappingPage } from "./MappingPage";
export { MappingsPage } from "./MappingsPage";
