/** Bringing files in, watching them being read, and deciding what is loaded. */
export { PasteDialog } from "./PasteDialog";
export { ReviewPage } from "./ReviewPage";
export { useSending } from "./sending";
export { UploadsPanel } from "./UploadsPanel";
