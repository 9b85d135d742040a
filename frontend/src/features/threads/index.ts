/** Threads changed by hand: renamed, taken away, typed in, two made one. */
export { EditThread } from "./EditThread";
export { Twins } from "./Twins";
export { TypeThread } from "./TypeThread";
