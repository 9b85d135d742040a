/** Examples of codes, pinned where their words stand. Apart from the codebook, so that the reader fetches no more. */
export { PinExample } from "./PinExample";
