/** Looking at what was found in an upload, mending it, and deciding what is loaded. */
export { ReviewPage } from "./ReviewPage";
