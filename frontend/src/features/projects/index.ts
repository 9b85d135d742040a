/** Bringing in projects that were coded in other programs. */
export { ProjectsPage } from "./ProjectsPage";
