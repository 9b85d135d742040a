/** The names under which people wrote, and which of them are one person. */
export { ParticipantsPage } from "./ParticipantsPage";
