/** Bringing files in and watching them being read. */
export { PasteDialog } from "./PasteDialog";
export { useSending } from "./sending";
export { UploadsPanel } from "./UploadsPanel";
export { accounting, awaitsMapping, standing } from "./words";
