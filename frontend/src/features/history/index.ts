export { HistoryOf } from "./HistoryOf";
export { HistoryPage } from "./HistoryPage";
