/** The codebook: the tree of codes, with definitions. */
export { CodebookPage } from "./CodebookPage";
