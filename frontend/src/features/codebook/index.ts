/** The codebook: the tree of codes, with definitions. */
export { CodebookPage } from "./CodebookPage";
export { PinExample } from "./PinExample";
