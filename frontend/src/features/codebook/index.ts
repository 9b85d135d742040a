export { CodebookPage } from "./CodebookPage";
