export { ExportPage } from "./ExportPage";
