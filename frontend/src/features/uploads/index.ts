/** Bringing files in and watching them being read. */
export { formatName, isMapped } from "./formats";
export { PasteDialog } from "./PasteDialog";
export { useSending } from "./sending";
export { UploadsPanel } from "./UploadsPanel";
export { accounting, awaitsMapping, standing } from "./words";
