/** Taking data out of a corpus. */
export { ExportPage } from "./ExportPage";
