export { HistoryOf } from "./HistoryOf";
export { HistoryPage } from "./HistoryPage";
export { LatestChange } from "./LatestChange";
