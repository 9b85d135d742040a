export { ReadersOf, usePresence, useStanding, WhoIsHere } from "./presence";
