/** One's own account. */
export { AccountPage } from "./AccountPage";
